import { diagnose, type Diagnostic } from "../../diagnostic";
import type { Facts } from "../../kernel/facts";
import { list, object, string, type Fields } from "../../schema/type";
import { UNKNOWN, type Draft } from "../../schema/value";
import { binds } from "../binds";
import { isUnset, joined, partsOf, pick, text } from "../draft";
import { drift, incarnation, networkKind, networkRef } from "../refs";
import { resource, type Context, type Want } from "../resource";
import { examples } from "./examples";
import { sharedOn } from "./shared";

const fields = {
  name: { type: string({ format: "name" }), optional: true, default: "host", replace: true, doc: "The network's name." },
  host: { type: string({ format: "name" }), optional: true, default: "local", replace: true, doc: "The host whose network is shared." },
  binds: {
    type: binds,
    optional: true,
    doc: "Which ports of the host are bound by those who have no endpoint of their own here. Two binds of one port on one host are an error of the plan; under Terraform of the apply, where both are made at the same moment.",
  },
  addresses: { type: list(string({})), computed: true, doc: "The host's own addresses, without those that Netweft made." },
  interfaces: {
    type: list(string({})),
    computed: true,
    doc: "The host's own interfaces, without those that Netweft made.",
  },
  id: { type: string({ format: "id" }), computed: true, doc: "`host/name`." },
  kind: { type: networkKind, computed: true, doc: "`host`." },
  incarnation,
  ref: { type: object(networkRef), computed: true, doc: "What an endpoint's `network` takes." },
  drift,
} as const satisfies Fields;

function complete(draft: Draft): Draft {
  const full: Draft = {
    ...draft,
    id: joined([draft["host"]!, draft["name"]!]),
    kind: "host",
    addresses: draft["addresses"] ?? UNKNOWN,
    interfaces: draft["interfaces"] ?? UNKNOWN,
  };
  return { ...full, ref: pick(full, Object.keys(networkRef)) };
}

function wants(draft: Draft): readonly Want[] {
  const host = text(draft, "host");
  const fresh: Want = { what: "incarnation", attribute: "incarnation" };
  if (host === undefined) return [fresh];
  return [fresh, { what: "host-addresses", attribute: "addresses", host }, { what: "host-interfaces", attribute: "interfaces", host }];
}

function check(draft: Draft): readonly Diagnostic[] {
  const name = isUnset(draft["name"]) ? "host" : String(draft["name"]);
  return [
    diagnose(
      "host-network-not-isolated",
      `Whoever is on the network "${name}" uses the network stack of its host: its interfaces, addresses, ports, routes, firewall and names. Nothing keeps it apart from the host or from others there. Use a bridge network where that matters.`,
    ),
  ];
}

/** The host's network is always there; who binds what on it is known of the declaration only. */
function read(id: string, _actual: Facts, _context: Context, known: Draft = {}): Draft | undefined {
  const [host, name] = partsOf(id, 2) ?? [];
  return host === undefined || name === undefined ? undefined : { ...known, host, name };
}

/** The network of the host itself: no namespace, no veth, no isolation; the ports that are bound on it are declared and checked. */
export const hostNetwork = resource({
  type: "netweft_host_network",
  version: 0,
  doc: "A host network: containers that share the network stack of their host, as Docker's `--network host`. Nothing is created in the kernel; what is declared is who binds which port, so that two binds of one port are found before anything runs.",
  fields,
  complete,
  wants,
  check,
  compile: () => [],
  remarks: (attributes) => [sharedOn(attributes)],
  read,
  examples,
});
