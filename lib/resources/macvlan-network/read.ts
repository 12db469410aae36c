import { ROOT, type FactOf } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { addressesOn } from "../../kernel/kinds/addr";
import { linksIn } from "../../kernel/kinds/link";
import { linkAt } from "../../kernel/kinds/links";
import { bareAddress, bitsOf, canonicalAssigned, formatCidr, networkOf, parseCidr } from "../../net/cidr";
import type { Draft } from "../../schema/value";
import { asKnown, isUnset, partsOf, text, texts } from "../draft";
import type { Context } from "../resource";
import { shimMark } from "./complete";

/** The host's interface on the network, by its mark. */
function shimOf(actual: Facts, host: string, mark: string): FactOf<"link"> | undefined {
  return linksIn(actual).find((link) => link.mark === mark && link.host === host && link.netns === ROOT);
}

/** The attributes that follow from the host's interface. */
function shown(actual: Facts, shim: FactOf<"link">, known: Draft): Draft {
  const found = addressesOn(actual, shim, shim.name).map(({ address }) => bareAddress(address));
  const addresses = found.map((address) => asKnown(address, texts(known, "host_addresses"), canonicalAssigned));
  const { parent = null, mode = null, mtu, name } = shim;
  return { ...known, parent, mode, mtu, host_addresses: addresses, host_interface: name };
}

/** Its subnets as known, or those in which the host has addresses by the parent. */
function subnetsBy(actual: Facts, host: string, parent: string, known: Draft): Draft {
  if (!isUnset(known["subnets"])) return {};
  const own = addressesOn(actual, { host, netns: ROOT }, parent).flatMap(({ address }) => parseCidr(address) ?? []);
  const subnets = own.filter(({ ip, prefix }) => prefix < bitsOf(ip)).map((cidr) => formatCidr(networkOf(cidr)));
  return subnets.length === 0 ? {} : { subnets: [...new Set(subnets)] };
}

/**
 * The network exists as long as its parent does. What it is besides, only the host's interface shows, where there is one; an id
 * may also name the parent, as the kernel does: `local/eth1`.
 */
export function read(id: string, actual: Facts, context: Context, known: Draft = {}): Draft | undefined {
  const [host, last] = partsOf(id, 2) ?? [];
  if (host === undefined || last === undefined) return undefined;
  const name = text(known, "name") ?? last;
  const shim = shimOf(actual, host, shimMark(name, context));
  if (shim !== undefined) return { ...shown(actual, shim, known), ...subnetsBy(actual, host, shim.parent ?? "", known), name, host };
  const parent = text(known, "parent") ?? last;
  const isThere = linkAt(actual, { host, netns: ROOT }, parent) !== undefined;
  return isThere || Object.keys(known).length > 0 ? { ...known, ...subnetsBy(actual, host, parent, known), name, host, parent } : undefined;
}
