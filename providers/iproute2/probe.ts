import type { Capabilities } from "../../lib/io";

/** Reads what `programs/probe.ts` says. */
export function capabilityReader(): { onLine(line: string): void; capabilities(): Capabilities } {
  const features: string[] = [];
  const versions = { kernel: "", iproute2: "", nftables: "" };
  return {
    onLine(line) {
      const [, word, rest] = /^@(\w+) (.*)$/.exec(line) ?? [];
      if (word === "kernel") versions.kernel = rest!;
      if (word === "iproute2") versions.iproute2 = version(rest!);
      if (word === "nftables") versions.nftables = version(rest!);
      if (word === "feature") features.push(rest!);
    },
    capabilities: () => ({ ...versions, features: features.sort() }),
  };
}

/** `ip utility, iproute2-6.1.0, libbpf 1.1.2` and `nftables v1.0.6 (…)`: the first number with dots. */
function version(text: string): string {
  return /\d+(\.\d+)+/.exec(text)?.[0] ?? "";
}
