/** What Netweft changes on hosts that are namespaces of the laboratory, as the machine's own programs show it. */
import { runText } from "./starter";

/** Settings that an apply changes, or that links get with it. */
const OF_LINKS = ["forwarding", "rp_filter", "accept_ra", "proxy_ndp", "disable_ipv6", "src_valid_mark", "route_localnet", "addr_gen_mode"];
const settings = ["net/ipv4/ip_forward", "net/core/somaxconn", ...OF_LINKS.map((name) => `net/ipv[46]/conf/*/${name}`)].join(" ");

/** One shell for each namespace. */
const inside = `
ip -o -d -batch - <<END
link show
addr show
route show table all
rule show
neigh show nud permanent
neigh show proxy
END
ip -6 rule show
bridge fdb show
nft list ruleset
! command -v wg >/dev/null || { wg show all allowed-ips; wg show all endpoints; }
cd /proc/sys && grep -s . ${settings} || :`;

/** Files, name servers with their hosts, and marks: everything but process ids, locks, counters, and the report of a host that went back. */
const files = `
find /run/netns /etc/netns /run/netweft -mindepth 1 | grep -v -e '\\.lock$' -e '\\.returned$' -e '\\.generation'
find /etc/netns /run/netweft -type f | grep -v -e '\\.lock$' -e '\\.returned$' -e '\\.generation' -e '/pid$' -e '/keeper$' | xargs -r grep -H ''`;

/** The text of all namespaces on the machine, with the lines of each program sorted. Keys are random, and not in it. */
export function fullDump(): string {
  const text = runText(
    `(
for path in /run/netns/*; do
  echo "== \${path##*/}"
  nsenter "--net=$path" sh <<'INSIDE'
${inside}
INSIDE
done
echo "== files"
${files}
) | cat`,
    "fullDump",
  );
  return text
    .split("\n== ")
    .map((part) => sorted(part.split("\n").map(lasting).filter(isLasting)))
    .join("\n");
}

/** Rules of a chain are in an order that means something; everything else is in the order in which objects were made. */
function sorted([title = "", ...lines]: readonly string[]): string {
  const [first, last] = [lines.findIndex((line) => line.startsWith("table ")), lines.lastIndexOf("}")];
  const [before, nft, after] = first < 0 ? [lines, [], []] : [lines.slice(0, first), lines.slice(first, last), lines.slice(last)];
  return [`== ${title}`, ...[...before].sort(), ...byObject(nft), ...[...after].sort()].join("\n");
}

/** The chains and sets of each table, sorted. */
function byObject(lines: readonly string[]): readonly string[] {
  const text = lines.filter((line) => line !== "").join("\n");
  return text.split(/^(?=table )/m).flatMap((table) => {
    const [head = "", ...objects] = table.replace(/\n}\n*$/, "").split(/\n(?=\t\w)/);
    return [head, ...objects.sort()];
  });
}

/** Without what the kernel changes by itself, what differs in each object that is made, and keys. */
function lasting(line: string): string {
  return line
    .replace(/^\d+: (?=\S+)/, "")
    .replaceAll(
      /@if\d+| link-netnsid \d+|[a-z]+_timer +\S+|(valid_lft|preferred_lft|expires) \S+| linkdown| tentative| (port_id|port_no|designated_port) \S+/g,
      "",
    )
    .replaceAll(
      /NO-CARRIER,|,LOWER_UP| state (UP|DOWN|UNKNOWN|LOWERLAYERDOWN)| state (forwarding|disabled|blocking|listening|learning)/g,
      "",
    )
    .replaceAll(/[A-Za-z0-9+/]{43}=/g, "KEY")
    .replace(/(\.owners:\S+ )\d+ [\d.]+ /, "$1")
    .replaceAll(/([0-9a-f]{2}:){5}[0-9a-f]{2}(?=.* nwe)|(?<=^nwe.*)([0-9a-f]{2}:){5}[0-9a-f]{2}/g, "MAC");
}

/** Learned entries of a bridge, link-local addresses and multicast groups come and go a moment after their links. */
function isLasting(line: string): boolean {
  if (/\bfe80::|^multicast ff00::|^(33:33|01:00:5e):|^MAC dev \S+ self permanent/.test(line)) return false;
  return !/^(MAC|([0-9a-f]{2}:){5}\S+) dev /.test(line) || / (permanent|static)/.test(line);
}
