/**
 * The border that every word crosses on its way into a batch. Values were checked when they were read; here each is
 * checked again, because a space, a newline, a quote or a `#` in a batch line is another command. What fails here is a bug
 * of ours and throws.
 */
import { ALIAS_LENGTH, encodeAlias } from "../../../lib/kernel/alias";
import { OUR_GROUP } from "../../../lib/kernel/mark";
import { isSysctlName } from "../../../lib/kernel/kinds/sysctl";
import { canonicalCidr } from "../../../lib/net/cidr";
import { canonicalIp } from "../../../lib/net/ip";
import { canonicalMac } from "../../../lib/net/mac";
import { isName } from "../../../lib/net/names";

const DEV = /^[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,14}$/;
const ALIAS = /^netweft:[A-Za-z0-9_.:/@+-]+( [0-9a-f.:,/]+)?$/;
const MARK = /^netweft:[A-Za-z0-9_.:/@+-]+$/;
const CHAIN = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,28}$/;
const PATH = /^\/[\x21-\x7e]+$/;
const VALUE = /^[\x20-\x7e]*$/;

function checked(what: string, good: boolean, text: string): string {
  if (!good) throw new Error(`not fit for a batch line: ${what} ${JSON.stringify(text)}`);
  return text;
}

export const word = {
  dev: (text: string) => checked("link name", DEV.test(text), text),
  /** A namespace by its name on the machine: one or two checked names. */
  netns: (text: string) => checked("namespace", text.length <= 128 && isName(text.slice(0, 63)), text),
  cidr: (text: string) => checked("address", canonicalCidr(text) !== undefined, text),
  ip: (text: string) => checked("address", canonicalIp(text) !== undefined, text),
  mac: (text: string) => checked("hardware address", canonicalMac(text) !== undefined, text),
  number: (value: number) => checked("number", Number.isSafeInteger(value) && value >= 0, `${value}`),
  path: (text: string) => checked("path", PATH.test(text), text),
  value: (text: string) => checked("value", VALUE.test(text), text),
  /** A mark that stands alone, without addresses. */
  mark: (text: string) => checked("mark", MARK.test(text) && text.length <= ALIAS_LENGTH, text),
  /** A chain of iptables. */
  chain: (text: string) => checked("chain", CHAIN.test(text), text),
  /** The alias of an object with this mark. An alias may hold a space, so it stands in quotes. */
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

/** The words that make a new link ours in the very message that creates it. */
export const ourGroup = `group ${OUR_GROUP}`;

/** The words that say that a route is ours. */
export const ourProtocol = `proto ${OUR_GROUP}`;
