import { diagnose, type Diagnostic } from "../../diagnostic";
import { ROOT, type FactOf } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { nameServersIn, resolverKey } from "../../kernel/kinds/resolver";
import { EVERY_ADDRESS, socketsIn } from "../../kernel/kinds/socket";
import { textOf } from "../../kernel/line";
import { meet, reachOf } from "../../kernel/port-claim";
import { NAMES_PORT, servedAddresses } from "../../reconcile/listeners";
import { isIpv6 } from "../../net/ip";
import { ownerOf, type View } from "./view";

/** A DNS server to start for a network. */
export interface NameServer {
  readonly host: string;
  readonly bridge: string;
  /** Its listen addresses: the network's gateways. */
  readonly listen: readonly string[];
  /** Its network. */
  readonly resource: string;
  /** It exists already, so a listening socket may be its own. */
  readonly running: boolean;
}

/** An address with a DNS server of Netweft is free: the old server stops before the new one starts. */
function inTheWay({ listen }: NameServer, actual: Facts): FactOf<"socket"> | undefined {
  const own = servedAddresses(actual);
  const wanted = listen.flatMap((address) => reachOf({ what: "publish", address }));
  return socketsIn(actual).find((socket) => {
    if (socket.netns !== ROOT || socket.port !== NAMES_PORT || own.has(socket.address)) return false;
    const address = socket.address === EVERY_ADDRESS ? undefined : socket.address;
    return reachOf({ what: "publish", address }).some((one) => wanted.some((other) => meet(one, other)));
  });
}

/** How to keep each of the usual DNS servers off the addresses of a bridge. */
function remedyFor(program: string | undefined, { bridge, listen }: NameServer): string {
  const list = listen.join(", ");
  switch (program) {
    case "dnsmasq":
      return `dnsmasq listens on all addresses by default: set \`bind-dynamic\` and \`except-interface=${bridge}\` in /etc/dnsmasq.conf (a \`listen-address\` or \`interface\` alone does not change what it binds), then \`systemctl restart dnsmasq\`.`;
    case "systemd-resolve":
    case "systemd-resolved":
      return "systemd-resolved itself needs only 127.0.0.53 and 127.0.0.54, which do not conflict: remove `DNSStubListenerExtra=` with `0.0.0.0`, `::` or the network's gateway from /etc/systemd/resolved.conf and its .conf.d folder, then `systemctl restart systemd-resolved`.";
    case "named":
      return `BIND listens on each address that it finds, new ones included: exclude these with \`listen-on { ${listen
        .filter((ip) => !isIpv6(ip))
        .map((ip) => `!${ip}; `)
        .join("")}any; };\` and \`listen-on-v6 { ${listen
        .filter(isIpv6)
        .map((ip) => `!${ip}; `)
        .join("")}any; };\` in the options of named.conf, then \`rndc reconfig\`.`;
    case "unbound":
      return "unbound listens where its `interface:` lines say: replace `interface: 0.0.0.0`, `interface: ::0` and `interface-automatic: yes` in unbound.conf by the addresses that it is meant to serve, then `systemctl restart unbound`.";
    default:
      return `Let it listen on the addresses that it is meant to serve, and not on ${list} or on every address.`;
  }
}

function say(server: NameServer, socket: FactOf<"socket">): Diagnostic {
  const { host, bridge, listen, resource } = server;
  const who = socket.by === undefined ? "A name server" : `"${socket.by}"`;
  const program = socket.by === undefined ? " `ss -lntup sport = :53` on the host shows which program it is." : "";
  const detail = `${who} listens on port 53 of host "${host}" ("${textOf(socket)}"), so the name server of the network behind "${bridge}" cannot listen on ${listen.join(", ")}: it would end with "Address already in use".${program} ${remedyFor(socket.by, server)} Or set \`names = false\` on the network, and names are not resolved there.`;
  return diagnose("name-server-in-the-way", detail, { resource, path: ["names"], host, fact: textOf(socket) });
}

/** The error for a DNS server of ours on an address with another DNS server. */
export function nameServersHaveRoom(servers: Iterable<NameServer>, actual: ReadonlyMap<string, Facts>): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const server of servers) {
    const facts = actual.get(server.host);
    const socket = server.running || facts === undefined ? undefined : inTheWay(server, facts);
    if (socket) found.push(say(server, socket));
  }
  return found;
}

/** Port 53 of the gateways is free for new DNS servers. */
export function namesHaveRoom(view: View): readonly Diagnostic[] {
  const { wanted, actual } = view;
  const servers = nameServersIn(wanted).map((server): NameServer => {
    const { host, bridge, listen } = server;
    return { host, bridge, listen, resource: ownerOf(view, server), running: actual.get(host)?.has(resolverKey(server, bridge)) === true };
  });
  return nameServersHaveRoom(servers, actual);
}
