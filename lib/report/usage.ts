/** How full networks are, at the end of a state that is shown. */
import type { NetworkUsage, SubnetUsage } from "../engine/usage";
import { harmless, type Look } from "./look";

const COUNTS = ["usable", "used", "reserved", "free"] as const;
const SECRET = new Set<unknown>(["subnets", "ranges", "reserved", "gateways", "id"]);

/** Whole numbers, as long as anybody counts so far; most subnets of IPv6 have more addresses. */
function countText(count: bigint): string {
  return count <= BigInt(Number.MAX_SAFE_INTEGER) ? String(count) : Number(count).toExponential(1).replace("e+", "e");
}

function rowsOf({ id, subnets }: NetworkUsage): readonly (readonly string[])[] {
  return subnets.map((one, n) => [
    n === 0 ? harmless(id) : "",
    one.subnet,
    ...COUNTS.map((name) => countText(one[name])),
    one.ranges.join(", "),
  ]);
}

/** A table with a line for each subnet. Networks with something secret in their addressing are left out. */
export function* usageText(networks: readonly NetworkUsage[], look: Look): Generator<string> {
  const shown = networks.filter(({ sensitive }) => !sensitive.some(([step]) => step === undefined || SECRET.has(step)));
  if (shown.length === 0) return;
  const rows = [["network", "subnet", ...COUNTS, "allocated from"], ...shown.flatMap(rowsOf)];
  const ranged = shown.some(({ subnets }) => subnets.some(({ ranges }) => ranges.length > 0));
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

/** What `show --json` has under `netweft`. Counts beyond 2^53 are rounded, as JSON's readers would round them anyway. */
export function usageJson(networks: readonly NetworkUsage[]): object {
  return { networks: networks.map(({ address, id, subnets }) => ({ address, id, subnets: subnets.map(subnetJson) })) };
}
