import { diagnose, type Diagnostic } from "../../diagnostic";
import { ROOT, type Fact } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { routeAt } from "../../kernel/kinds/route";
import { canonicalCidr } from "../../net/cidr";
import { isIpv6 } from "../../net/ip";
import { object, string, type Attrs, type Fields } from "../../schema/type";
import { UNKNOWN, type Draft, type Value } from "../../schema/value";
import { isUnset, nested, ownHost, text } from "../draft";
import { drift, inNamespace } from "../refs";
import { resource, type Context } from "../resource";
import { checkLead, checkRoute } from "../routing/check";
import { routeFacts } from "../routing/compile";
import { dev, routeFields } from "../routing/fields";
import { routeAttributes } from "../routing/read";
import { examples } from "./examples";

const fields = {
  namespace: {
    type: object(inNamespace, { open: true }),
    optional: true,
    doc: "The namespace that has the route: a `netweft_namespace` or its `ref`. When absent, the host itself has it.",
  },
  host: {
    type: string({ format: "name" }),
    optional: true,
    computed: true,
    replace: true,
    doc: "The host that has the route. When absent, that of the namespace, without one `local`.",
  },
  ...routeFields,
  destination: { ...routeFields.destination, replace: true },
  dev: {
    ...dev,
    doc: "The interface. Refer to the attribute of the resource that makes it: the `interface` of an endpoint, the `bridge_name` of a network. When absent, the one that `via` is on.",
  },
  metric: { ...routeFields.metric, replace: true },
  table: { ...routeFields.table, replace: true },
  id: {
    type: string({ format: "id" }),
    computed: true,
    doc: "`host/namespace/destination`, with `-` for the host itself, and with `/metric:100` and `/table:20` behind it where these are set.",
  },
  drift,
} as const satisfies Fields;

const DEFAULT_HOST = "local";

function hostOf({ host = null, namespace = null }: Draft): Value {
  if (!isUnset(host)) return host;
  if (namespace === UNKNOWN) return UNKNOWN;
  return nested({ namespace }, "namespace")?.["host"] ?? (isUnset(namespace) ? DEFAULT_HOST : UNKNOWN);
}

/** The name of its namespace, `-` for the host's own. */
function placeOf({ namespace = null }: Draft): Value {
  if (isUnset(namespace)) return ROOT;
  return nested({ namespace }, "namespace")?.["name"] ?? UNKNOWN;
}

/** What the kernel leaves out is not in an id either: the main table, and a metric that is none. */
function idOf(draft: Draft): Value {
  const { destination = null, metric = null, table = null } = draft;
  const parts = [draft["host"] ?? UNKNOWN, placeOf(draft), destination];
  if (![...parts, metric, table].every((part) => part !== UNKNOWN)) return UNKNOWN;
  const network = canonicalCidr(String(destination)) ?? String(destination);
  const usual = isIpv6(network) ? 1024 : 0;
  const numbers = [typeof metric === "number" && metric !== 0 && metric !== usual ? `metric:${metric}` : []];
  const tables = [typeof table === "number" && table !== 254 ? `table:${table}` : []];
  return [...parts.slice(0, 2), network, ...numbers.flat(), ...tables.flat()].join("/");
}

function complete(draft: Draft): Draft {
  const full: Draft = { ...draft, host: hostOf(draft) };
  return { ...full, id: idOf(full) };
}

function check(draft: Draft): readonly Diagnostic[] {
  return [...otherHost(draft), ...checkRoute(draft, []), ...checkLead(draft, [])];
}

function otherHost(draft: Draft): readonly Diagnostic[] {
  const [host, there] = [text(draft, "host"), text(nested(draft, "namespace") ?? {}, "host")];
  if (host === undefined || there === undefined || host === there) return [];
  const detail = `The namespace is on host "${there}", and the route is declared on "${host}". Omit \`host\`: the route is where its namespace is.`;
  return [diagnose("different-hosts", detail, { path: ["host"] })];
}

function compile(attrs: Attrs<typeof fields>): readonly Fact[] {
  return routeFacts(attrs, { host: attrs.host, netns: attrs.namespace?.name ?? ROOT });
}

/** The parts of an id; undefined for another text. */
function partsOfId(id: string) {
  const found = /^([^/]+)\/([^/]+)\/([^/]+\/\d+)(?:\/metric:(\d+))?(?:\/table:(\d+))?$/.exec(id);
  if (found === null) return undefined;
  const [, host, netns, destination, metric, table] = found;
  const numbers = { ...(metric === undefined ? {} : { metric: Number(metric) }), ...(table === undefined ? {} : { table: Number(table) }) };
  return { host: host!, netns: netns!, destination: destination!, ...numbers };
}

function read(id: string, actual: Facts, _context: Context, known: Draft = {}): Draft | undefined {
  const parts = partsOfId(id);
  if (parts === undefined) return undefined;
  const { host, netns, ...route } = parts;
  const there = routeAt(actual, { host, netns }, route);
  if (there === undefined) return undefined;
  const incarnation = nested(known, "namespace")?.["incarnation"] ?? null;
  const namespace: Value = netns === ROOT ? null : { id: `${host}/${netns}`, name: netns, host, incarnation };
  return { ...known, ...routeAttributes(there, known), namespace, host };
}

/** A static route of a host or a namespace. */
export const route = resource({
  type: "netweft_route",
  version: 0,
  doc: "A static route of a host or of a namespace, and the policy rules that lead to its table. For a route through the interface of an endpoint, `routes` of the endpoint is shorter. Netweft's routes carry the protocol 157; a route of another program to the same destination is an error in the plan, and one that another program removes or replaces is drift. systemd-networkd deletes the routes and rules of other programs when it restarts, unless its configuration has `ManageForeignRoutes=no` and `ManageForeignRoutingPolicyRules=no`.",
  fields,
  hosts: (draft) => [...ownHost(draft), ...ownHost(nested(draft, "namespace"))],
  complete,
  check,
  compile,
  read,
  examples,
});
