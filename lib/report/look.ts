/** Terminal styling: colour and width. Reports are plain text unless the terminal is interactive. */

export type Style = "bold" | "dim" | "green" | "yellow" | "red" | "cyan";

export interface TerminalStyle {
  readonly paint: (style: Style, text: string) => string;
  /** The width for wrapping prose; infinite in logs, where the viewer wraps. */
  readonly columns: number;
  /** Whether diagnostics have a vertical line at their side. */
  readonly boxes: boolean;
  /** Removes sensitive values from a text. */
  readonly conceal: (text: string) => string;
}

export const plainLook: TerminalStyle = { paint: (_style, text) => text, columns: Infinity, boxes: false, conceal: (text) => text };

const codes: Readonly<Record<Style, number>> = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };

const paint: TerminalStyle["paint"] = (style, text) => `\u001b[${codes[style]}m${text}\u001b[0m`;

/** For logs whose viewer shows colours. */
export const colouredLook: TerminalStyle = { ...plainLook, paint };

/** For an interactive terminal with this many columns. */
export function terminalLook(columns: number, colour: boolean): TerminalStyle {
  return { paint: colour ? paint : plainLook.paint, columns: Math.max(columns, 40), boxes: true, conceal: plainLook.conceal };
}

/** Wraps prose into lines of at most `columns`; longer words stay whole. */
export function wrap(text: string, columns: number): readonly string[] {
  return text.split("\n").flatMap((line) => {
    const lines: string[] = [];
    let current = "";
    for (const word of line.split(" ")) {
      if (current !== "" && current.length + 1 + word.length > columns) {
        lines.push(current);
        current = word;
      } else current = current === "" ? word : `${current} ${word}`;
    }
    return [...lines, current];
  });
}

/**
 * Non-printable characters, and those that change how the text around them looks: control and format characters, including those
 * that change the direction of writing, lone surrogates, line separators, characters without width, and unassigned ones.
 */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Text that can neither move a terminal's cursor, change its colours, nor look different than it is: such characters are escaped. */
export function harmless(text: string): string {
  return text.replace(INVISIBLE, (char) => (char === "\n" ? char : escaped(char)));
}

/** Escaped as in JSON, so that JSON stays JSON. */
function escaped(char: string): string {
  return Array.from({ length: char.length }, (_, n) => `\\u${char.charCodeAt(n).toString(16).padStart(4, "0")}`).join("");
}

/** The control sequences that this program sends to a terminal: its colours, and the return to the beginning of a line. */
const OWN = new RegExp(`(\u001b\\[(?:${[0, ...Object.values(codes)].join("|")})m|\r\u001b\\[2K)`);

/** The last filter before a terminal: passes our own text, with quoted text escaped. */
export function harmlessOutput(text: string): string {
  return text
    .split(OWN)
    .map((part, n) => (n % 2 === 1 ? part : harmless(part)))
    .join("");
}

/** Data in a report: without sensitive values, and escaped. */
export function shown(text: string, look: TerminalStyle): string {
  return harmless(look.conceal(text));
}
