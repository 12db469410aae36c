/** Which backend a run is on: the first line of what it says. */
import { onBackends } from "../resources/backend";
import type { ProviderConfig } from "../resources/provider";

/** The names of the backends, each once. */
export function backendsOf(configs: readonly Pick<ProviderConfig, "backend">[]): readonly string[] {
  return [...new Set(configs.map(({ backend }) => backend))];
}

/** `Backend: simulated (no kernel is touched)` */
export function backendLine(backends: readonly string[]): string {
  return `Backend${backends.length > 1 ? "s" : ""}: ${backends.map(onBackends).join(", ")}\n`;
}
