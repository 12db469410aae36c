import { diagnose, type Diagnostic, type Result } from "../diagnostic";
import { readBits } from "../net/bits";
import { readCidr, readNetwork } from "../net/cidr";
import { readIp } from "../net/ip";
import { readMac } from "../net/mac";
import { readIfname, readName } from "../net/names";
import { readRate } from "../net/rate";
import { quote } from "./quote";
import type { Format } from "./type";

/** The error in a text of this format, or undefined. The diagnostic has no location yet. */
export type FormatCheck = (text: string) => Diagnostic | undefined;

const plain = pattern(/^[^\p{Cc}\u2028\u2029]*$/u, "one line of text. Remove the control characters and line breaks");

/**
 * The checks for each `Format`. None of them accepts a control character, a line break, or text that a shell would not read as a
 * single word.
 */
export const formats: Readonly<Record<Format | "plain", FormatCheck>> = {
  cidr: reader(readNetwork),
  block: (text) => formats[text.includes("/") ? "cidr" : "ip"](text),
  address: reader(readCidr),
  assigned: (text) => formats[text.includes("/") ? "address" : "ip"](text),
  ip: reader(readIp),
  mac: reader(readMac),
  name: reader(readName),
  ifname: reader(readIfname),
  "ifname?": (text) => (text === "" ? undefined : formats.ifname(text)),
  sysctl: pattern(
    /^net(\.[A-Za-z0-9_][A-Za-z0-9_-]{0,62}){1,8}$/,
    'the name of a kernel setting below `net`. Write it with dots: "net.ipv4.ip_forward"',
  ),
  path: pattern(
    /^(?!-)[\p{L}\p{N}._/@%+=,:-]{1,4096}$/u,
    'a valid path. Letters, digits and "._/@%+=,:-" are allowed; it must not begin with "-"',
  ),
  file: pattern(
    /^(~\/)?(?!-)[\p{L}\p{N}._/@+=,:-]{1,4096}$/u,
    'a valid path. Letters, digits and "._/@+=,:-" are allowed, and "~/" at the beginning; it must not begin with "-"',
  ),
  destination: pattern(
    /^[A-Za-z0-9:_][A-Za-z0-9._:%-]{0,254}$/,
    'a valid address or name of a host. Write "192.0.2.7", "2001:db8::7", "edge1.example" or a name of your ssh configuration',
  ),
  user: pattern(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,31}$/, 'a valid user name. Letters, digits and "._-" are allowed, at most 32 characters'),
  rate: reader(readRate),
  label: pattern(
    /^[\p{L}\p{N} ._/@%+=,:-]{0,255}$/u,
    'a plain text. Letters, digits, spaces and "._/@%+=,:-" are allowed, at most 255 characters',
  ),
  setting: pattern(
    /^[A-Za-z0-9 ._/@%+=,:-]{0,255}$/,
    'a value of a kernel setting. ASCII letters, digits, spaces and "._/@%+=,:-" are allowed, at most 255 characters',
  ),
  bits: reader(readBits),
  id: pattern(/^[A-Za-z0-9._/@:-]{1,255}$/, 'an id of Netweft. Refer to the attribute `id` of a resource: "local/front"'),
  plain,
};

function reader(read: (text: string) => Result<unknown>): FormatCheck {
  return (text) => {
    const found = read(text).diagnostics[0];
    return found && (plain(text) ?? found);
  };
}

function pattern(form: RegExp, expected: string): FormatCheck {
  return (text) => (form.test(text) ? undefined : diagnose("invalid-value", `${quote(text)} is not ${expected}.`));
}
