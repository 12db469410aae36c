import { fact, ROOT, type Fact } from "../../../lib/kernel/fact";
import { iptables } from "../../../lib/kernel/kinds/iptables";
import { ownerOf } from "../../../lib/kernel/mark";

const OURS =
  /^-A (\S+) -(i|o) (\S+)(?: -p (\S+) -m \S+ --(?:dport|icmpv6-type) (\d+))? -m comment --comment "?(netweft:[^\s"]+)"? -j ACCEPT$/;

/** Whether a line of `iptables-save` is a rule of Netweft, of any stack. */
export function isOurRule(rule: string): boolean {
  return ownerOf(OURS.exec(rule)?.[6]) !== undefined;
}

/** Our rules among the lines of `iptables-save`, each prefixed with its family. */
export function ruleFacts(host: string, lines: readonly string[]): readonly Fact[] {
  return lines.flatMap((line) => {
    const at = line.indexOf(" ");
    const [, chain, side, dev, protocol, number, mark] = OURS.exec(line.slice(at + 1)) ?? [];
    if (ownerOf(mark) === undefined) return [];
    const payload = protocol === undefined ? [] : [`${protocol.replace("ipv6-icmp", "icmpv6")}:${number}`];
    const body = iptables.parse([line.slice(0, at), chain!, dev!, side === "i" ? "in" : "out", ...payload], { host, netns: ROOT });
    return body === undefined ? [] : [fact("iptables", { host, netns: ROOT }, body, { mark: mark! }) as Fact];
  });
}
