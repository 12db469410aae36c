/** How text is made to look: what the reader's side can show. Reports are plain text wherever no person is looking. */

export type Style = "bold" | "dim" | "green" | "yellow" | "red" | "cyan";

export interface Look {
  readonly paint: (style: Style, text: string) => string;
  /** Where lines of prose are broken; infinite in logs, where whoever shows them breaks them. */
  readonly columns: number;
  /** Whether diagnostics get a line at their side. */
  readonly boxes: boolean;
}

export const plainLook: Look = { paint: (_style, text) => text, columns: Infinity, boxes: false };

const codes: Readonly<Record<Style, number>> = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };

/** For a person at a terminal of so many columns. */
export function terminalLook(columns: number, colour: boolean): Look {
  const paint = (style: Style, text: string) => `\u001b[${codes[style]}m${text}\u001b[0m`;
  return { paint: colour ? paint : plainLook.paint, columns: Math.max(columns, 40), boxes: true };
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

/** Text that cannot move a terminal's cursor or change its colours: control characters are shown, not sent. */
export function harmless(text: string): string {
  return text.replace(/[^\P{Cc}\n]|[\u2028\u2029]/gu, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
