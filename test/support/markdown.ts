/** The pages that users read, and what is in them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");

/** A block of code: what it is written in, and its text. */
export interface Fenced {
  readonly page: string;
  readonly language: string;
  readonly text: string;
}

export const read = (page: string) => readFileSync(join(root, page), "utf8");
const listed = (folder: string) => readdirSync(join(root, folder)).sort();

export const guides = listed("docs/guides").map((file) => `docs/guides/${file}`);
const examples = ["bridge", "host", "overlay", "workloads"].map((name) => `examples/${name}/README.md`);
/** Written by hand, each of their blocks is tested. */
export const userPages = ["README.md", ...guides, ...examples];

export function fencedIn(page: string): readonly Fenced[] {
  const blocks = read(page).matchAll(/^( *)```(\w*)\n([^]*?)\n\1```$/gm);
  return [...blocks].map(([, indent, language, text]) => ({
    page,
    language: language!,
    text: text!.replaceAll(new RegExp(`^${indent!}`, "gm"), ""),
  }));
}

/** The text between code. */
export function proseOf(page: string): string {
  return read(page).replaceAll(/^( *)```[^]*?^\1```$/gm, "");
}

/** What GitHub makes of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

/** Where a link may lead within a page. */
export function anchorsIn(page: string): readonly string[] {
  const text = proseOf(page);
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading!));
  return [...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id!)];
}

/** The targets of its links. */
export function linksIn(page: string): readonly string[] {
  return [...proseOf(page).matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target!);
}
