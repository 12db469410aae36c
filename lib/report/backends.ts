/** The backend of a run: the first line of its output. */
import { onBackends } from "../resources/backend";

/** `Backend: simulated (no kernel is touched)` */
export function backendLine(backends: readonly string[], how?: "rehearsed"): string {
  const names = how === undefined ? backends.map(onBackends).join(", ") : `${backends.join(", ")}, ${IN_MEMORY}`;
  return `Backend${backends.length > 1 ? "s" : ""}: ${names}\n`;
}

const IN_MEMORY = "rehearsed in memory: no host is contacted and no kernel is touched";
