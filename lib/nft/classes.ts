/** The classes of packets that the rules of a chain tell apart, by source and payload. */
import { formatCidr, parseBlock, parseNetwork, without } from "../net/cidr";
import type { Match, Rule, RuleAction, RulePart, Table, Tuple, Verdict } from "./expression";
import { isPayloadIn, isSourceIn, NEIGHBOURS, type Packet, type Payload } from "./packet";
import { payloadOf } from "./payload";

/** Packets from a network with a payload; an absent field is any. */
export type PacketClass = Pick<Packet, "source" | "payload">;

/** All addresses of a family. */
const EVERYWHERE = { ip: "0.0.0.0/0", ip6: "::/0" } as const;

/** All packets, and untracked ones: rules for new connections do not match these. */
const ALWAYS: readonly PacketClass[] = [{}, { payload: NEIGHBOURS }];

/** Packet classes, regardless of the link, for which some rule that is reachable from these has a verdict. */
export function classesIn(table: Table, rules: readonly Rule[]): readonly PacketClass[] {
  const found = new Map(ALWAYS.map((one) => [nameOf(one), one]));
  const visited = new Set<string>();
  const visit = (some: readonly Rule[], known: PacketClass): void => {
    for (const { when, then } of some) {
      const inside = when.reduce<readonly PacketClass[]>((all, part) => all.flatMap((one) => narrowed(table, one, part)), [known]);
      for (const [one, action] of inside.flatMap((each) => actionsOf(table, then, each))) {
        if (action.do !== "jump" && action.do !== "goto") {
          found.set(nameOf(one), one);
        } else if (!visited.has(`${action.to} ${nameOf(one)}`)) {
          visited.add(`${action.to} ${nameOf(one)}`);
          visit(table.chains.get(action.to)?.rules ?? [], one);
        }
      }
    }
  };
  visit(rules, {});
  return [...found.values()];
}

/** Whether every packet of the inner class belongs to the outer one. */
export function isClassIn(inner: PacketClass, outer: PacketClass): boolean {
  return isPayloadIn(inner.payload, outer.payload) && isSourceIn(inner.source, outer.source);
}

function nameOf({ source, payload }: PacketClass): string {
  return JSON.stringify([source, payload]);
}

/** The action for the packets of a class; those of a map for the classes that its entries narrow it to. */
function actionsOf(table: Table, then: RuleAction, known: PacketClass): readonly (readonly [PacketClass, RuleAction])[] {
  if (then.do !== "vmap") return [[known, then]];
  const entries = then.map.is === "entries" ? then.map.entries : verdictsIn(table, then.map.map);
  const match = (value: Tuple): Match => ({ is: "match", fields: then.fields, op: "==", operand: { is: "value", value } });
  return (entries ?? []).flatMap(([value, verdict]) => narrowed(table, known, match(value)).map((one) => [one, verdict] as const));
}

function verdictsIn({ sets }: Table, name: string): readonly (readonly [Tuple, Verdict])[] | undefined {
  return sets.get(name)?.elements.flatMap(({ key, data }) => (data !== undefined && "do" in data ? [[key, data] as const] : []));
}

/** The classes within one for which the part may hold. A part that says nothing of source or payload narrows nothing. */
function narrowed(table: Table, known: PacketClass, part: RulePart): readonly PacketClass[] {
  if (part.is !== "match" || part.fields.length !== 1 || (part.op !== "==" && part.op !== "!=")) return [known];
  const [field] = part.fields;
  const values = valuesOf(table, part);
  if (values === undefined) return [known];
  if (values.length === 0) return part.op === "==" ? [] : [known];
  const sources = values.map((value) => sourceOf(field!, value));
  if (sources.every((source) => source !== undefined)) {
    const within = part.op === "==" ? sources : elsewhere(sources);
    return within.flatMap((source) => narrower(known.source, source)).map((source) => ({ ...known, source }));
  }
  const payloads = part.op === "==" ? values.map((value) => payloadOf(field!, value)) : [undefined];
  if (!payloads.every((payload) => payload !== undefined)) return [known];
  return payloads.flat().flatMap((payload) => overlap(known.payload, payload).map((one) => ({ ...known, payload: one })));
}

function valuesOf({ sets }: Table, { operand }: Match): readonly string[] | undefined {
  if (operand.is === "value") return operand.value;
  if (operand.is === "named") return sets.get(operand.set)?.elements.flatMap(({ key }) => key);
  return operand.is === "among" ? operand.values.flat() : undefined;
}

function sourceOf(field: string, value: string): string | undefined {
  if (field === "meta nfproto") return value === "ipv4" ? EVERYWHERE.ip : value === "ipv6" ? EVERYWHERE.ip6 : undefined;
  if (field === "meta protocol") return value === "ip" || value === "ip6" ? EVERYWHERE[value] : undefined;
  const block = field === "ip saddr" || field === "ip6 saddr" ? parseBlock(value) : undefined;
  return block && formatCidr(block);
}

/** The sources outside of these networks, which are of one family. */
function elsewhere(networks: readonly string[]): readonly string[] {
  const parsed = networks.map((network) => parseNetwork(network)!);
  return without(parseNetwork(parsed[0]!.ip.version === 6 ? EVERYWHERE.ip6 : EVERYWHERE.ip)!, parsed).map(formatCidr);
}

/** The intersection of two payloads. */
function overlap(one: Payload | undefined, other: Payload): readonly Payload[] {
  if (one === undefined) return [other];
  const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)];
  return one.protocol === other.protocol && from <= to ? [{ protocol: one.protocol, from, to }] : [];
}

/** The narrower of two networks if one contains the other. */
function narrower(one: string | undefined, other: string): readonly string[] {
  if (isSourceIn(other, one)) return [other];
  return isSourceIn(one, other) ? [one!] : [];
}
