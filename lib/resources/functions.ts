/** The functions that the provider adds to the language: Netweft's own rules for names, addresses and sizes. */
import { canonicalIp } from "../net/ip";
import { formatCidr, parseNetwork, subnetOf } from "../net/cidr";
import { macOf } from "../net/mac";
import { IFNAME_LENGTH, isIfname, shortName } from "../net/names";
import { integer, string, type Type } from "../schema/type";
import type { Value } from "../schema/value";
import { overlayMtu } from "./overlay-network/mtu";
import { encryption } from "./refs";

export interface FunctionParameter {
  readonly name: string;
  readonly type: Type;
  readonly doc: string;
}

/** The error in an argument, which is counted from 0, in one sentence. */
export interface FunctionRefusal {
  readonly argument: number;
  readonly why: string;
}

/** A function of the provider: `provider::netweft::NAME(…)`. The same arguments always give the same result. */
export interface ProviderFunction {
  readonly summary: string;
  /** Markdown. */
  readonly doc: string;
  readonly parameters: readonly FunctionParameter[];
  readonly result: Type;
  /** Calls and their results. Tests run all of them. */
  readonly examples: readonly { readonly call: string; readonly gives: Value }[];
  call(...args: readonly Value[]): { readonly value: Value } | FunctionRefusal;
}

const LONGEST_PREFIX = 8;

const ifname: ProviderFunction = {
  summary: "An interface name for something with a longer name",
  doc: `Linux takes interface names of ${IFNAME_LENGTH} characters. The prefix and the text where that fits, otherwise the prefix and a hash of the text: the same on every host, in every run and with every version of the provider.`,
  parameters: [
    { name: "prefix", type: string(), doc: `The beginning of the name; at most ${LONGEST_PREFIX} characters.` },
    { name: "text", type: string(), doc: "The text that the name stands for." },
  ],
  result: string({ format: "ifname" }),
  examples: [
    { call: 'provider::netweft::ifname("br-", "front")', gives: "br-front" },
    { call: 'provider::netweft::ifname("br-", "customer-facing-network")', gives: shortName("br-", "customer-facing-network") },
  ],
  call(prefix, text) {
    const begin = String(prefix);
    if (begin.length > LONGEST_PREFIX || (begin !== "" && !isIfname(`${begin}0`)))
      return {
        argument: 0,
        why: `"${begin}" cannot begin an interface name: use at most ${LONGEST_PREFIX} lower-case letters, digits, "_", "." and "-".`,
      };
    return { value: shortName(begin, String(text)) };
  },
};

const vxlanMtu: ProviderFunction = {
  summary: "The mtu of an overlay network over an underlay",
  doc: "The largest packet, in bytes, that fits into a packet of the underlay with its encapsulation: Ethernet, VXLAN, UDP and IP headers, and those of WireGuard or ESP where the network is encrypted. It is the default `mtu` of a `netweft_overlay_network`.",
  parameters: [
    { name: "underlay_mtu", type: integer(576, 65535), doc: "The underlay's mtu, in bytes." },
    { name: "underlay", type: string({ format: "ip" }), doc: "An address on the underlay: an IPv6 header is larger than an IPv4 header." },
    { name: "encryption", type: encryption, doc: '"none", "wireguard" or "ipsec".' },
  ],
  result: integer(0, 65535),
  examples: [
    { call: 'provider::netweft::vxlan_mtu(1500, "192.0.2.1", "none")', gives: 1450 },
    { call: 'provider::netweft::vxlan_mtu(9000, "2001:db8::1", "wireguard")', gives: 8850 },
  ],
  call(mtu, underlay, secrecy) {
    if (typeof mtu !== "number" || !Number.isInteger(mtu) || mtu < 576 || mtu > 65535)
      return { argument: 0, why: "The mtu of an underlay must be an integer from 576 to 65535." };
    const ip = canonicalIp(String(underlay));
    if (ip === undefined) return { argument: 1, why: `"${String(underlay)}" is not an IP address.` };
    if (!encryption.oneOf.some((one) => one === secrecy))
      return { argument: 2, why: `It must be one of ${encryption.oneOf.map((one) => `"${one}"`).join(", ")}.` };
    return { value: overlayMtu(mtu, ip, String(secrecy)) };
  },
};

const subnetFor: ProviderFunction = {
  summary: "One of the subnets of a pool",
  doc: "The subnet with this number when a pool is divided into subnets of one size: number 0 is the first. Unlike `cidrsubnet` it takes the prefix length of the subnet, not the number of bits to add to the pool's.",
  parameters: [
    { name: "pool", type: string({ format: "cidr" }), doc: "The range to divide, IPv4 or IPv6." },
    { name: "size", type: integer(1, 128), doc: "The prefix length of the subnet." },
    { name: "number", type: integer(0, 2 ** 31 - 1), doc: "The number of the subnet, counted from 0." },
  ],
  result: string({ format: "cidr" }),
  examples: [
    { call: 'provider::netweft::subnet_for("10.128.0.0/10", 24, 2)', gives: "10.128.2.0/24" },
    { call: 'provider::netweft::subnet_for("fd6e:6574:7765::/48", 64, 16)', gives: "fd6e:6574:7765:10::/64" },
  ],
  call(pool, size, number) {
    const range = parseNetwork(String(pool));
    if (range === undefined) return { argument: 0, why: `"${String(pool)}" is not a network in CIDR form, such as "10.128.0.0/10".` };
    const most = range.ip.version === 4 ? 32 : 128;
    if (typeof size !== "number" || !Number.isInteger(size) || size < range.prefix || size > most)
      return { argument: 1, why: `The prefix length of a subnet of ${formatCidr(range)} must be from ${range.prefix} to ${most}.` };
    const found = typeof number === "number" && Number.isInteger(number) && number >= 0 ? subnetOf(range, size, BigInt(number)) : undefined;
    return found === undefined
      ? { argument: 2, why: `${formatCidr(range)} has no subnet of that number with a prefix length of ${size}.` }
      : { value: formatCidr(found) };
  },
};

const macFor: ProviderFunction = {
  summary: "A hardware address derived from a name",
  doc: "A locally administered unicast address that is the same for the same name on every host and in every run. It is how Netweft chooses the addresses of its own interfaces.",
  parameters: [{ name: "name", type: string(), doc: "Any text." }],
  result: string({ format: "mac" }),
  examples: [{ call: 'provider::netweft::mac_for("web")', gives: macOf("web") }],
  call: (name) => ({ value: macOf(String(name)) }),
};

/** Every function of the provider by its name. */
export const functions: Readonly<Record<string, ProviderFunction>> = {
  ifname,
  mac_for: macFor,
  subnet_for: subnetFor,
  vxlan_mtu: vxlanMtu,
};
