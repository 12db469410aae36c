/** Who runs this program, as other runs are shown it. */
import { hostname, userInfo } from "node:os";

/** `ada@there`. */
export function whoRuns(): string {
  return `${userInfo().username}@${hostname()}`;
}
