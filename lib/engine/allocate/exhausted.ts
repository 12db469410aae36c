import { diagnose, type Diagnostic } from "../../diagnostic";
import { countOf } from "../../net/intervals";
import type { Want } from "../../resources";
import type { ProviderConfig } from "../../resources/provider";
import type { Resolved } from "../resolve/resolve";
import { givable, rangedIn, rangesIn } from "./addresses";

type ExhaustedWant<W extends Want["what"]> = Extract<Want, { what: W }>;

/** The diagnostic for exhausted pools, with the remedy. */
export function noSubnet(
  family: string,
  pools: ProviderConfig["address_pools"],
  want: ExhaustedWant<"subnets">,
  { instance }: Resolved,
): Diagnostic {
  const names = pools.map(({ cidr, size }) => `${cidr} in /${size}`).join(", ");
  return diagnose(
    "subnets-exhausted",
    `No ${family} subnet is free on host "${want.host}" in the pools (${names}): declared networks, the host's own routes and what the state owns use all of them. Add a pool to \`address_pools\`, or give the network its \`subnets\`.`,
    { resource: instance.address, path: [want.attribute], host: want.host },
  );
}

/** The diagnostic for exhausted subnets, with their use and the remedy. */
export function noAddress(subnet: string, want: ExhaustedWant<"addresses">, { instance }: Resolved): Diagnostic {
  const ranges = rangesIn(subnet, want.ranges);
  const where = ranges.length === 0 ? subnet : `the ${ranges.length === 1 ? "range" : "ranges"} ${ranges.join(", ")} of ${subnet}`;
  const all = countOf(rangedIn(subnet, want.ranges));
  const used = countOf(givable(subnet, want));
  const remedy = ranges.length === 0 ? "Add a subnet to the network" : "Widen `ranges`, add a subnet to the network";
  return diagnose(
    "addresses-exhausted",
    `No address is free in ${where} ${want.host === null ? "on any member" : `on host "${want.host}"`} (addresses: ${all}, the gateway's or reserved: ${all - used}, used by endpoints that are declared, owned or observed: ${used}). ${remedy}, take something out of \`reserved\`, or remove endpoints.`,
    { resource: instance.address, path: [want.attribute], ...(want.host === null ? {} : { host: want.host }) },
  );
}
