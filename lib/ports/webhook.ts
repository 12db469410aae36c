/** Messages to a program elsewhere. `providers/system` implements it. */
import type { Result } from "../diagnostic";

/** Sends a JSON text to an address (`http:` or `https:`), once. Fails where there is no answer within ten seconds, or one that is no success. */
export type PostJson = (address: string, body: string) => Promise<Result<void>>;
