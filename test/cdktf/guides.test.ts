/** The README and the guides: what they print exists, and what they show is valid. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { commands } from "../../lib/cli/commands";
import { parse } from "../../lib/cli/parse";
import { resources } from "../../lib/resources";
import { scripts } from "../../package.json";
import { compilerErrors, excerpts } from "../support/compile";
import { anchorsIn, fencedIn, guides, linksIn, proseOf, read, userPages } from "../support/markdown";

const root = join(__dirname, "../..");
const blocks = userPages.flatMap(fencedIn);
const written = (language: string) => blocks.filter((block) => block.language === language).map(({ text }) => text);

/** The words of a command line as a shell would split them. Substitutions count as words. */
const wordsOf = (line: string) => [...line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) => word.replaceAll(/['"]/g, ""));

/** The commands of a script, without assignments in front of them, `sudo`, and comments. */
function calls(script: string): readonly string[] {
  const lines = script.replaceAll("\\\n", " ").split("\n");
  return lines
    .flatMap((line) => line.replace(/(^|\s)#.*/, "").split(/\s*(?:&&|\|\||[;|])\s*/))
    .map((line) =>
      line
        .trim()
        .replace(/^(?:(?:sudo|env|[A-Za-z_]+=\S*)\s+)+/, "")
        .replace(/^node (?:\S*\/)?dist\/bin\/netweft\.js/, "netweft")
        .replace(/^npx netweft\b/, "netweft"),
    );
}

/** Why the command line is not one of Netweft's. */
function refusals(line: string): readonly string[] {
  const [, ...words] = wordsOf(line);
  const name = [words.slice(0, 2).join(" "), words[0] ?? ""].find((it) => Object.hasOwn(commands, it));
  if (name === undefined) return words[0] === "help" ? [] : [`${line}: there is no such command.`];
  const result = parse(words.slice(name.split(" ").length), { name, ...commands[name]! });
  return result.ok ? [] : result.diagnostics.map(({ detail }) => `${line}: ${detail}`);
}

/** Command lines in the prose. Where one names its arguments only in part, it is the name of a command. */
const mentioned = userPages.flatMap((page) =>
  [...proseOf(page).matchAll(/`((?:npx )?netweft [^`]+)`/g)].map(([, line]) => line!.replace(/^npx /, "")),
);
const isName = (line: string) =>
  Object.hasOwn(commands, line.slice("netweft ".length)) || line === "netweft COMMAND" || line === "netweft state";

test("every guide is in the index of the README", () => {
  const linked = linksIn("README.md").map((target) => target.split("#")[0]);
  expect(guides.filter((guide) => !linked.includes(guide))).toEqual([]);
});

const allPages = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".md"));
const own = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"];

test.each([...own, ...userPages.filter((page) => page.startsWith("examples/")), ...allPages.map((path) => `docs/${path}`)])(
  "links of %s lead somewhere",
  (page) => {
    const broken = linksIn(page).filter((target) => {
      if (/^\w+:/.test(target)) return false;
      const [path, anchor] = target.split("#") as [string, string?];
      const other = path === "" ? page : normalize(join(dirname(page), path));
      return !existsSync(join(root, other)) || (anchor !== undefined && !anchorsIn(other).includes(anchor));
    });
    expect(broken).toEqual([]);
  },
);

test("every block of code says what it is written in", () => {
  expect(blocks.filter(({ language }) => !["ts", "sh", "hcl", "json", "text", "yaml", "lua"].includes(language))).toEqual([]);
  const fences = userPages.flatMap((page) => [...read(page).matchAll(/^ *```/gm)]);
  expect(blocks).toHaveLength(fences.length / 2);
});

test("programs compile, whole ones and excerpts", () => {
  const programs = written("ts").filter((text) => text.includes("\nimport ") || text.startsWith("import "));
  expect(programs.length).toBeGreaterThan(0);
  expect(compilerErrors([...programs, excerpts(written("ts").filter((text) => !programs.includes(text)))])).toEqual([]);
});

test("commands of Netweft exist, with their options and arguments", () => {
  const printed = written("sh")
    .flatMap(calls)
    .filter((line) => line.startsWith("netweft "))
    .map((line) => line.replace(/ > \S+$/, ""));
  expect(printed.length).toBeGreaterThan(10);
  expect([...printed, ...mentioned.filter((line) => !isName(line))].flatMap(refusals)).toEqual([]);
});

test("a command with a mistake would be found", () => {
  expect(["netweft plan --destory", "netweft aply", "netweft state show"].flatMap(refusals)).toHaveLength(3);
});

test("scripts of npm exist, and so do the programs of the repository", () => {
  const lines = [
    ...written("sh").flatMap(calls),
    ...userPages.flatMap((page) => [...proseOf(page).matchAll(/`([^`]+)`/g)].flatMap(([, code]) => calls(code!))),
  ];
  const named = lines.flatMap((line) => /^npm run (?:--silent )?([\w:]+)/.exec(line)?.[1] ?? []);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
  const programs = lines.flatMap((line) => /(?:^|\s)(?:\.\.\/netweft\/)?((?:examples|test)\/\S+\.sh)\b/.exec(line)?.[1] ?? []);
  expect(programs.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test("JSON is valid, and declares types that exist", () => {
  for (const text of written("json")) {
    const { resource = {} } = JSON.parse(text) as { resource?: object };
    expect(Object.keys(resources)).toEqual(expect.arrayContaining(Object.keys(resource)));
  }
});
