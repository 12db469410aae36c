import { bitsOf, parseBlock } from "../../net/cidr";

/** An address or a network as nft names it in a set: a network of one address is that address. */
export function inSet(block: string): string {
  const { ip, prefix } = parseBlock(block)!;
  return block.includes("/") && prefix === bitsOf(ip) ? block.slice(0, block.indexOf("/")) : block;
}
