import type { Lab } from "./world";

/** The provider block of a lab, with steps that its simulated kernels refuse. */
export function simulatedWith({ simulated, ...provider }: Lab["provider"], faults: readonly string[]): object {
  return { ...provider, simulated: { ...simulated, ...(faults.length > 0 && { faults: faults.map((step) => ({ step })) }) } };
}
