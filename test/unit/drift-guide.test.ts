/** The guide on drift reports: each command does what the guide shows. `UPDATE=1` writes what is shown, apart from excerpts. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openFolder } from "../support/folder";

const page = join(__dirname, "../../docs/guides/drift-reports.md");
const folder = openFolder();
afterAll(() => folder.close());

/** Times, durations and the versions of a run are those of no other. */
function steady(text: string): string {
  return text
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, "2026-11-30T12:00:00Z")
    .replaceAll(/(since|seen) \d{4}-\d\d-\d\d \d\d:\d\d/g, "$1 2026-11-30 12:00")
    .replaceAll(/timestamp="[^"]+"/g, 'timestamp="2026-11-30T12:00:00"')
    .replaceAll(/time="[\d.]+"/g, 'time="0.100"');
}

/** Some part of a JSON text, as `jq '.stacks[0].findings[0]'` prints it. */
function partOf(text: string, path: string): string {
  const steps = [...path.matchAll(/\.(\w+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
  const found = steps.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], JSON.parse(text));
  return JSON.stringify(found, undefined, 2);
}

async function call(line: string): Promise<string> {
  const [, command, path, code] = /^npx netweft (.*?)(?: \| jq '([^']+)')?(?: # exits with (\d))?$/.exec(line)!;
  const words = [...command!.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);
  const { stdout, stderr } = await folder.run(Number(code ?? 0), ...words);
  return steady(path === undefined ? stdout + stderr : partOf(stdout, path)).trimEnd();
}

/** Whether a text is the excerpt, in which a line `...` stands for any lines. */
function isExcerpt(shown: string, text: string): boolean {
  const lines = text.split("\n");
  let at = 0;
  let isOpen = false;
  for (const line of shown.split("\n")) {
    if (line === "...") {
      isOpen = true;
      continue;
    }
    const found: number = isOpen ? lines.indexOf(line, at) : lines[at] === line ? at : -1;
    if (found < 0) return false;
    [at, isOpen] = [found + 1, false];
  }
  return isOpen || at === lines.length;
}

/** An app of two stacks after its synthesis: the one of the guide, and one that is no JSON. */
function synthesized(): void {
  const write = (name: string, text: string) => writeFileSync(join(folder.path, name), text);
  for (const name of ["lab", "shop"]) mkdirSync(join(folder.path, "cdktf.out/stacks", name), { recursive: true });
  write("cdktf.json", JSON.stringify({ language: "typescript", app: "false" }));
  write("cdktf.out/manifest.json", JSON.stringify({ version: "0.0.0", stacks: { lab: { name: "lab" }, shop: { name: "shop" } } }));
  write("cdktf.out/stacks/lab/cdk.tf.json", "{");
  copyFileSync(join(folder.path, "main.tf.json"), join(folder.path, "cdktf.out/stacks/shop/cdk.tf.json"));
  copyFileSync(join(folder.path, "terraform.tfstate"), join(folder.path, "terraform.shop.tfstate"));
}

test("each command of the guide prints what the guide shows", async () => {
  const text = readFileSync(page, "utf8");
  const blocks = [...text.matchAll(/^```(\w+)\n([^]*?)\n```$/gm)];
  let printed: string | undefined;
  let now = text;
  for (const [whole, language, body, at] of blocks.map((one) => [one[0], one[1]!, one[2]!, one.index] as const)) {
    const named = /`([\w.]+\.json)`[^`]*:\n\n$/.exec(text.slice(0, at));
    if (language === "sh") {
      if (body.includes("--all")) synthesized();
      for (const line of body.split("\n")) printed = await call(line);
    } else if (named !== null && printed === undefined) writeFileSync(join(folder.path, named[1]!), `${body}\n`);
    else if (/^```/m.test(body)) throw new Error(`an excerpt cannot have a fence: ${body}`);
    else if (isExcerpt(body, printed!) || !process.env["UPDATE"] || body.split("\n").includes("...")) {
      expect({ shown: body, isPrinted: isExcerpt(body, printed!) ? true : printed }).toEqual({ shown: body, isPrinted: true });
      printed = undefined;
    } else {
      now = now.replace(whole, () => `\`\`\`${language}\n${printed!}\n\`\`\``);
      printed = undefined;
    }
    if (language === "sh" && !/\n\n```(?:text|json)\n/.test(text.slice(at + whole.length, at + whole.length + 12))) printed = undefined;
  }
  if (now !== text) writeFileSync(page, now);
  expect(readFileSync(join(folder.path, "drift.html"), "utf8")).toMatch(/^<!doctype html>/);
});
