/** Observations beside other runs: they share the host's lock, need nothing writable, and say what they wait for. */
import { spawn } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { openFolder, type Folder } from "../support/folder";
import { command, emptyLab, insideLab } from "../support/lab";

insideLab();

let folder: Folder;
beforeEach(() => {
  emptyLab();
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
  folder.write({ resource: { netweft_namespace: { web: { name: "web" } } } });
});
afterEach(() => {
  emptyLab();
  folder.close();
});

const lockFile = () => `/run/netweft/${/\d+/.exec(readlinkSync("/proc/self/ns/net"))![0]}.lock`;
const isWaitedFor = () => readFileSync("/proc/locks", "utf8").includes("-> FLOCK");

/** Another run that holds the lock until it is released. */
async function held(how: "--shared" | "--exclusive") {
  const run = spawn("flock", [how, lockFile(), "sh", "-c", "echo; cat"], { stdio: ["pipe", "pipe", "ignore"] });
  await new Promise((done) => run.stdout.once("data", done));
  return { release: () => run.stdin.end() };
}

test("an observation that waits for an apply says so, and one beside another observation does not wait", async () => {
  await folder.run(0, "apply", "--auto-approve");
  const apply = await held("--exclusive");
  const drift = folder.run(0, "drift", "--detailed-exitcode");
  while (!isWaitedFor()) await sleep(20);
  apply.release();
  expect((await drift).stderr).toMatch(/^An apply has been running since \d{4}-\S+Z on host "local"; waiting for it to end\.$/m);

  const other = await held("--shared");
  expect((await folder.run(0, "drift", "--detailed-exitcode")).stderr).toBe("");
  other.release();
});

test("drift and plans need no writable /run/netweft, an apply does", async () => {
  await folder.run(0, "apply", "--auto-approve");
  folder.write({ resource: { netweft_namespace: { web: { name: "web" }, db: { name: "db" } } } });
  command("mount --bind /run/netweft /run/netweft");
  command("mount -o remount,bind,ro /run/netweft");
  try {
    expect((await folder.run(0, "drift", "--detailed-exitcode")).stdout).toContain("No drift.");
    await folder.run(2, "plan", "--detailed-exitcode");
    expect((await folder.run(1, "apply", "--auto-approve")).stderr).toContain("host-unfit");
  } finally {
    command("umount /run/netweft");
  }
  await folder.run(0, "apply", "--auto-approve");
});
