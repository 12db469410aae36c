/** Endpoints on a macvlan network: one interface inside the namespace, on a link of the host, and no end on the host. */
import { diagnose, type Diagnostic } from "../../diagnostic";
import { fact, ROOT, type Fact, type Place } from "../../kernel/fact";
import { normal } from "../../kernel/kinds";
import { draftsIn, isUnset, text } from "../draft";
import { UNKNOWN, type Draft, type Value } from "../../schema/value";
import type { Attrs } from "../../schema/type";
import { macvlanMac } from "../macvlan-network/complete";
import { hostRoutes } from "../macvlan-network/compile";
import type { fields } from "./fields";

export function isMacvlan(network: Draft): boolean {
  return text(network, "kind") === "macvlan";
}

/** The hardware address follows from the first address, as soon as that is known. */
export function macOnMacvlan({ addresses = null }: Draft): Value {
  const first = Array.isArray(addresses) ? (addresses as readonly Value[])[0] : undefined;
  return typeof first === "string" ? macvlanMac(first) : UNKNOWN;
}

/** Only where the network has a router. */
export function hasRouter({ gateways = null }: Draft): Value {
  return gateways === UNKNOWN ? UNKNOWN : Array.isArray(gateways) && gateways.length > 0;
}

/** Attributes that need an end of the endpoint on the host, or a server of the network. */
const WITHOUT_END: Readonly<Record<string, string>> = {
  ingress_rate:
    "The rate at which it receives could only be limited on the parent, for all endpoints. Limit what the others send, or use a bridge network",
  isolated: "Endpoints are isolated from each other by the network's `mode`. Omit it, or set `mode` to `private` on the network",
  host_interface: "It has no end on the host that could have a name. Omit it",
  aliases:
    "A macvlan network has no name server: the names of its endpoints are those of the network outside. Omit it, or use a bridge network",
};

/** The errors of an endpoint that could only be on a network with a bridge. */
export function checkOnMacvlan(draft: Draft, network: Draft): readonly Diagnostic[] {
  const given = Object.entries(WITHOUT_END).filter(([name]) => isGiven(draft[name]));
  const publish = draftsIn(draft, "publish").length === 0 ? [] : [published()];
  return [
    ...publish,
    ...(draft["default_route"] === true && hasRouter(network) === false ? [withoutRouter(text(network, "name") ?? "")] : []),
    ...given.map(([name, why]) =>
      diagnose("conflicting-attributes", `\`${name}\` has no effect on a macvlan network. ${why}.`, { path: [name] }),
    ),
  ];
}

function withoutRouter(network: string): Diagnostic {
  const detail = `The network "${network}" has no \`gateways\`, so there is no router for a default route. Set \`gateways\` on the network, or omit \`default_route\`.`;
  return diagnose("conflicting-attributes", detail, { path: ["default_route"] });
}

function isGiven(value: Value | undefined): boolean {
  return !isUnset(value) && value !== UNKNOWN && value !== "" && value !== false && !(Array.isArray(value) && value.length === 0);
}

function published(): Diagnostic {
  const detail =
    "On a macvlan network no ports are published: the endpoint has every port of its own addresses, which the network of the parent reaches directly. Remove `publish`.";
  return diagnose("unpublishable", detail, { path: ["publish"] });
}

type MacvlanPlacement = Attrs<typeof fields>;

/** The interface with its addresses, and the host's routes to them. */
export function interfaceFacts(attrs: MacvlanPlacement, inside: Place, addresses: readonly string[], mark: string): readonly Fact[] {
  const { network, interface: name, mac } = attrs;
  const { parent, mode, mtu } = network;
  const body = { name, type: "macvlan", parent, parentNetns: ROOT, mode, mtu, mac, up: true, addresses };
  return [normal(fact("link", inside, body, { mark })), ...hostRoutes(network, inside.host, attrs.addresses)];
}
