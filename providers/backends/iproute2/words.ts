/**
 * Validation of every word on its way into a batch. Values were checked when they were read; here each is checked again,
 * because a space, a newline, a quote or a `#` in a batch line starts another command. A failure here is a bug of ours and
 * throws.
 */
import { ALIAS_LENGTH, encodeAlias } from "../../../lib/kernel/alias";
import { isFingerprint, spiOf } from "../../../lib/kernel/esp";
import { OUR_GROUP, OUR_PROTOCOL } from "../../../lib/kernel/mark";
import { MACVLAN_MODES } from "../../../lib/kernel/kinds/on-parent";
import { isPublicKey } from "../../../lib/kernel/kinds/key";
import { isResolvOption } from "../../../lib/kernel/kinds/resolv";
import { isSysctlName } from "../../../lib/kernel/kinds/sysctl";
import type { PortProtocol } from "../../../lib/kernel/port-claim";
import type { ChainBase, Rule, Tuple, Verdict } from "../../../lib/nft/expression";
import { isExact, isExactBase } from "../../../lib/nft/parse";
import { printBase, printRule, printTuple, printVerdict } from "../../../lib/nft/print";
import { canonicalCidr } from "../../../lib/net/cidr";
import { canonicalIp } from "../../../lib/net/ip";
import { canonicalMac } from "../../../lib/net/mac";
import { isDnsName, isName } from "../../../lib/net/names";
import { canonicalSocket } from "../../../lib/net/socket";

const DEV = /^[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,14}$/;
const ALIAS = /^netweft:[A-Za-z0-9_.:/@+-]+( [0-9a-f.:,/]+)?$/;
const MARK = /^netweft:[A-Za-z0-9_.:/@+-]+$/;
const SOCKET = /^[0-9a-f.:[\]]+$/;
const CHAIN = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,28}$/;
const PAYLOAD = /^((tcp|udp|icmpv6):[0-9]{1,5}|esp)$/;
const PORTS = /^[0-9]{1,5}(-[0-9]{1,5})?$/;
const ROUTE_PROTOCOL = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/;
const PATH = /^\/[\x21-\x7e]+$/;
const VALUE = /^[\x20-\x7e]*$/;
const NFT_NAME = /^[a-z][a-z0-9_./-]{0,200}$/;
const NFT_TYPE = /^(verdict|ifname|ipv4_addr|ipv6_addr|inet_proto|inet_service)$/;
const COMMENT = /^netweft:[A-Za-z0-9_.:/@+~-]{1,120}$/;
const PORT = /^[0-9]{1,5}$/;
const TRANSPORTS: ReadonlySet<string> = new Set<PortProtocol>(["tcp", "udp", "sctp"]);

function checked(what: string, good: boolean, text: string): string {
  if (!good) throw new Error(`not fit for a batch line: ${what} ${JSON.stringify(text)}`);
  return text;
}

/** A name; or the name of the namespace that plays the host, a dot, and a name. Names may contain dots, so every dot is tried. */
function isOnMachine(text: string): boolean {
  if (isName(text)) return true;
  for (let dot = text.indexOf("."); dot !== -1; dot = text.indexOf(".", dot + 1))
    if (isName(text.slice(0, dot)) && isName(text.slice(dot + 1))) return true;
  return false;
}

/** Quoted, a part means the same, and cannot be a keyword. A protocol is a keyword that needs no file of the host to be known. */
function elementPart(part: string, mayBeProtocol: boolean): string {
  if (mayBeProtocol && TRANSPORTS.has(part)) return part;
  if (part.includes("/")) return checked("element", canonicalCidr(part) === part, part);
  return `"${checked("element", canonicalIp(part) === part || DEV.test(part), part)}"`;
}

export const word = {
  dev: (text: string) => checked("link name", DEV.test(text), text),
  /** A namespace by its name on the machine. */
  netns: (text: string) => checked("namespace", isOnMachine(text), text),
  cidr: (text: string) => checked("address", canonicalCidr(text) !== undefined, text),
  ip: (text: string) => checked("address", canonicalIp(text) !== undefined, text),
  mac: (text: string) => checked("hardware address", canonicalMac(text) !== undefined, text),
  /** An address and a port. */
  socket: (text: string) => checked("address and port", SOCKET.test(text) && canonicalSocket(text) === text, text),
  publicKey: (text: string) => checked("public key", isPublicKey(text), text),
  ports: (text: string) => checked("ports", PORTS.test(text), text),
  routeProtocol: (text: string) => checked("routing protocol", ROUTE_PROTOCOL.test(text), text),
  protocol: (text: string) => checked("protocol", TRANSPORTS.has(text), text),
  macvlanMode: (text: string) => checked("mode of a macvlan interface", (MACVLAN_MODES as readonly string[]).includes(text), text),
  direction: (text: string) => checked("direction", text === "in" || text === "out", text),
  nftName: (text: string) => checked("name for nft", NFT_NAME.test(text), text),
  types: (types: Tuple) =>
    checked(
      "type of a set",
      types.every((type) => NFT_TYPE.test(type)),
      printTuple(types),
    ),
  /** The policy is written apart from it. */
  base: (base: ChainBase) => checked("hook", base.policy === undefined && isExactBase(base), printBase(base)),
  /** A rule whose text says this rule and nothing else. */
  rule: (rule: Rule) => checked("rule", isExact(rule), printRule(rule)),
  comment: (mark: string) => `"${checked("mark", COMMENT.test(mark), mark)}"`,
  elementData(data: Verdict | Tuple) {
    if ("do" in data) return checked("value of a map", data.do === "jump" && NFT_NAME.test(data.to), printVerdict(data));
    const [address = "", port = "", ...more] = data;
    return checked("value of a map", canonicalIp(address) !== undefined && PORT.test(port) && more.length === 0, printTuple(data));
  },
  elementKey: (key: Tuple) => printTuple(key.map((part, n) => elementPart(part, n === 0 && key.length > 1))),
  /** The fingerprint of a key; never a placeholder, and never that of a foreign key. */
  fingerprint: (text: string) => checked("fingerprint", isFingerprint(text), text),
  spi: (fingerprint: string) => `0x${spiOf(word.fingerprint(fingerprint)).toString(16).padStart(8, "0")}`,
  number: (value: number) => checked("number", Number.isSafeInteger(value) && value >= 0, `${value}`),
  /** A firewall mark, or the mask of one. */
  bits: (value: number) => `0x${Number(word.number(value)).toString(16)}`,
  /** The number of an autonomous system. */
  asn: (value: number) => checked("AS number", Number.isSafeInteger(value) && value > 0 && value <= 0xffffffff, `${value}`),
  /** Bits per second, in tc's syntax. */
  rate: (bits: number) => `${word.number(bits)}bit`,
  path: (text: string) => checked("path", PATH.test(text), text),
  value: (text: string) => checked("value", VALUE.test(text), text),
  /** A name that can be resolved: an endpoint, an alias, a domain. */
  domain: (text: string) => checked("domain", isDnsName(text), text),
  /** An option of resolv.conf. */
  resolvOption: (text: string) => checked("option", isResolvOption(text), text),
  /** Several words of one kind as one. */
  list: (texts: readonly string[], one: (text: string) => string) => (texts.length === 0 ? "-" : texts.map(one).join(",")),
  /** A mark alone, without addresses. */
  mark: (text: string) => checked("mark", MARK.test(text) && text.length <= ALIAS_LENGTH, text),
  /** A chain of iptables. */
  chain: (text: string) => checked("chain", CHAIN.test(text), text),
  /** A protocol and its port or type, as two words; the second is `-` for a whole protocol. */
  payload: (text: string) => checked("payload", PAYLOAD.test(text), text.includes(":") ? text.replace(":", " ") : `${text} -`),
  /** The alias of an object with this mark, quoted because it may contain a space. */
  alias(mark: string, addresses: readonly string[] = []) {
    const alias = encodeAlias(mark, addresses);
    return `"${checked("alias", ALIAS.test(alias) && alias.length <= ALIAS_LENGTH, alias)}"`;
  },
  /** The path of a setting below `/proc/sys`: dots separate, and a slash stands for a dot inside a part. */
  sysctl(name: string) {
    const parts = checked("setting", isSysctlName(name), name).split(".");
    return parts.map((part) => part.replaceAll("/", ".")).join("/");
  },
} as const;

/** Makes a new link ours in the same message that creates it. */
export const ourGroup = `group ${OUR_GROUP}`;

/** Marks a route as ours. */
export const ourProtocol = `proto ${OUR_PROTOCOL}`;
