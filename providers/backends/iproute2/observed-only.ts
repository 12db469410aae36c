import type { Codec } from "./line";

function never(): never {
  throw new Error("this kind of fact is only observed, never created");
}

/** State of other programs, which is observed and never changed. */
export const socket: Codec<"socket"> = { add: never, set: never, del: never };
export const policy: Codec<"policy"> = { add: never, set: never, del: never };
export const intake: Codec<"intake"> = { add: never, set: never, del: never };
export const marking: Codec<"marking"> = { add: never, set: never, del: never };
export const evpn: Codec<"evpn"> = { add: never, set: never, del: never };
