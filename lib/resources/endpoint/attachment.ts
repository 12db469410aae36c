import { isKnown, type Draft } from "../../schema/value";
import type { PortClaim } from "../../kernel/port-claim";
import type { Attachment, LinkPlace, Membership, NetworkOfAttachment } from "../abilities";
import { draftsIn, hasIpv6Subnet, knownTexts, nested, ownHost, text, textsIn } from "../draft";
import { hasRouter, isMacvlan } from "./on-macvlan";
import { bindClaims, publishClaims } from "../port-claims";

function networkOf(network: Draft): NetworkOfAttachment {
  return {
    id: text(network, "id"),
    name: text(network, "name"),
    bridge: text(network, "bridge_name"),
    spansHosts: isOverlay(network),
    members: knownTexts(network, "members"),
    internal: network["internal"] === true,
    hasWayOut: network["internal"] !== true && !(isMacvlan(network) && hasRouter(network) === false),
  };
}

function isOverlay(network: Draft): boolean {
  return network["kind"] === "overlay";
}

/** The names on the network: its own, and the aliases. */
function namesOn(network: Draft, attributes: Draft): Attachment["names"] {
  const name = text(attributes, "name");
  if (network["names"] !== true || name === undefined) return [];
  const aliases = new Set(knownTexts(attributes, "aliases").filter((alias) => alias !== name));
  return [{ name, path: "name" }, ...[...aliases].map((alias) => ({ name: alias, path: "aliases" }))];
}

/** The interface of an endpoint. On a host network it has none. */
export function attachment(attributes: Draft): Attachment | undefined {
  const [network, namespace] = [nested(attributes, "network"), nested(attributes, "namespace") ?? {}];
  if (network === undefined || network["kind"] === "host") return undefined;
  return {
    network: networkOf(network),
    namespace: text(namespace, "id"),
    host: text(namespace, "host"),
    link: linkOf(attributes),
    addresses: textsIn(attributes, "addresses"),
    allocatesAddresses: !isKnown(attributes["addresses"] ?? null),
    mac: text(attributes, "mac"),
    names: namesOn(network, attributes),
    isDefaultRoute: attributes["default_route"] === true,
    publishes: draftsIn(attributes, "publish").length > 0,
  };
}

/** Its place on its network, also on that of a host. */
export function membership(attributes: Draft): Membership | undefined {
  const [network, namespace] = [nested(attributes, "network"), nested(attributes, "namespace") ?? {}];
  return (
    network && {
      network: text(network, "id"),
      host: text(namespace, "host") ?? text(network, "host"),
      namespace: text(namespace, "name"),
      interface: text(attributes, "interface"),
      addresses: knownTexts(attributes, "addresses"),
    }
  );
}

/** The hosts of its namespace and of its network. */
export function hosts(attributes: Draft): readonly string[] {
  return [...ownHost(nested(attributes, "namespace")), ...ownHost(nested(attributes, "network"))];
}

/** Its interface, on a network with an IPv6 subnet. */
export function ipv6Links(attributes: Draft): readonly LinkPlace[] {
  const link = linkOf(attributes);
  return link !== undefined && hasIpv6Subnet(nested(attributes, "network") ?? {}) ? [link] : [];
}

function linkOf(attributes: Draft): LinkPlace | undefined {
  const [namespace, dev] = [nested(attributes, "namespace") ?? {}, text(attributes, "interface")];
  const [host, netns] = [text(namespace, "host"), text(namespace, "name")];
  return host === undefined || netns === undefined || dev === undefined ? undefined : { host, netns, dev };
}

/** The host of its network; on an overlay network that of its namespace. */
function hostOf(attributes: Draft): string | undefined {
  const network = nested(attributes, "network") ?? {};
  return text(isOverlay(network) ? (nested(attributes, "namespace") ?? network) : network, "host");
}

/** The ports that it binds on a host network, and those that lead to it from the host. */
export function portClaims(attributes: Draft): readonly PortClaim[] {
  const host = hostOf(attributes);
  return [...bindClaims(host, attributes), ...publishClaims(host, attributes)];
}
