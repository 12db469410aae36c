/** Canonical spelling of addresses inside nft text: rules, elements and their lines. */
import { canonicalBlock } from "../../net/cidr";
import { canonicalMac } from "../../net/mac";

/** Delimiters of an address or a list of addresses: blanks, commas, and the braces of a rule. */
const WORD = /[^\s,{}]+/g;
const MAY_BE_ADDRESS = /[.:]/;

/**
 * The text with every address, network and hardware address in it in canonical spelling. Everything else stays as it is.
 *
 * @example
 * canonicalWords("tcp . FD00:0::99 . 8080"); // "tcp . fd00::99 . 8080"
 */
export function canonicalWords(text: string): string {
  return text.replace(WORD, (word) => (MAY_BE_ADDRESS.test(word) ? (canonicalMac(word) ?? canonicalBlock(word) ?? word) : word));
}
