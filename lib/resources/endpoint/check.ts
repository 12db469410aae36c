import { diagnose, type Diagnostic } from "../../diagnostic";
import { bitsOf, contains, isHostOf, parseBlock, parseNetworks } from "../../net/cidr";
import { canonicalIp, parseIp } from "../../net/ip";
import { UNKNOWN, type Draft } from "../../schema/value";
import { isUnset, nested, text, texts } from "../draft";
import { prefixesFit } from "../addressing";
import { checkNames } from "../lookup";
import type { Context } from "../resource";
import { checkOnMacvlan, isMacvlan } from "./on-macvlan";
import { checkPublish } from "./publish";
import { checkRoutes } from "./routes";

function isHost(network: Draft): boolean {
  return text(network, "kind") === "host";
}

function needsNamespace(draft: Draft, network: Draft): readonly Diagnostic[] {
  if (!isHost(network) && isUnset(draft["namespace"])) {
    const detail =
      "An endpoint on a bridge, macvlan or overlay network is the interface of a namespace: set `namespace` to a `netweft_namespace` or its `ref`.";
    return [diagnose("missing-namespace", detail, { path: ["namespace"] })];
  }
  if (isHost(network) && isUnset(draft["name"])) {
    const detail = "An endpoint on a host network has no namespace to take its name from: set `name`.";
    return [diagnose("missing-name", detail, { path: ["name"] })];
  }
  return [];
}

/** The network attributes that an endpoint depends on, by the kind of network. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  host: ["name", "host"],
  bridge: ["kind", "host", "bridge_name", "subnets", "gateways", "mtu"],
  macvlan: ["kind", "name", "host", "parent", "mode", "subnets", "mtu"],
  overlay: ["kind", "name", "bridge_name", "vxlan_name", "subnets", "gateways", "mtu", "forwarding", "encryption"],
};

/** A `network` that is written by hand instead of referred to may lack attributes that the endpoint depends on. */
function wholeNetwork(network: Draft): readonly Diagnostic[] {
  const needed = NEEDED[text(network, "kind") ?? "bridge"] ?? [];
  const missing = needed.filter((name) => isUnset(network[name]));
  if (missing.length === 0) return [];
  const names = missing.map((name) => `\`${name}\``).join(", ");
  const detail = `The network lacks ${names}. Refer to the network resource as a whole, or to its \`ref\`: both contain what an endpoint needs.`;
  return [diagnose("incomplete-network", detail, { path: ["network"] })];
}

function sameHost(network: Draft, namespace: Draft | undefined): readonly Diagnostic[] {
  const [here, there] = [text(namespace ?? {}, "host"), text(network, "host")];
  if (here === undefined || there === undefined || here === there) return [];
  const detail = `The namespace is on host "${here}", the network on host "${there}". Such a network is on one host: use a network on "${here}", or move the namespace.`;
  return [diagnose("different-hosts", detail, { path: ["namespace"] })];
}

/** Port isolation ends at the bridge: an endpoint on another host would not be isolated. */
function apartOnOverlay(draft: Draft, network: Draft): readonly Diagnostic[] {
  if (text(network, "kind") !== "overlay" || draft["isolated"] !== true) return [];
  const detail =
    "Endpoints on an overlay network cannot be isolated: only those on one host would be. Omit `isolated`, or use a network for each of them.";
  return [diagnose("conflicting-attributes", detail, { path: ["isolated"] })];
}

/** The members are known here only if each of them gets entries for every endpoint; otherwise the whole plan is checked. */
function onMember(draft: Draft, network: Draft): readonly Diagnostic[] {
  const [host, members] = [text(nested(draft, "namespace") ?? {}, "host"), texts(network, "members")];
  if (text(network, "kind") !== "overlay" || host === undefined || members === undefined || members.length === 0) return [];
  return members.includes(host) ? [] : [notAMember(host, text(network, "name") ?? "", members)];
}

/** The namespace of an endpoint is on a host that its network is not on. */
export function notAMember(host: string, network: string, members: readonly string[]): Diagnostic {
  const detail = `The namespace is on host "${host}", and the overlay network "${network}" is on ${members
    .slice(0, 5)
    .map((member) => `"${member}"`)
    .join(", ")}${members.length > 5 ? ` and ${members.length - 5} more` : ""}. Add the host to \`members\`, or move the namespace.`;
  return diagnose("different-hosts", detail, { path: ["namespace"], host });
}

/** Attributes of an own interface, which an endpoint on a host network does not have. */
const OF_AN_INTERFACE = ["namespace", "interface", "mac", "default_route", "isolated", "routes"];

function nothingOfItsOwn(draft: Draft): readonly Diagnostic[] {
  const given = OF_AN_INTERFACE.filter((name) => !isUnset(draft[name]) && draft[name] !== "" && draft[name] !== false);
  return given.map((name) => {
    const detail = `On a host network an endpoint has no namespace and no interface of its own, so \`${name}\` would have no effect. Omit it, or use a bridge network.`;
    return diagnose("conflicting-attributes", detail, { path: [name] });
  });
}

function bindsNothing(draft: Draft): readonly Diagnostic[] {
  if (isUnset(draft["binds"])) return [];
  const detail =
    "`binds` lists host ports, which only an endpoint on a host network uses. On a bridge network an endpoint has every port of its own addresses: omit it.";
  return [diagnose("conflicting-attributes", detail, { path: ["binds"] })];
}

function subnetsOf(network: Draft): ReturnType<typeof parseNetworks> | undefined {
  const subnets = texts(network, "subnets");
  return subnets && parseNetworks(subnets);
}

function addressesInside(draft: Draft, network: Draft): readonly Diagnostic[] {
  const networks = subnetsOf(network);
  const addresses = texts(draft, "addresses");
  if (networks === undefined || addresses === undefined) return [];
  return addresses.flatMap((address, index) => {
    const ip = parseIp(address);
    if (ip === undefined || networks.some((subnet) => subnet !== undefined && isHostOf(subnet, ip))) return [];
    const detail = `${address} is not a host address in any of the network's subnets (${texts(network, "subnets")!.join(", ")}). Choose a host address in one of them.`;
    return [diagnose("address-outside", detail, { path: ["addresses", index] })];
  });
}

function gatewayTaken(draft: Draft, network: Draft): readonly Diagnostic[] {
  const taken = new Map([
    ...(texts(network, "host_addresses") ?? []).map((ip) => [canonicalIp(ip), "the host's own address on the network"] as const),
    ...(texts(network, "gateways") ?? []).map((ip) => [canonicalIp(ip), "the network's gateway"] as const),
  ]);
  return (texts(draft, "addresses") ?? []).flatMap((address, index) => {
    const whose = taken.get(canonicalIp(address));
    if (whose === undefined) return [];
    return [diagnose("duplicate-address", `${address} is ${whose}. Choose another address.`, { path: ["addresses", index] })];
  });
}

function ratesWithoutInterface(draft: Draft, network: Draft): readonly Diagnostic[] {
  if (text(network, "kind") !== "host") return [];
  return ["ingress_rate", "egress_rate"]
    .filter((name) => !isUnset(draft[name]))
    .map((name) =>
      diagnose(
        "rate-on-host-network",
        `An endpoint on a host network has no interface of its own, so its traffic cannot be rate limited. Remove \`${name}\`, or attach the container to a bridge network.`,
        { path: [name] },
      ),
    );
}

function reservedTaken(draft: Draft, network: Draft): readonly Diagnostic[] {
  const reserved = (texts(network, "reserved") ?? []).flatMap((text) => parseBlock(text) ?? []);
  if (reserved.length === 0) return [];
  return (texts(draft, "addresses") ?? []).flatMap((address, index) => {
    const ip = parseIp(address);
    const block = reserved.find((one) => ip !== undefined && contains(one, ip));
    if (block === undefined) return [];
    const which = block.prefix === bitsOf(block.ip) ? "is" : "is within a block that is";
    const detail = `${address} ${which} \`reserved\` on its network for other use. Choose another address, or do not reserve it: an address that an endpoint declares is never allocated to others.`;
    return [diagnose("reserved-address", detail, { path: ["addresses", index] })];
  });
}

function noPair(draft: Draft, network: Draft): readonly Diagnostic[] {
  if (text(network, "kind") !== "host" || (text(draft, "host_interface") ?? "") === "") return [];
  const detail = "On a host network there is no veth pair whose end could have a name. Omit `host_interface`.";
  return [diagnose("conflicting-attributes", detail, { path: ["host_interface"] })];
}

export function check(draft: Draft, _context: Context, written: Draft = draft): readonly Diagnostic[] {
  const network = nested(draft, "network");
  if (network === undefined || network["kind"] === UNKNOWN) return [];
  const first = [
    ...needsNamespace(draft, network),
    ...wholeNetwork(network),
    ...ratesWithoutInterface(draft, network),
    ...noPair(draft, network),
  ];
  if (first.length > 0) return first;
  if (isHost(network)) return [...nothingOfItsOwn(draft), ...checkPublish(draft, network)];
  return [
    ...sameHost(network, nested(draft, "namespace")),
    ...onMember(draft, network),
    ...apartOnOverlay(draft, network),
    ...bindsNothing(draft),
    ...(isMacvlan(network) ? checkOnMacvlan(draft, network) : checkPublish(draft, network)),
    ...addressesInside(draft, network),
    ...prefixesFit(
      written,
      "addresses",
      (subnetsOf(network) ?? []).filter((subnet) => subnet !== undefined),
    ),
    ...gatewayTaken(draft, network),
    ...reservedTaken(draft, network),
    ...checkNames(draft, network),
    ...checkRoutes(draft, network),
  ];
}
