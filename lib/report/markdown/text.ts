/** Text in Markdown as GitHub, GitLab and Azure DevOps show it: nothing in a name or a line becomes markup, a mention or a reference. */
import { harmless } from "../look";

/** What a comment of GitHub can hold, with room for what a bot adds. */
export const MARKDOWN_BYTES = 65_000;

/** What Markdown or HTML reads, as character references; a `|` would end a cell of a table even in code. */
const MARKUP = /[&<>"'`|*_[\]\\~{}$^=]/g;

function referenced(text: string): string {
  return harmless(text)
    .replaceAll("\n", " ")
    .replace(MARKUP, (char) => `&#${char.charCodeAt(0)};`)
    .replace(/\b(https?):/gi, "$1&#58;")
    .replace(/\b(www)\./gi, "$1&#46;");
}

/** A name, an address or a line: in code, where forges look for no mentions, references and links. */
export function inCode(text: string): string {
  return `<code>${referenced(text)}</code>`;
}

/**
 * Prose that may quote names. Forges look for mentions and references after they have read character references, so that only a character
 * without width keeps a sign from the word behind it.
 */
export function prose(text: string): string {
  return referenced(text)
    .replace(/([@#!%])(?=[\p{L}\p{N}_])(?<!&#)/gu, "$1&#8203;")
    .replace(/(&#(?:36|38|126);)(?=[\p{L}\p{N}])/gu, "$1&#8203;")
    .replace(/&#(?:46|58);/g, "&#8203;$&");
}

/** Lines of a difference, the removed ones with `-`: in a fence that no line of them can end. */
export function differenceBlock(lines: readonly string[]): string {
  const shown = lines.map((line) => harmless(line).replaceAll("\n", " "));
  const longest = Math.max(2, ...shown.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = "`".repeat(longest + 1);
  return `${fence}diff\n${shown.join("\n")}\n${fence}\n`;
}

/** A comment that is not shown, with which a bot finds the text that it wrote before. */
export function marker(what: string, names: readonly string[]): string {
  const words = names.map((name) => encodeURIComponent(harmless(name)).replaceAll("--", "-%2D").replace(/-$/, "%2D"));
  return `<!-- netweft:${what}:${words.join(",")} -->\n`;
}

/** The size of a text as forges count it. */
export function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
