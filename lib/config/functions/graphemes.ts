/** Grapheme clusters, the unit of lengths and substrings. */
const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/** Printable ASCII needs no segmenter: every unit is a character. */
const SIMPLE = /^[ -~\t\n]*$/;

export function graphemes(text: string): readonly string[] {
  return SIMPLE.test(text) ? text.split("") : Array.from(segmenter.segment(text), ({ segment }) => segment);
}

export function countGraphemes(text: string): number {
  return SIMPLE.test(text) ? text.length : graphemes(text).length;
}
