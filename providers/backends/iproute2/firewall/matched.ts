/** Conditions on a packet's addresses, protocol and ports in a match of nft. */
import { canonicalBlock, formatCidr, parseNetwork, without } from "../../../../lib/net/cidr";
import { EVERY_PORT, type Payload } from "../../../../lib/kernel/pass";
import type { RuleCondition } from "./rule";

/** JSON as nft prints it. */
export type NftJson = null | boolean | number | string | readonly NftJson[] | { readonly [name: string]: NftJson };

type Object = Readonly<Record<string, NftJson>>;

/** All addresses of a family. */
export const EVERYWHERE = { ip: "0.0.0.0/0", ip6: "::/0" } as const;

/** The condition of a match that is not negated; undefined if it tests something that is not evaluated. */
export function matched(left: Object, right: NftJson): RuleCondition | undefined {
  if (left["meta"]) return ofMeta((left["meta"] as Object)["key"]!, right);
  if (left["payload"]) return ofPayload(left["payload"] as Object, right);
  const fib = left["fib"] as { readonly result?: NftJson; readonly flags?: NftJson } | undefined;
  if (fib?.result === "type" && [fib.flags].flat().join() === "daddr" && valuesIn(right)?.includes("local")) return { on: "local" };
  return undefined;
}

function ofMeta(key: NftJson, right: NftJson): RuleCondition | undefined {
  if (key === "l4proto") return protocols(right);
  const family = key === "nfproto" && (right === "ipv4" ? "ip" : right === "ipv6" && "ip6");
  if (family) return { on: "source", networks: [EVERYWHERE[family]] };
  return key === "protocol" && (right === "ip" || right === "ip6") ? { on: "source", networks: [EVERYWHERE[right]] } : undefined;
}

function ofPayload({ protocol, field }: Object, right: NftJson): RuleCondition | undefined {
  if (field === "saddr" && (protocol === "ip" || protocol === "ip6")) return sources(right);
  if ((protocol === "ip" && field === "protocol") || (protocol === "ip6" && field === "nexthdr")) return protocols(right);
  if (protocol === "ip6" && field === "hoplimit" && right === 255) return { on: "hops" };
  if (protocol === "icmpv6" && field === "type") return types(right);
  if (field !== "dport") return undefined;
  const ports = rangesIn(right);
  return (
    ports && {
      on: "payload",
      payloads: (protocol === "th" ? ["tcp", "udp"] : [String(protocol)]).flatMap((one) =>
        ports.map((range) => ({ protocol: one, ...range })),
      ),
    }
  );
}

/** One value, a list or a set of them; undefined for a named set. */
function valuesIn(right: NftJson): readonly NftJson[] | undefined {
  if (typeof right === "string" && right.startsWith("@")) return undefined;
  const set = typeof right === "object" && right !== null && !Array.isArray(right) ? (right as Object)["set"] : undefined;
  return Array.isArray(right) ? right : Array.isArray(set) ? (set as readonly NftJson[]) : [right];
}

function protocols(right: NftJson): RuleCondition | undefined {
  const names = valuesIn(right);
  if (!names?.every((name) => typeof name === "string" || typeof name === "number")) return undefined;
  return { on: "payload", payloads: names.map((name) => ({ protocol: protocolOf(name), ...EVERY_PORT })) };
}

const PROTOCOLS: Readonly<Record<string, string>> = {
  "ipv6-icmp": "icmpv6",
  icmp6: "icmpv6",
  6: "tcp",
  17: "udp",
  50: "esp",
  58: "icmpv6",
};

/** The name of a protocol here. ICMPv6 has several, and hosts without /etc/protocols print numbers. */
export function protocolOf(name: string | number): string {
  return PROTOCOLS[name] ?? `${name}`;
}

function rangesIn(right: NftJson): readonly Omit<Payload, "protocol">[] | undefined {
  const ranges = valuesIn(right)?.map((value) => {
    if (typeof value === "number") return { from: value, to: value };
    const [from, to] = ((value as { readonly range?: readonly NftJson[] } | null)?.range ?? []) as readonly NftJson[];
    return typeof from === "number" && typeof to === "number" ? { from, to } : undefined;
  });
  return ranges?.every((range) => range !== undefined) ? ranges : undefined;
}

const TYPES: Readonly<Record<string, number>> = { "nd-neighbor-solicit": 135, "nd-neighbor-advert": 136 };

/** Only the ICMPv6 types of neighbour discovery are evaluated; a rule for other types matches none of them. */
function types(right: NftJson): RuleCondition | undefined {
  const numbers = valuesIn(right)?.flatMap((value) => (typeof value === "number" ? value : (TYPES[String(value)] ?? [])));
  return numbers && { on: "payload", payloads: numbers.map((type) => ({ protocol: "icmpv6", from: type, to: type })) };
}

/** The condition of a negated match on the source. */
export function matchedNot({ payload }: Object, right: NftJson): RuleCondition | undefined {
  const { protocol, field } = (payload ?? {}) as Object;
  const said = field === "saddr" && (protocol === "ip" || protocol === "ip6") ? sources(right) : undefined;
  return said && sourceElsewhere(said.networks);
}

/** A source outside of these networks, which are of one family. */
export function sourceElsewhere(networks: readonly string[]): RuleCondition | undefined {
  const parsed = networks.map(parseNetwork).filter((network) => network !== undefined);
  if (parsed.length === 0 || parsed.length < networks.length) return undefined;
  const whole = parseNetwork(parsed[0]!.ip.version === 6 ? EVERYWHERE.ip6 : EVERYWHERE.ip)!;
  return { on: "source", networks: without(whole, parsed).map(formatCidr) };
}

function sources(right: NftJson): Extract<RuleCondition, { readonly on: "source" }> | undefined {
  const networks = valuesIn(right)?.map((value) => {
    const prefix = (value as { readonly prefix?: { readonly addr: string; readonly len: number } } | null)?.prefix;
    return typeof value === "string" ? networkAt(value) : prefix && networkAt(`${prefix.addr}/${prefix.len}`);
  });
  return networks?.every((network) => network !== undefined) ? { on: "source", networks } : undefined;
}

/** An address or a network as a network; undefined for a name. */
export function networkAt(text: string): string | undefined {
  const block = canonicalBlock(text);
  if (block === undefined || block.includes("/")) return block;
  return `${block}/${block.includes(":") ? 128 : 32}`;
}
