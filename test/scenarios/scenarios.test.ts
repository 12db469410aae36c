import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runScenario, titleOf } from "../support/scenario";

describe("scenarios", () => {
  for (const name of readdirSync(__dirname).filter((file) => file.endsWith(".txt"))) {
    const path = join(__dirname, name);
    it(`${name.replace(/\.txt$/, "")}: ${titleOf(readFileSync(path, "utf8"))}`, () => runScenario(path));
  }
});
