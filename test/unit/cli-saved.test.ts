/** Altered plan files with a matching digest: both `show` and `apply` refuse them. */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openFolder, type Folder } from "../support/folder";

const configuration = {
  resource: {
    netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24"], names: false } },
    netweft_namespace: { web: { name: "web", sysctls: { "net.core.somaxconn": "1024" } } },
  },
};

let folder: Folder;

beforeEach(() => {
  folder = openFolder();
  folder.write(configuration);
});
afterEach(() => folder.close());

/** The last line is the digest of everything before it. */
function alter(file: string, from: string, to: string): void {
  const path = join(folder.path, file);
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  const digest = lines.pop()!;
  const body = `${lines.join("\n")}\n`;
  const sum = (text: string) => createHash("sha256").update(text).digest("hex");
  const altered = body.replaceAll(from, to);
  expect(altered).not.toBe(body);
  expect(digest).toContain(sum(body));
  writeFileSync(path, `${altered}${digest.replace(sum(body), sum(altered))}\n`);
}

test.each([
  ["a setting", "sysctl net.core.somaxconn = 1024", "sysctl net.core.somaxconn = 99"],
  ["a setting that no resource can have", "net.ipv4.ip_forward", "kernel.core_pattern"],
  ["a namespace", "netns web", "netns victim"],
])("%s is another one", async (_, from, to) => {
  await folder.run(0, "plan", "--out", "t.plan");
  await folder.run(0, "show", "t.plan");
  alter("t.plan", from, to);
  for (const args of [["show"], ["apply"]]) expect((await folder.run(1, ...args, "t.plan")).stderr).toContain("plan-damaged");
  expect((await folder.run(0, "sim", "show")).stdout).toBe("");
  expect((await folder.run(0, "state", "list")).stdout).toBe("");
});
