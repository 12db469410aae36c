import { isFingerprint, spiOf } from "../../../../lib/kernel/esp";
import { fact, ROOT, type Fact, type FactOf } from "../../../../lib/kernel/fact";
import { keyOf, normal } from "../../../../lib/kernel/kinds";
import { OTHER_KEY } from "../../../../lib/kernel/kinds/sa";
import { OUR_PRIORITY } from "./esp";

/** ESP states, from lines `SRC DST REQID SPI FINGERPRINT`, the newest first. Ours are identified by their SPI, which is derived from the key. */
export function associationFacts(host: string, lines: readonly string[]): readonly Fact[] {
  const found = new Map<string, FactOf<"sa">>();
  for (const line of lines) {
    const [src, dst, reqid, spi, fingerprint] = line.split(" ");
    const key = isFingerprint(fingerprint!) && spiOf(fingerprint!) === Number(spi) ? fingerprint! : OTHER_KEY;
    const one: FactOf<"sa"> = fact("sa", { host, netns: ROOT }, { src: src!, dst: dst!, reqid: Number(reqid), key });
    const at = keyOf(one as Fact);
    const newer = found.get(at);
    found.set(at, newer === undefined ? one : { ...newer, also: [...(newer.also ?? []), key] });
  }
  return [...found.values()].map((one) => normal(one as Fact));
}

const SELECTOR = /^src (\S+)\/(?:32|128) dst (\S+)\/(?:32|128) proto udp dport (\d+)$/;
const PLACE = /^dir (in|out)( action block)? priority (\d+)/;
const TEMPLATE = /^proto esp reqid (\d+) mode transport$/;

/** Policies for traffic from one host to one port of another, from lines of `ip -o xfrm policy`. Policies for marked packets only are left out. */
export function selectorFacts(host: string, lines: readonly string[]): readonly Fact[] {
  return lines.flatMap((line) => {
    const [selector, place, ...rest] = line
      .split("\\")
      .map((part) => part.trim())
      .filter((part) => part !== "");
    const [, src, dst, port] = SELECTOR.exec(selector ?? "") ?? [];
    const [, direction, action, priority] = PLACE.exec(place ?? "") ?? [];
    if (src === undefined || direction === undefined || rest.some((part) => /^(mark|if_id) /.test(part))) return [];
    const reqid = TEMPLATE.exec(rest[1] ?? "")?.[1];
    const plain = rest.length === 2 && rest[0] === `tmpl src ${src} dst ${dst}` && reqid !== undefined;
    const ours = plain && action === undefined && Number(priority) === OUR_PRIORITY;
    const body = { direction: direction as "in" | "out", src, dst: dst!, port: Number(port), reqid: Number(reqid ?? 0) };
    return [normal(fact("xfrm", { host, netns: ROOT }, { ...body, ...(ours ? {} : { other: true as const }) }) as Fact)];
  });
}
