import { DEEPEST } from "./limits";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Whether a JSON text is nested too deeply for the readers of its value. Check this before parsing: the parser has no such limit.
 */
export function isTooDeep(json: string, most = DEEPEST): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (quoted) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) quoted = false;
    } else if (code === QUOTE) quoted = true;
    // Braces differ from brackets by one bit.
    else if ((code | 0x20) === 0x7b && ++depth > most) return true;
    else if ((code | 0x20) === 0x7d) depth--;
  }
  return false;
}
