import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { documentedExports } from "../../scripts/typescript";
import { errorsOfPrograms, examplesIn, excerpts } from "../support/compile";

/** The examples of each file of a folder. */
function examplesOf(folder: string): ReadonlyMap<string, readonly string[]> {
  const path = join(__dirname, "../..", folder);
  const names = readdirSync(path).filter((name) => name.endsWith(".ts"));
  return new Map(names.map((name) => [name, examplesIn(readFileSync(join(path, name), "utf8"))]));
}

const examples = [...examplesOf("lib/constructs").values()].flat();
const entries = examplesOf("api");

test("every construct and every attach has an example", () => {
  const made = ["NetworkStack", "BridgeNetwork", "Container", "HostNetwork", "MacvlanNetwork", "OverlayNetwork"].map(
    (name) => `new ${name}(`,
  );
  for (const name of [...made, "front.attach(", "host.attach(", "lan.attach(", "mesh.attach("]) {
    expect(examples.some((example) => example.includes(name))).toBe(true);
  }
});

test("every entry of the package has an example", () => {
  expect([...entries].filter(([, found]) => found.length === 0)).toEqual([]);
});

test("all examples in the documentation compile, and one with a mistake would be found", () => {
  const wrong = excerpts(["front.attach(web, { adresses: [] });"]);
  const found = errorsOfPrograms({ wrong, constructs: excerpts(examples), ...programsOf(entries) });
  expect(Object.entries(found).filter(([, errors]) => errors.length > 0)).toEqual([["wrong", [expect.stringContaining("adresses")]]]);
});

/** The examples of entries are whole programs. */
function programsOf(all: ReadonlyMap<string, readonly string[]>): Readonly<Record<string, string>> {
  return Object.fromEntries([...all].flatMap(([name, texts]) => texts.map((text, n) => [`${name}-${n}`, text])));
}

test("everything that the package exports has a doc comment, and so has each of its members", () => {
  const all = documentedExports();
  const members = all.flatMap(({ name, properties, methods }) =>
    [...properties, ...methods].map((one) => ({ ...one, name: `${name}.${one.name}` })),
  );
  expect([...all, ...members].filter(({ doc }) => doc.text === "").map(({ name }) => name)).toEqual([]);
});
