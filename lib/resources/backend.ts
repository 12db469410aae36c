/** What backends are called where people read it. */
const TOLD: Readonly<Record<string, string>> = { simulated: "no kernel is touched", iproute2: "the real kernel" };

/** `simulated (no kernel is touched)` */
export function onBackends(backend: string): string {
  return TOLD[backend] === undefined ? backend : `${backend} (${TOLD[backend]})`;
}
