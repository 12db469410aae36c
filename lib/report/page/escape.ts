import { harmless } from "../look";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text in HTML and SVG, in elements and in quoted attributes; what could turn around or hide its neighbours is shown escaped. */
export function html(text: string): string {
  return harmless(text).replace(/[&<>"']/g, (char) => entities[char]!);
}

/** Data in a script element: nothing in it ends the element. */
export function jsonInHtml(value: unknown): string {
  return harmless(JSON.stringify(value)).replaceAll("<", "\\u003c");
}

/** At most `length` characters. */
export function shortened(text: string, length: number): string {
  const characters = [...harmless(text)];
  return characters.length <= length ? characters.join("") : `${characters.slice(0, length - 1).join("")}…`;
}
