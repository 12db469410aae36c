import type { Capabilities } from "../../../lib/ports/backend";

/** Parses the output of `programs/probe.ts`. What could not be determined is an error, never a default: a version is empty only if the program is not installed. */
export function capabilityReader(): { onLine(line: string): void; capabilities(): Capabilities; unread(): string | undefined } {
  const features: string[] = [];
  const versions = { kernel: "", iproute2: "", nftables: "" };
  let why: string | undefined;
  const known = (text: string) => version(text) ?? ((why ??= `A version is missing in ${JSON.stringify(text)}.`), "");
  return {
    onLine(line) {
      const [, word, rest = ""] = /^@(\w+) (.*)$/.exec(line) ?? [];
      if (word === "unread") why ??= rest;
      if (word === "kernel") versions.kernel = rest;
      if (word === "iproute2") versions.iproute2 = known(rest);
      if (word === "nftables") versions.nftables = known(rest);
      if (word === "feature") features.push(rest);
    },
    capabilities: () => ({ ...versions, features: features.sort() }),
    unread: () => why ?? (versions.kernel === "" || versions.iproute2 === "" ? "It did not report its versions." : undefined),
  };
}

/** `ip utility, iproute2-6.1.0, libbpf 1.1.2` and `nftables v1.0.6 (…)`: the first dotted number; older iproute2 versions are dates, such as `ss200127`. */
function version(text: string): string | undefined {
  return /\d+(\.\d+)+|ss\d+/.exec(text)?.[0];
}
