import { diagnose, type Diagnostic } from "../../diagnostic";
import { isKnown, type Draft } from "../../schema/value";
import { asAttributes } from "../../schema/type";
import { draftsIn, text, texts } from "../draft";
import type { Published } from "../firewall/exposed";
import { publishFields } from "./fields";
import { isIpv6 } from "../../net/ip";

const at = { path: ["publish"] } as const;

function tooHigh({ host_port, port, port_count }: Published): readonly Diagnostic[] {
  const last = Math.max(host_port, port) + port_count - 1;
  if (last <= 65535) return [];
  return [
    diagnose("invalid-value", `${port_count} ports from ${Math.max(host_port, port)} on end at ${last}; the last port is 65535.`, at),
  ];
}

/** Replies to `::1` never leave the loopback interface, so packets to it cannot be forwarded. */
function notOverLoopback6({ host_ip, host_port }: Published): readonly Diagnostic[] {
  if (host_ip !== "::1") return [];
  const detail = `Port ${host_port} cannot be published on ::1: the kernel does not forward packets to it. Publish it on 127.0.0.1, or omit \`host_ip\`.`;
  return [diagnose("unpublishable", detail, at)];
}

/** The error for a port that leads nowhere, if all values are known. */
function hasTarget({ host_ip, host_port }: Published, addresses: readonly string[]): readonly Diagnostic[] {
  if (host_ip === null || addresses.some((address) => isIpv6(address) === isIpv6(host_ip))) return [];
  const [family, other] = isIpv6(host_ip) ? ["IPv6", "IPv4"] : ["IPv4", "IPv6"];
  const detail = `Port ${host_port} of ${host_ip} leads nowhere: the endpoint has no ${family} address. Give the network a subnet of ${family}, or publish on an ${other} address.`;
  return [diagnose("unpublishable", detail, at)];
}

function onHost(published: readonly Published[]): readonly Diagnostic[] {
  if (published.length === 0) return [];
  const detail = `On a host network no ports are published: a process that binds a host port is reached there directly. Declare the ports with \`binds\` instead.`;
  return [diagnose("unpublishable", detail, at)];
}

function internalPublishes(network: Draft, published: readonly Published[]): readonly Diagnostic[] {
  if (network["internal"] !== true || published.length === 0) return [];
  const detail = `The network "${text(network, "name")}" is internal: its endpoints cannot publish ports. Attach the endpoint to another network as well, or remove \`internal\` from this one.`;
  return [diagnose("unpublishable", detail, at)];
}

/** The errors in published ports beyond their types. */
export function checkPublish(draft: Draft, network: Draft): readonly Diagnostic[] {
  const { publish } = draft;
  if (!Array.isArray(publish) || !isKnown(publish)) return [];
  const published = draftsIn(draft, "publish").map((one) => asAttributes(publishFields, one));
  const common = published.flatMap((one) => [...tooHigh(one), ...notOverLoopback6(one)]);
  if (text(network, "kind") === "host") return onHost(published);
  const addresses = texts(draft, "addresses");
  const reachable = addresses === undefined ? [] : published.flatMap((one) => (one.host_ip === "::1" ? [] : hasTarget(one, addresses)));
  return [...common, ...reachable, ...internalPublishes(network, published)];
}
