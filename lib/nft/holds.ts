/** Whether what a rule tests is true of a packet, or of all packets of a class. */
import { overlaps, parseBlock } from "../net/cidr";
import type { Match, MatchField, NamedSet, RulePart, Tuple } from "./expression";
import { EVERY_PORT, isNamed, isPayloadIn, NEIGHBOURS, type Packet } from "./packet";
import { hasField, payloadOf } from "./payload";

/**
 * `absent`: the packet has no such field, so that the match fails, negated or not. `part`: true of some packets of the class,
 * which a narrower class would tell apart. `unknown`: it cannot be evaluated.
 */
export type Holds = "yes" | "no" | "absent" | "part" | "unknown";

/** The named sets and maps of the table. */
export type Sets = ReadonlyMap<string, NamedSet>;

/** All parts of a rule. */
export function holdAll(parts: readonly RulePart[], packet: Packet, sets: Sets): Holds {
  return every(parts.map((part) => (part.is === "match" ? holds(part, packet, sets) : part.is === "idle" ? "yes" : "unknown")));
}

export function holds({ fields, op, operand }: Match, packet: Packet, sets: Sets): Holds {
  if ((op !== "==" && op !== "!=") || operand.is === "bits") return "unknown";
  if (operand.is === "flags" && op === "==") return some(operand.flags.map((flag) => areEqual(fields, [flag], packet)));
  if (operand.is === "value" && op === "!=") return negated(fields, areEqual(fields, operand.value, packet));
  if (operand.is === "value") return areEqual(fields, operand.value, packet);
  const values =
    operand.is === "flags" ? operand.flags.map((flag) => [flag]) : operand.is === "among" ? operand.values : keysOf(sets, operand.set);
  // A set holds whole values, and the status has several flags at a time.
  if (values === undefined || (operand.is !== "flags" && fields.includes("ct status"))) return "unknown";
  const found = some(values.map((value) => areEqual(fields, value, packet)));
  return op === "!=" ? negated(fields, found) : found;
}

function keysOf(sets: Sets, name: string): readonly Tuple[] | undefined {
  return sets.get(name)?.elements.map(({ key }) => key);
}

/** Whether the fields, joined, have these values. A narrower class differs in one field at a time. */
export function areEqual(fields: readonly MatchField[], values: Tuple, packet: Packet): Holds {
  if (fields.length !== values.length) return "unknown";
  const found = every(fields.map((field, n) => isEqual(field, values[n]!, packet)));
  return fields.length > 1 && found === "part" ? "unknown" : found;
}

/** Only the source is narrowed by what it is not. The status is compared as a whole: several of its flags are set at a time. */
function negated(fields: readonly MatchField[], found: Holds): Holds {
  if (fields.join() === "ct status") return "unknown";
  if (found === "yes") return "no";
  if (found === "no") return "yes";
  return found === "part" && !/^ip6? saddr$/.test(fields.join()) ? "unknown" : found;
}

/** Whether all of them hold. */
export function every(all: readonly Holds[]): Holds {
  return (["absent", "no", "part", "unknown"] as const).find((one) => all.includes(one)) ?? "yes";
}

function some(all: readonly Holds[]): Holds {
  return (["absent", "yes", "unknown", "part"] as const).find((one) => all.includes(one)) ?? "no";
}

function isEqual(field: MatchField, value: string, packet: Packet): Holds {
  switch (field) {
    case "iifname":
    case "iif":
    case "meta ibrname":
      return isLink(packet.in, value);
    case "oifname":
    case "oif":
    case "meta obrname":
      return isLink(packet.out, value);
    case "iifgroup":
      return isGroup(packet.inGroup, value);
    case "oifgroup":
      return isGroup(packet.outGroup, value);
    case "ct state":
      return known(packet.state, (state) => state === value);
    case "ct status":
      return value === "dnat" ? known(packet.dnat, (dnat) => dnat) : "unknown";
    case "fib daddr type":
      return value === "local" ? known(packet.local, (local) => local) : "unknown";
    default:
      return isEqualInside(field, value, packet);
  }
}

function isEqualInside(field: MatchField, value: string, packet: Packet): Holds {
  switch (field) {
    case "ip saddr":
    case "ip6 saddr":
      return isAddress(packet.source, value, "part");
    case "ip daddr":
    case "ip6 daddr":
      return packet.destination === undefined ? "unknown" : isAddress(packet.destination, value, "unknown");
    case "meta nfproto":
    case "meta protocol":
      return value in FAMILIES ? isFamily(packet, FAMILIES[value as keyof typeof FAMILIES]) : "unknown";
    case "ip6 hoplimit":
      return value !== "255" ? "unknown" : packet.payload !== undefined && isPayloadIn(packet.payload, NEIGHBOURS) ? "yes" : "part";
    default:
      return isPayload(field, value, packet);
  }
}

const FAMILIES = { ip: 4, ipv4: 4, ip6: 6, ipv6: 6 } as const;

function known<T>(value: T | undefined, is: (value: T) => boolean): Holds {
  return value === undefined ? "unknown" : is(value) ? "yes" : "no";
}

function isLink(link: string | undefined, pattern: string): Holds {
  return known(link, (name) => pattern === "*" || isNamed(name, pattern));
}

function isGroup(group: number | undefined, value: string): Holds {
  return /^\d+$/.test(value) ? known(group, (number) => number === Number(value)) : "unknown";
}

function isFamily({ source, destination }: Packet, version: 4 | 6): Holds {
  const network = parseBlock(source ?? destination ?? "");
  return network === undefined ? "part" : network.ip.version === version ? "yes" : "no";
}

/** Whether an address of the class's network is in the value's one. */
function isAddress(network: string | undefined, value: string, otherwise: "part" | "unknown"): Holds {
  const [inner, outer] = [parseBlock(network ?? ""), parseBlock(value)];
  if (outer === undefined) return "unknown";
  if (inner === undefined) return otherwise;
  if (inner.ip.version !== outer.ip.version) return "absent";
  if (!overlaps(inner, outer)) return "no";
  return inner.prefix >= outer.prefix ? "yes" : otherwise;
}

/** Whether the packet's protocol, port or type is the one that the field says. */
function isPayload(field: MatchField, value: string, { payload }: Packet): Holds {
  const wanted = payloadOf(field, value);
  if (payload === undefined) return wanted === undefined ? "unknown" : "part";
  if (!hasField(payload.protocol, field)) return "absent";
  if (wanted === undefined) return "unknown";
  // A type by a name that is none of neighbour discovery's.
  if (wanted.length === 0) return isPayloadIn(payload, NEIGHBOURS) ? "no" : "unknown";
  const fitting = wanted.filter(({ protocol }) => protocol === payload.protocol);
  if (fitting.some((one) => isPayloadIn(payload, one))) return "yes";
  if (fitting.length === 0) return wanted.every(({ from, to }) => from === EVERY_PORT.from && to === EVERY_PORT.to) ? "no" : "unknown";
  return fitting.some(({ from, to }) => from <= payload.to && payload.from <= to) ? "part" : "no";
}
