/** The address usage of networks, at the end of a shown state. */
import type { NetworkUsage, SubnetUsage } from "../engine/usage";
import { shown, type TerminalStyle } from "./look";

const COUNTS = ["usable", "used", "reserved", "free"] as const;
const SECRET = new Set<unknown>(["subnets", "ranges", "reserved", "gateways", "id"]);

/** Above this, numbers are rounded; most IPv6 subnets have more addresses. */
function countText(count: bigint): string {
  return count <= BigInt(Number.MAX_SAFE_INTEGER) ? String(count) : Number(count).toExponential(1).replace("e+", "e");
}

function rowsOf({ id, subnets }: NetworkUsage, look: TerminalStyle): readonly (readonly string[])[] {
  return subnets.map((one, n) => [
    n === 0 ? shown(id, look) : "",
    shown(one.subnet, look),
    ...COUNTS.map((name) => countText(one[name])),
    shown(one.ranges.join(", "), look),
  ]);
}

/** A table with a line for each subnet, without networks whose addressing is sensitive. */
export function* usageText(networks: readonly NetworkUsage[], look: TerminalStyle): Generator<string> {
  const open = networks.filter(({ sensitive }) => !sensitive.some(([step]) => step === undefined || SECRET.has(step)));
  if (open.length === 0) return;
  const rows = [["network", "subnet", ...COUNTS, "allocated from"], ...open.flatMap((network) => rowsOf(network, look))];
  const ranged = open.some(({ subnets }) => subnets.some(({ ranges }) => ranges.length > 0));
  const columns = ranged ? COUNTS.length + 3 : COUNTS.length + 2;
  const widths = Array.from({ length: columns }, (_, n) => Math.max(...rows.map((row) => row[n]!.length)));
  yield `${look.paint("bold", "Addresses:")}\n`;
  for (const row of rows) {
    const cells = widths.map((width, n) => (n >= 2 && n < COUNTS.length + 2 ? row[n]!.padStart(width) : row[n]!.padEnd(width)));
    yield `  ${cells.join("  ").trimEnd()}\n`;
  }
}

function subnetJson({ usable, used, reserved, free, ...rest }: SubnetUsage): object {
  return { ...rest, usable: Number(usable), used: Number(used), reserved: Number(reserved), free: Number(free) };
}

/** The member `netweft` of `show --json`. Counts beyond 2^53 are rounded, as JSON readers would round them anyway. */
export function usageJson(networks: readonly NetworkUsage[], { conceal }: TerminalStyle): object {
  return {
    networks: networks.map(({ address, id, subnets }) => ({
      address,
      id: conceal(id),
      subnets: subnets.map((one) => subnetJson({ ...one, subnet: conceal(one.subnet), ranges: one.ranges.map(conceal) })),
    })),
  };
}
