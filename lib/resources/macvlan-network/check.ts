import { diagnose, type Diagnostic } from "../../diagnostic";
import { bitsOf, contains, isHostOf, parseBlock, parseNetwork } from "../../net/cidr";
import { canonicalIp, parseIp } from "../../net/ip";
import type { Draft } from "../../schema/value";
import { isUnset, text, texts } from "../draft";

/** The errors in a macvlan network besides those in its subnets. */
export function check(draft: Draft): readonly Diagnostic[] {
  return [...hostAddressesInside(draft), ...hostAddressesApart(draft), ...reaches(draft), ...named(draft)];
}

function hostAddressesInside(draft: Draft): readonly Diagnostic[] {
  const subnets = texts(draft, "subnets")?.flatMap((subnet) => parseNetwork(subnet) ?? []);
  if (subnets === undefined) return [];
  return (texts(draft, "host_addresses") ?? []).flatMap((address, index) => {
    const ip = parseIp(address);
    if (ip === undefined || subnets.some((subnet) => isHostOf(subnet, ip))) return [];
    const detail = `${address} is not a host address in any of the network's subnets (${texts(draft, "subnets")!.join(", ")}). Choose a host address in one of them.`;
    return [diagnose("address-outside", detail, { path: ["host_addresses", index] })];
  });
}

/** A reserved network may contain the host's addresses; a single reserved address is in other use. */
function hostAddressesApart(draft: Draft): readonly Diagnostic[] {
  const gateways = (texts(draft, "gateways") ?? []).map(canonicalIp);
  const reserved = (texts(draft, "reserved") ?? []).flatMap((one) => parseBlock(one) ?? []);
  return (texts(draft, "host_addresses") ?? []).flatMap((address, index) => {
    const ip = parseIp(address);
    const at = { path: ["host_addresses", index] };
    if (ip === undefined) return [];
    if (gateways.includes(canonicalIp(address)))
      return [diagnose("duplicate-address", `${address} is a gateway of this network. Choose another address.`, at)];
    if (!reserved.some((block) => block.prefix === bitsOf(block.ip) && contains(block, ip))) return [];
    return [diagnose("reserved-address", `${address} is reserved for other use. Choose another address, or do not reserve this one.`, at)];
  });
}

function reaches(draft: Draft): readonly Diagnostic[] {
  const mode = text(draft, "mode");
  const addresses = texts(draft, "host_addresses") ?? [];
  if (addresses.length === 0 || mode !== "private") return [];
  const detail =
    'With `mode = "private"` no two interfaces reach each other, so the host would reach no endpoint by an interface of its own. Remove `host_addresses`, or use the mode `bridge`.';
  return [diagnose("conflicting-attributes", detail, { path: ["host_addresses"] })];
}

function named(draft: Draft): readonly Diagnostic[] {
  const addresses = draft["host_addresses"];
  if (isUnset(draft["host_interface"]) || text(draft, "host_interface") === "" || !Array.isArray(addresses) || addresses.length > 0)
    return [];
  const detail = "Without `host_addresses` the host has no interface on the network that could have a name. Omit `host_interface`.";
  return [diagnose("conflicting-attributes", detail, { path: ["host_interface"] })];
}
