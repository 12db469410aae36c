import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { lineOf } from "../../lib/kernel/line";
import { iproute2 } from "../../providers/backends/iproute2";
import { openShell } from "../../providers/transports";
import { createByHand, deleteByHand, endpointFacts } from "../support/baseline";
import { dump } from "../support/by-hand";
import { openFolder } from "../support/folder";
import { command, emptyLab, insideLab, labConfig, snapshot, openLab, perform, scopeOf } from "../support/lab";
import { TIMES } from "../support/runs";
import { adding, deleting } from "../support/wanted";

insideLab();

const COUNT = TIMES === 1 ? 60 : 150;
const facts = endpointFacts(COUNT);
const spaces = Array.from({ length: COUNT }, (_, n) => `c${n}`);
const scope = scopeOf(spaces);

beforeEach(() => emptyLab());
afterEach(() => emptyLab());

test("many endpoints are created by one script and deleted by another, and the host is unchanged then", async () => {
  const calls: string[] = [];
  const opened = await iproute2((name, host, programs) => {
    const shell = openShell(name, host, programs);
    if (!shell.ok) return shell;
    const { run, close } = shell.value;
    return { ...shell, value: { close, run: (call, onLine) => (calls.push(call.program), run(call, onLine)) } };
  })(labConfig());
  if (!opened.ok) throw new Error(opened.diagnostics[0]!.detail);
  const before = dump();
  const made = await perform(opened.value, adding(facts), scope);
  expect(made.failed?.diagnostic.detail).toBeUndefined();
  expect(made.done).toBe(facts.length);
  expect([...made.after!.facts.values()].map(lineOf).sort()).toEqual(facts.map(lineOf).sort());
  const gone = await perform(opened.value, deleting(facts), scope);
  expect(gone.failed?.diagnostic.detail).toBeUndefined();
  expect([...gone.after!.facts.values()]).toEqual([]);
  expect(dump()).toBe(before);
  expect(calls).toEqual(["observe", "apply", "observe", "apply"]);
});

/** Networks with one container each, which publishes twenty ports. */
function published(networks: number): object {
  const each = <T>(make: (n: number) => T) => Object.fromEntries(Array.from({ length: networks }, (_, n) => [`n${n}`, make(n)]));
  return {
    resource: {
      netweft_bridge_network: each((n) => ({ name: `n${n}`, subnets: [`10.${n}.0.0/24`], names: false })),
      netweft_namespace: each((n) => ({ name: `c${n}` })),
      netweft_endpoint: each((n) => ({
        namespace: `\${netweft_namespace.n${n}.ref}`,
        network: `\${netweft_bridge_network.n${n}.ref}`,
        publish: Array.from({ length: 20 }, (_, port) => ({ host_port: 20_000 + n * 20 + port, port: 80 + port })),
      })),
    },
  };
}

test("50 networks with 20 published ports each are created in one firewall transaction, and deleted in another", async () => {
  const monitor = spawn("nft", ["monitor"], { stdio: ["ignore", "pipe", "inherit"] });
  let transactions = 0;
  createInterface(monitor.stdout).on("line", (line) => {
    if (line.includes("new generation")) transactions++;
  });
  const folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
  try {
    folder.write(published(50));
    await folder.run(0, "apply", "--auto-approve");
    await folder.run(0, "plan", "--detailed-exitcode");
    expect(transactions).toBe(1);
    expect(command("nft list map inet netweft publish4-any").match(/tcp \. \d+ comment/g)).toHaveLength(1000);
    await folder.run(0, "destroy", "--auto-approve");
    expect(transactions).toBe(2);
    expect(command("nft list ruleset")).toBe("");
  } finally {
    monitor.kill("SIGKILL");
    folder.close();
  }
});

test("the benchmark's hand-written batch creates the same network, except for the marks", async () => {
  createByHand(COUNT);
  const seen = await snapshot(await openLab(), scope);
  const unmarked = facts.map((fact) =>
    lineOf(fact)
      .replace(/ # .*/, "")
      .replace(/ addresses .*/, ""),
  );
  expect([...seen.facts.values()].map(lineOf).sort()).toEqual(unmarked.sort());
  deleteByHand(COUNT);
});
