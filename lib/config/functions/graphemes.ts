/** What people see as one character, which is what lengths and substrings count. */
const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/** Printable ASCII needs no look at the tables: every unit is a character. */
const SIMPLE = /^[ -~\t\n]*$/;

export function graphemes(text: string): readonly string[] {
  return SIMPLE.test(text) ? text.split("") : Array.from(segmenter.segment(text), ({ segment }) => segment);
}

export function countGraphemes(text: string): number {
  return SIMPLE.test(text) ? text.length : graphemes(text).length;
}
