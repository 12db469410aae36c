/** The guides on the real kernel: the laboratory of the first hour, and three tiers on two hosts with its program and its commands. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scaffold } from "../../lib/cli/scaffold";
import { version } from "../../package.json";
import { emptyLab, insideLab } from "../support/lab";
import { fencedIn } from "../support/markdown";

insideLab();

const root = join(__dirname, "../..");
const program = join(root, "dist/bin/netweft.js");
const blocks = fencedIn("docs/guides/three-tiers.md");
const written = (language: string) => blocks.filter((block) => block.language === language).map(({ text }) => text);

beforeAll(() => {
  if (!existsSync(program)) throw new Error("Run `npm run build` first: the guide runs the built program.");
});
beforeEach(emptyLab);
afterEach(emptyLab);

/** A command that the guide says fails must fail, each other one must not. */
function checked(line: string): string {
  const [command, failure] = line.split(/ # fails(?:: )?/) as [string, string?];
  if (failure === undefined) return command;
  return `code=0; ${command} || code=$?; [ "$code" ${failure === "" ? "-ne 0" : `-eq ${failure}`} ]`;
}

test("the laboratory of the first hour has a network, processes, /run and /etc/netns of its own", () => {
  const block = fencedIn("docs/guides/first-hour.md").find(({ text }) => text.includes("unshare"))!;
  const script = block.text.replaceAll("sudo ", "").replace("bash'", "ip -o link; ip netns add web; ls -A /run /etc/netns'");
  const { status, stdout, stderr } = spawnSync("sh", ["-euc", script], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^1: lo: <LOOPBACK,UP,.*\n\/etc\/netns:\n\n\/run:\nmount\nnetns\n$/);
  expect(spawnSync("ip", ["netns"], { encoding: "utf8" }).stdout).toBe("");
});

test("a shop of three tiers is built, reached, repaired and destroyed with the commands of the guide", () => {
  mkdirSync(join(root, ".netweft"), { recursive: true });
  const folder = mkdtempSync(join(root, ".netweft", "tiers-"));
  try {
    writeFileSync(join(folder, "cdktf.json"), scaffold(folder, version)["cdktf.json"]!);
    writeFileSync(join(folder, "main.ts"), written("ts")[0]!);
    // The first block is for the simulated kernel.
    const script = written("sh").slice(1).join("\n").split("\n").map(checked).join("\n").replaceAll("npx netweft", `node ${program}`);
    const { status, stdout, stderr } = spawnSync("bash", ["-euc", script], { cwd: folder, encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining("ping: db: ") as string });
    for (const words of ["Resources: 9 added", "This is the shop.", "No drift.", "Resources: 9 destroyed"]) expect(stdout).toContain(words);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
