/** Which backend a run is on: the first line of what it says. */
import { onBackends } from "../resources/backend";

/** `Backend: simulated (no kernel is touched)` */
export function backendLine(backends: readonly string[]): string {
  return `Backend${backends.length > 1 ? "s" : ""}: ${backends.map(onBackends).join(", ")}\n`;
}
