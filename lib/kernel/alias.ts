/**
 * The alias of a link as Netweft writes it: the owner's mark and, after one space, the addresses of the endpoint:
 * `netweft:shop:netweft_endpoint:web/eth0 10.8.0.2/24,fd00::2/64`. The kernel stores at most 255 bytes.
 */
import { canonicalCidr } from "../net/cidr";
import { ownerOf, REMNANT } from "./mark";

/** The longest alias that the kernel keeps, in bytes. */
export const ALIAS_LENGTH = 255;

export interface Alias {
  readonly mark: string;
  readonly addresses: readonly string[];
}

/** The alias of an object; addresses beyond the length limit are left out. */
export function encodeAlias(mark: string, addresses: readonly string[] = []): string {
  const kept = fitting(mark, addresses);
  return kept.length === 0 ? mark : `${mark} ${kept.join(",")}`;
}

/** Parses an alias; undefined when it is not one of Netweft's. Words that are no addresses are ignored. */
export function decodeAlias(alias: string | undefined): Alias | undefined {
  const [mark, list] = (alias ?? "").split(" ");
  if (!mark || !ownerOf(mark)) return undefined;
  const addresses = (list ?? "").split(",").filter((word) => word !== "" && canonicalCidr(word) === word);
  return { mark, addresses };
}

/**
 * The addresses that fit into an alias with this mark, from the front: none where the alias is missing, all (the same list)
 * while the mark is not assigned yet.
 */
export function fitting(mark: string | undefined, addresses: readonly string[]): readonly string[] {
  if (mark === undefined || addresses.length === 0) return addresses;
  if (mark === REMNANT) return [];
  let length = Buffer.byteLength(mark);
  let count = 0;
  for (const address of addresses) {
    length += 1 + address.length;
    if (length > ALIAS_LENGTH) break;
    count++;
  }
  return count === addresses.length ? addresses : addresses.slice(0, count);
}
