/** The example that runs with one command on the real kernel: its output, and its complete cleanup. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { command, emptyLab, insideLab } from "../support/lab";
import { procText } from "../support/proc";

insideLab();

const root = join(__dirname, "../..");

beforeAll(() => {
  if (!existsSync(join(root, "dist/bin/netweft.js"))) throw new Error("Run `npm run build` first: the example runs the built program.");
});
beforeEach(emptyLab);

/** The machine's network, namespaces, their files, and the processes of name servers. */
function machine(): object {
  const commands = ["ip -d addr show", "ip route show table all", "ip -6 route show table all", "ip netns list", "nft list ruleset"];
  const folders = ["/etc/netns", "/run/netns", "/run/netweft", join(root, "examples/overlay")];
  return {
    outputs: commands.map((line) => command(line)),
    folders: folders.map((folder) => (existsSync(folder) ? readdirSync(folder) : undefined)),
    servers: readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && procText(pid, "cmdline").includes("nwo-shop-mesh")),
  };
}

function run(folder: string) {
  return spawnSync(join(folder, "run.sh"), { encoding: "utf8", timeout: 300_000 });
}

test("the overlay example runs from plan to destroy with one command, and leaves the machine unchanged", () => {
  const before = machine();
  const { status, stdout, stderr } = run(join(root, "examples/overlay"));
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const shown = [
    "+ edge1 - fdb 00:00:00:00:00:00 dev nwx42 dst 192.0.2.3",
    "Apply complete! Resources: 7 added",
    "No changes.",
    "PING sql(db.mesh (fd00:20::",
    "edge3.db ping -4 -q -c 1 -w 5 web",
    "This is web.",
    "- edge1 - fdb 00:00:00:00:00:00 dev nwx42 dst 192.0.2.3\n    is gone; belongs to netweft_overlay_network.mesh",
    "0 added, 1 changed, 0 destroyed",
    "No drift.",
    "Destroy complete! Resources: 7 destroyed.",
    "Success: the hosts are back in their initial state.",
  ];
  expect(shown.filter((words) => !stdout.includes(words))).toEqual([]);
  expect(stdout.match(/ 1 received, 0% packet loss/g)).toHaveLength(5);
  expect(machine()).toEqual(before);
});

test("if a container does not reach another one, the example reports it, fails, and leaves the machine unchanged", () => {
  mkdirSync(join(root, ".netweft"), { recursive: true });
  const folder = mkdtempSync(join(root, ".netweft", "example-"));
  try {
    cpSync(join(root, "examples/overlay"), folder, { recursive: true });
    const program = readFileSync(join(folder, "main.ts"), "utf8");
    writeFileSync(join(folder, "main.ts"), program.replace('{ aliases: ["sql"] }', "{}"));
    const before = machine();
    const { status, stdout, stderr } = run(folder);
    expect(stdout).toContain("ping -q -c 1 -w 5 sql");
    expect({ status, end: stderr.trim().split("\n").at(-1) }).toEqual({ status: 1, end: "Expected exit code 0, got 2." });
    expect(machine()).toEqual(before);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
