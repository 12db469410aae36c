import type { ProviderConfig } from "./provider";

/** Backends in output for people. */
const MEANINGS: Readonly<Record<string, string>> = { simulated: "no kernel is touched", iproute2: "the real kernel" };

/** `simulated (no kernel is touched)` */
export function onBackends(backend: string): string {
  return MEANINGS[backend] === undefined ? backend : `${backend} (${MEANINGS[backend]})`;
}

/** The names of the backends of provider configurations, each once. */
export function backendsOf(configs: readonly Pick<ProviderConfig, "backend">[]): readonly string[] {
  return [...new Set(configs.map(({ backend }) => backend))];
}
