/** Unusual texts that a schema accepts: the limits of each format, and keywords of the programs that parse them. */
import fc from "fast-check";
import { formats } from "../../lib/schema/formats";
import type { Type } from "../../lib/schema/type";
import type { Draft, Value } from "../../lib/schema/value";

/** Keywords of ip, tc, bridge, nft and wg, and of our own lines. */
export const PROGRAM_WORDS = [
  ...["up", "down", "dev", "group", "master", "nomaster", "mtu", "address", "name", "alias", "type", "arp", "vf", "xdp", "link", "index"],
  ...["promisc", "qlen", "vrf", "help", "netns", "set", "add", "del", "id", "peer", "lo", "root", "via", "default", "all", "from", "to"],
  ...["inode", "search", "nameservers", "aliases", "addresses", "listen", "domain", "host", "none", "jump", "accept", "drop", "comment"],
] as const;

const EDGES = [
  ...[
    "",
    "-",
    "--",
    "-rf",
    "0",
    "007",
    "0x10",
    "1e3",
    "a.-b",
    "a..b",
    "a.",
    ".",
    "..",
    "a_",
    "_a",
    "é",
    "²",
    "ß x",
    " a",
    "a ",
    "a  b",
    "#",
    "a:b",
  ],
  ...["a".repeat(15), "a".repeat(63), "1".repeat(63), "a.b-c_d", "local", "netweft", "-1", "1", "10 20", "a=b", "a%b", "a,b", "a@b", "a+b"],
  ...["net.ipv4.ip_forward", "net.core.-rf", "net.a.-", "net.core._x", "net.ipv4.conf.lo.x", "net.ipv4.conf.all.rp_filter", "net.1.2"],
  ...["net.ipv4.conf.-e.forwarding", `net.${"a".repeat(63)}.b`, "net.ipv4.Conf.eth0.x", "net.a.b-"],
  ...[
    "0.0.0.0",
    "10.8.0.7",
    "10.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:10.0.0.1",
    "FD00::A",
    "fd00:0:0::1",
    "224.0.0.1",
    "ff02::1",
  ],
  ...["0.0.0.0/0", "10.8.0.0/24", "10.0.0.0/8", "10.0.0.4/31", "10.0.0.4/32", "FD00::/64", "::/0", "fd00::/127", "::ffff:0:0/96"],
  ...["02:AA:bb:cc:dd:ee", "fe:ff:ff:ff:ff:ff", "00:00:00:00:00:01"],
  ...["8000bit", "8kbit", "100gbit", "99999999999bit", "12345bit", "1000kbit"],
  ...["/proc/1/ns/net", "/", "//", "/é", "/a,b", "/a/../b", "a/b", "/run/netns/web", "/a%b", "local/a", "a/b/c", "/x=1"],
];

const { string: text } = fc;
const drawn = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<string>(...EDGES) },
  { weight: 4, arbitrary: fc.constantFrom<string>(...PROGRAM_WORDS) },
  { weight: 2, arbitrary: fc.stringMatching(/^[a-z0-9_.-]{1,16}$/) },
  { weight: 1, arbitrary: fc.stringMatching(/^net(\.[A-Za-z0-9_-]{1,9}){1,4}$/) },
  { weight: 1, arbitrary: text({ unit: "grapheme", maxLength: 12 }) },
);

/** An unusual accepted text. */
function oddText(of: Extract<Type, { kind: "string" }>): fc.Arbitrary<string> {
  if (of.oneOf !== undefined) return fc.constantFrom(...of.oneOf);
  const accepts = formats[of.format ?? "plain"];
  return drawn.filter((one) => accepts(one) === undefined);
}

/** A value of this type with unusual texts; undefined if it contains no text. */
export function oddValue(of: Type): fc.Arbitrary<Value> | undefined {
  switch (of.kind) {
    case "string":
      return oddText(of);
    case "list":
    case "set": {
      const element = oddValue(of.element);
      return element && fc.array(element, { minLength: 1, maxLength: 3 });
    }
    case "map": {
      const keys = oddText({ kind: "string", ...(of.keys ? { format: of.keys } : {}) });
      return fc.dictionary(keys, oddValue(of.element)!, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
    }
    default:
      return undefined;
  }
}

/** Attributes with one value replaced. */
export function replaced(draft: Draft, [step, ...rest]: readonly string[], value: Value): Draft {
  return { ...draft, [step!]: rest.length === 0 ? value : replaced(draft[step!] as Draft, rest, value) };
}
