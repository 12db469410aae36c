/** Who runs this program, as other runs are shown it. */
import { hostname, userInfo } from "node:os";

/** `ada@there`; of a user without a name, as containers have them, `12345@there`. */
export function whoRuns(): string {
  return `${nameOfUser()}@${hostname()}`;
}

function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `${process.getuid?.() ?? "unknown"}`;
  }
}
