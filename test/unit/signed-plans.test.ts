/** Plans that are signed with a passphrase, and applies that refuse others. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openFolder, type Folder } from "../support/folder";
import { withDigest } from "../support/inputs";
import { netweft, type Ran } from "../support/netweft";

const PASSPHRASE = "correct horse battery staple";
const SECRET = { NETWEFT_PLAN_PASSPHRASE: PASSPHRASE };

let folder: Folder;
const path = (name: string) => join(folder.path, name);
const lines = (name: string) => readFileSync(path(name), "utf8").trimEnd().split("\n");
const run = (env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ran> =>
  netweft(args, { cwd: folder.path, env: { NETWEFT_BACKEND: "simulated", ...env } });

beforeAll(async () => {
  folder = openFolder();
  folder.write({ resource: { netweft_namespace: { web: { name: "web" } } } });
  for (const args of [
    ["--out", "unsigned"],
    ["--out", "signed", "--sign"],
    ["--out", "other", "--sign"],
  ])
    expect(await run(SECRET, "plan", ...args)).toMatchObject({ code: 0 });
});
afterAll(() => folder.close());

/** A file that is refused, with its code, before anything is done. */
async function refusal(name: string, env: Readonly<Record<string, string>> = SECRET): Promise<string | undefined> {
  const { code, stderr } = await run(env, "apply", "--require-signed", name);
  expect([code, stderr]).toEqual([1, expect.stringContaining("Nothing was changed")]);
  return /\[([a-z-]+)\]/.exec(stderr)?.[1];
}

test("a plan without a signature, a changed one, one with another plan's signature, and one of another passphrase are refused", async () => {
  const [end, signature] = lines("signed").slice(-2);
  const changed = lines("signed")
    .slice(0, -2)
    .map((line) => line.replaceAll("web", "wxb"));
  writeFileSync(path("changed"), `${withDigest(changed.join("\n"))}${signature}\n`);
  writeFileSync(
    path("pasted"),
    `${lines("signed").slice(0, -1).join("\n")}\n${lines("other")
      .at(-1)!
      .replace(/"mac":"../, '"mac":"00')}\n`,
  );
  expect(await refusal("unsigned")).toBe("plan-unsigned");
  expect(await refusal("changed")).toBe("plan-signature-wrong");
  expect(await refusal("pasted")).toBe("plan-signature-wrong");
  expect(await refusal("signed", { NETWEFT_PLAN_PASSPHRASE: `${PASSPHRASE}.` })).toBe("plan-signature-wrong");
  expect(await refusal("signed", {})).toBe("passphrase-unusable");
  expect(end).toMatch(/^\{"end":/);
  expect((await run({}, "sim", "show")).stdout).not.toContain("netns");
});

test("a signature that would cost memory or time to check, or is no signature, is a damaged plan at once", async () => {
  const [signature] = lines("signed").slice(-1);
  const before = lines("signed").slice(0, -1).join("\n");
  const began = performance.now();
  for (const [from, to] of [
    ['"n":131072', '"n":1073741824'],
    ['"n":131072', '"n":1024'],
    ['"r":8', '"r":4096'],
    ['"p":1', '"p":65535'],
    ['"kdf":"scrypt"', '"kdf":"none"'],
    ['"mac":"', '"mac":"00'],
  ] as const) {
    writeFileSync(path("costly"), `${before}\n${signature!.replace(from, to)}\n`);
    expect(await refusal("costly")).toBe("plan-damaged");
  }
  writeFileSync(path("twice"), `${before}\n${signature}\n${signature}\n`);
  expect(await refusal("twice")).toBe("plan-damaged");
  expect(performance.now() - began).toBeLessThan(20_000);
});

test("a passphrase that can be found by trying signs nothing, and none is taken from an option", async () => {
  expect(await run({ NETWEFT_PLAN_PASSPHRASE: "short" }, "plan", "--out", "weak", "--sign")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("[passphrase-unusable]"),
  });
  expect(await run(SECRET, "plan", "--sign")).toMatchObject({ code: 1, stderr: expect.stringContaining("[option-incomplete]") });
  expect(await run(SECRET, "apply", "--require-signed")).toMatchObject({ code: 1, stderr: expect.stringContaining("[option-incomplete]") });
  expect(await run(SECRET, "plan", "--out", "x", `--sign=${PASSPHRASE}`)).toMatchObject({ code: 1 });
});

test("a signed plan says nothing of the passphrase, is shown as every other one, and is applied", async () => {
  expect(readFileSync(path("signed"), "utf8")).not.toContain(PASSPHRASE);
  expect(await run({}, "show", "signed")).toMatchObject({ code: 0, stdout: expect.stringContaining("netweft_namespace.web") });
  const { code, stdout, stderr } = await netweft(["apply", "--require-signed", "signed"], {
    cwd: folder.path,
    env: { NETWEFT_BACKEND: "simulated" },
    answers: [PASSPHRASE],
  });
  expect([code, stderr, stdout]).toEqual([0, "", expect.stringContaining("Apply complete!")]);
});
