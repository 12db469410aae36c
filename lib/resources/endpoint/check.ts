import { diagnose, type Diagnostic } from "../../diagnostic";
import { isHostOf, parseNetwork } from "../../net/cidr";
import { parseIp } from "../../net/ip";
import type { Draft } from "../../schema/value";
import { isUnset, nested, text, texts } from "../draft";

function needsNamespace(draft: Draft, network: Draft): readonly Diagnostic[] {
  const isHost = text(network, "kind") === "host";
  if (!isHost && isUnset(draft["namespace"])) {
    return [
      diagnose(
        "missing-namespace",
        "An endpoint on a bridge network is the interface of a namespace: set `namespace` to a `netweft_namespace` or its `ref`.",
        {
          path: ["namespace"],
        },
      ),
    ];
  }
  if (isHost && isUnset(draft["name"]) && isUnset(draft["namespace"])) {
    return [
      diagnose("missing-name", "An endpoint on a host network has no namespace to take its name from: set `name`.", { path: ["name"] }),
    ];
  }
  return [];
}

/** A `network` that was written by hand instead of being referred to lacks what the endpoint follows. */
function wholeNetwork(network: Draft): readonly Diagnostic[] {
  const needed = text(network, "kind") === "host" ? ["name", "host"] : ["kind", "host", "bridge_name", "subnets", "gateways", "mtu"];
  const missing = needed.filter((name) => isUnset(network[name]));
  if (missing.length === 0) return [];
  const names = missing.map((name) => `\`${name}\``).join(", ");
  return [
    diagnose(
      "incomplete-network",
      `The network lacks ${names}. Refer to the network resource as a whole, or to its \`ref\`: both carry what an endpoint follows.`,
      {
        path: ["network"],
      },
    ),
  ];
}

function sameHost(network: Draft, namespace: Draft | undefined): readonly Diagnostic[] {
  const [here, there] = [text(namespace ?? {}, "host"), text(network, "host")];
  if (here === undefined || there === undefined || here === there) return [];
  return [
    diagnose(
      "different-hosts",
      `The namespace is on host "${here}", the network on host "${there}". A bridge network serves one host: use a network on "${here}", or move the namespace.`,
      { path: ["namespace"] },
    ),
  ];
}

function addressesInside(draft: Draft, network: Draft): readonly Diagnostic[] {
  const networks = texts(network, "subnets")?.map(parseNetwork);
  const addresses = texts(draft, "addresses");
  if (networks === undefined || addresses === undefined) return [];
  return addresses.flatMap((address, index) => {
    const ip = parseIp(address);
    if (ip === undefined || networks.some((subnet) => subnet !== undefined && isHostOf(subnet, ip))) return [];
    return [
      diagnose(
        "address-outside",
        `${address} is no host's address in any of the network's subnets (${texts(network, "subnets")!.join(", ")}). Choose a host's address inside one of them.`,
        {
          path: ["addresses", index],
        },
      ),
    ];
  });
}

function gatewayTaken(draft: Draft, network: Draft): readonly Diagnostic[] {
  const gateways = texts(network, "gateways") ?? [];
  return (texts(draft, "addresses") ?? []).flatMap((address, index) =>
    gateways.includes(address)
      ? [diagnose("duplicate-address", `${address} is the network's gateway. Choose another address.`, { path: ["addresses", index] })]
      : [],
  );
}

function noPair(draft: Draft, network: Draft): readonly Diagnostic[] {
  if (text(network, "kind") !== "host" || (text(draft, "host_interface") ?? "") === "") return [];
  const detail = "On a host network there is no pair of interfaces whose end could have a name. Leave `host_interface` out.";
  return [diagnose("conflicting-attributes", detail, { path: ["host_interface"] })];
}

export function check(draft: Draft): readonly Diagnostic[] {
  const network = nested(draft, "network");
  if (network === undefined) return [];
  const first = [...needsNamespace(draft, network), ...wholeNetwork(network), ...noPair(draft, network)];
  if (first.length > 0) return first;
  return [...sameHost(network, nested(draft, "namespace")), ...addressesInside(draft, network), ...gatewayTaken(draft, network)];
}
