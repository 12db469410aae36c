import { fact, ROOT, type Fact, type FactOf } from "../../../../lib/kernel/fact";
import { iptables } from "../../../../lib/kernel/kinds/iptables";
import { ownerOf, subjectOf } from "../../../../lib/kernel/mark";

const OURS =
  /^-A (\S+)(?: -s (\S+))?(?: -(i|o) (\S+))?(?: -p (\S+)(?: -m \S+ --(?:dport|icmpv6-type) (\d+))?)? -m comment --comment "?(netweft:[^\s"]+)"? -j ACCEPT$/;

/** The rule of Netweft's, of whatever stack, that a line of `iptables-save` is. */
function ruleOf(host: string, family: string, line: string): FactOf<"iptables"> | undefined {
  const [, chain, source, side, dev, protocol, number, mark] = OURS.exec(line) ?? [];
  if (mark === undefined || ownerOf(mark) === undefined) return undefined;
  const payload = protocol === undefined ? [] : [protocol.replace("ipv6-icmp", "icmpv6") + (number === undefined ? "" : `:${number}`)];
  const narrowed = [...payload, ...(source === undefined ? [] : ["from", source]), ...(dev === undefined ? ["for", subjectOf(mark)!] : [])];
  const place = { host, netns: ROOT };
  const body = iptables.parse([family, chain!, dev ?? "*", side === "o" ? "out" : "in", ...narrowed], place);
  return body && fact("iptables", place, body, { mark });
}

/** Whether a line of `iptables-save` is a rule of Netweft, of any stack. */
export function isOurRule(rule: string): boolean {
  return ruleOf("-", "ip", rule) !== undefined;
}

/** Our rules among the lines of `iptables-save`, each prefixed with its family. */
export function ruleFacts(host: string, lines: readonly string[]): readonly Fact[] {
  return lines.flatMap((line) => {
    const at = line.indexOf(" ");
    return ruleOf(host, line.slice(0, at), line.slice(at + 1)) ?? [];
  });
}
