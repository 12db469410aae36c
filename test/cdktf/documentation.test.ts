import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { documentedExports } from "../../scripts/typescript";
import { compilerErrors, excerpts } from "../support/compile";

const folder = join(__dirname, "../../lib/constructs");

/** The code after each \`@example\` of a doc comment. */
function examplesIn(text: string): string[] {
  const comments = text.match(/\/\*\*[^]*?\*\//g) ?? [];
  const lines = (comment: string) => comment.replace(/^\s*\/?\*+\/? ?/gm, "");
  return comments.flatMap((comment) => lines(comment).split("@example\n").slice(1));
}

const examples = readdirSync(folder)
  .filter((name) => name.endsWith(".ts"))
  .flatMap((name) => examplesIn(readFileSync(join(folder, name), "utf8")));

test("every construct and every attach has an example", () => {
  const made = ["NetworkStack", "BridgeNetwork", "Container", "HostNetwork", "MacvlanNetwork", "OverlayNetwork"].map(
    (name) => `new ${name}(`,
  );
  for (const name of [...made, "front.attach(", "host.attach(", "lan.attach(", "mesh.attach("]) {
    expect(examples.some((example) => example.includes(name))).toBe(true);
  }
});

test("all examples in the documentation of the constructs compile", () => {
  expect(compilerErrors([excerpts(examples)])).toEqual([]);
});

test("an example with a mistake would be found", () => {
  expect(compilerErrors([excerpts(["front.attach(web, { adresses: [] });"])])).toHaveLength(1);
});

test("everything that the package exports has a doc comment, and so has each of its members", () => {
  const all = documentedExports();
  const members = all.flatMap(({ name, properties, methods }) =>
    [...properties, ...methods].map((one) => ({ ...one, name: `${name}.${one.name}` })),
  );
  expect([...all, ...members].filter(({ doc }) => doc.text === "").map(({ name }) => name)).toEqual([]);
});
