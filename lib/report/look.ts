/** How text is made to look: what the reader's side can show. Reports are plain text wherever no person is looking. */

export type Style = "bold" | "dim" | "green" | "yellow" | "red" | "cyan";

export interface Look {
  readonly paint: (style: Style, text: string) => string;
  /** Where lines of prose are broken; infinite in logs, where whoever shows them breaks them. */
  readonly columns: number;
  /** Whether diagnostics get a line at their side. */
  readonly boxes: boolean;
  /** Takes out of a text what is sensitive. */
  readonly conceal: (text: string) => string;
}

export const plainLook: Look = { paint: (_style, text) => text, columns: Infinity, boxes: false, conceal: (text) => text };

const codes: Readonly<Record<Style, number>> = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };

/** For a person at a terminal of so many columns. */
export function terminalLook(columns: number, colour: boolean): Look {
  const paint = (style: Style, text: string) => `\u001b[${codes[style]}m${text}\u001b[0m`;
  return { paint: colour ? paint : plainLook.paint, columns: Math.max(columns, 40), boxes: true, conceal: plainLook.conceal };
}

/** Breaks prose into lines of at most `columns`; words that are longer stay whole. */
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
 * What does not print, or changes how the text around it looks: control and format characters, among them those that turn the
 * direction of writing, halves of characters, line separators, what has no width, and what no font knows.
 */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Text that can neither move a terminal's cursor, change its colours, nor look other than it is: such characters are shown, not sent. */
export function harmless(text: string): string {
  return text.replace(INVISIBLE, (char) => (char === "\n" ? char : escaped(char)));
}

/** As JSON escapes it, so that JSON stays JSON. */
function escaped(char: string): string {
  return Array.from({ length: char.length }, (_, n) => `\\u${char.charCodeAt(n).toString(16).padStart(4, "0")}`).join("");
}

/** What this program itself sends to a terminal: its colours, and the way back to the beginning of a line. */
const OWN = new RegExp(`(\u001b\\[(?:${[0, ...Object.values(codes)].join("|")})m|\r\u001b\\[2K)`);

/** The last gate before a terminal: all that comes through is text of ours, with what it quotes made harmless. */
export function harmlessOutput(text: string): string {
  return text
    .split(OWN)
    .map((part, n) => (n % 2 === 1 ? part : harmless(part)))
    .join("");
}

/** Data in a report: without what is sensitive, and harmless. */
export function shown(text: string, look: Look): string {
  return harmless(look.conceal(text));
}
