import { bitsOf, formatCidr, hostOf, lastOf, nextNetwork, networkOf, parseCidr, subnetOf, type Cidr } from "../../net/cidr";
import { compareIp, formatIp } from "../../net/ip";
import { decimalOf, type Numeric } from "../values/number";
import { fault, isFault, list, type TypeFault, type Typed } from "../values/typed";
import { fixed, number, text, variadic, whole, type FunctionSpec, type Parameter } from "./function";

const cidr: Parameter<Cidr> = {
  ...text,
  take: (value) =>
    parseCidr(value as string) ?? fault`${JSON.stringify(value)} is not a network in CIDR form, such as "10.0.0.0/24" or "fd00::/64".`,
};

const count: Parameter<bigint> = {
  ...number,
  take: (value) => {
    const decimal = decimalOf(value as Numeric);
    return decimal.isInteger() ? BigInt(decimal.toFixed()) : fault("A whole number is required here.");
  },
};

export const networkFunctions: Readonly<Record<string, FunctionSpec>> = {
  cidrhost: fixed([cidr, count], host),
  cidrnetmask: fixed([cidr], netmask),
  cidrsubnet: fixed([cidr, whole, count], subnet),
  cidrsubnets: variadic([cidr], whole, subnets),
};

function host(network: Cidr, n: bigint): Typed | TypeFault {
  const ip = hostOf(network, n);
  return ip ? formatIp(ip) : fault`${formatCidr(networkOf(network))} has no address number ${String(n)}.`;
}

function netmask(network: Cidr): Typed | TypeFault {
  if (network.ip.version === 6) return fault("Only IPv4 networks have a netmask in dotted decimal.");
  return formatIp({ version: 4, value: 2 ** 32 - 2 ** (32 - network.prefix) });
}

function subnet(network: Cidr, bits: number, n: bigint): Typed | TypeFault {
  const longer = longerPrefix(network, bits);
  if (isFault(longer)) return longer;
  const found = subnetOf(network, longer, n);
  return found ? formatCidr(found) : fault`${formatCidr(networkOf(network))} has no network number ${String(n)} with ${bits} more bits.`;
}

function longerPrefix(network: Cidr, bits: number): number | TypeFault {
  if (bits < 0) return fault("The number of further bits is negative.");
  const longer = network.prefix + bits;
  return longer <= bitsOf(network.ip) ? longer : fault`A prefix length of ${network.prefix} has no room for ${bits} more bits.`;
}

/** Each network follows the one before it, aligned to its own size. */
function subnets(network: Cidr, bits: readonly number[]): Typed | TypeFault {
  const found: string[] = [];
  let last: Cidr | undefined;
  for (const more of bits) {
    const longer = longerPrefix(network, more);
    if (isFault(longer)) return longer;
    if (more < 1) return fault("Each network needs at least one more bit.");
    const next = last ? behind(last, longer) : { ip: networkOf(network).ip, prefix: longer };
    if (!next || compareIp(lastOf(next), lastOf(network)) > 0)
      return fault`${formatCidr(networkOf(network))} has no room for all of these networks.`;
    found.push(formatCidr(next));
    last = next;
  }
  return list("string", found);
}

/** The first network with this prefix length after another one. */
function behind(last: Cidr, prefix: number): Cidr | undefined {
  if (prefix <= last.prefix) return nextNetwork({ ip: last.ip, prefix });
  const next = nextNetwork(last);
  return next && { ip: next.ip, prefix };
}
