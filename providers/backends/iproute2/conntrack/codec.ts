import { ROOT, type FactOf } from "../../../../lib/kernel/fact";
import type { Codec } from "../line";
import { word } from "../words";
import { bareAddress } from "../../../../lib/net/cidr";
import { isIpv6 } from "../../../../lib/net/ip";

function isSix({ from, to, via }: FactOf<"flow">): boolean {
  return [from, to, via].some((text) => text !== undefined && isIpv6(text));
}

/** Matches everything of its family, so it adds no filter. */
const EVERYWHERE: ReadonlySet<string> = new Set(["0.0.0.0/0", "::/0"]);

/** Conntrack entries are only ever deleted. */
export const flow: Codec<"flow"> = {
  add: () => [],
  set: () => [],
  del(fact) {
    const { protocol, from, to, port, untranslated } = fact;
    const { via, viaPort } = untranslated ? { via: to, viaPort: port } : fact;
    const words = [
      `-f ${isSix(fact) ? "ipv6" : "ipv4"}`,
      protocol !== undefined && `-p ${word.protocol(protocol)}`,
      from !== undefined && !EVERYWHERE.has(from) && `-s ${word.cidr(from)}`,
      to !== undefined && `-d ${to === "host" ? to : word.cidr(to)}`,
      port !== undefined && `--orig-port-dst ${word.number(port)}`,
      via !== undefined && `--reply-src ${via === "host" ? via : word.ip(untranslated ? bareAddress(via) : via)}`,
      viaPort !== undefined && `--reply-port-src ${word.number(viaPort)}`,
    ];
    return [{ netns: ROOT, command: { do: "conntrack", words }, ignoreMissing: true }];
  },
};
