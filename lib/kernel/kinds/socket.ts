import { canonicalIp } from "../../net/ip";
import { among, type FactSource } from "../among";
import { ROOT, type FactOf } from "../fact";
import type { FactType } from "../fact-type";
import { inside } from "./needs";
import { after, ended, isDev, isWord, next, numberOf, reader } from "./words";
import { degraded } from "../judgement";

/** Wildcard for both families: a socket on `::` that accepts IPv4, too. */
export const EVERY_ADDRESS = "*";

/**
 * A listening socket of another program; observed only: `socket tcp 0.0.0.0 8080 by nginx`. `0.0.0.0` is every IPv4 address,
 * `::` every IPv6 address, `*` every address of both; `dev` follows if the socket is bound to a link. Sockets that share one
 * port are one fact.
 */
export const socket: FactType<"socket"> = {
  kind: "socket",
  sample: "local - socket tcp 0.0.0.0 8080 by nginx",
  layer: "listener",
  judge: () => degraded("New connections to the port do not reach the program that listens there, except some from the host itself."),
  readSet: "sockets",
  isShown: (_asked, { netns }) => netns === ROOT,
  rank: 8,
  markable: false,
  removable: true,
  observedOnly: "Other programs listen.",
  identity: (fact) => `${fact.protocol} ${fact.address} ${fact.port}${fact.dev === undefined ? "" : ` dev ${fact.dev}`}`,
  normal: (fact) => ({ ...fact, address: addressOf(fact.address) ?? fact.address }),
  needs: inside,
  canChange: () => true,
  text: (fact) => socket.identity(fact) + (fact.by === undefined ? "" : ` by ${fact.by}`),
  parse(words) {
    const line = reader(words);
    const protocol = next(line);
    const address = next(line);
    const port = numberOf(next(line));
    const dev = after(line, "dev");
    const by = after(line, "by");
    if ((protocol !== "tcp" && protocol !== "udp") || address === undefined || addressOf(address) !== address || !ended(line))
      return undefined;
    if (port === undefined || port > 65535 || (dev !== undefined && !isDev(dev)) || (by !== undefined && !isWord(by))) return undefined;
    return { protocol, address, port, ...(dev === undefined ? {} : { dev }), ...(by === undefined ? {} : { by }) };
  },
};

/** An IPv4-mapped IPv6 address (`::ffff:127.0.0.1`) is the IPv4 address. */
function addressOf(text: string): string | undefined {
  if (text === EVERY_ADDRESS) return text;
  const canonical = canonicalIp(text);
  const mapped = /^::ffff:(?:(\d+\.\d+\.\d+\.\d+)|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/.exec(canonical ?? "");
  if (!mapped) return canonical;
  if (mapped[1] !== undefined) return canonicalIp(mapped[1]);
  const [high, low] = [parseInt(mapped[2]!, 16), parseInt(mapped[3]!, 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

/** What listens, in all namespaces that were observed. */
export function socketsIn(facts: FactSource): readonly FactOf<"socket">[] {
  return among(facts, "socket");
}
