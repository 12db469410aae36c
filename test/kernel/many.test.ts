import { lineOf } from "../../lib/kernel/line";
import { iproute2 } from "../../providers/iproute2";
import { openShell } from "../../providers/shell";
import { createByHand, deleteByHand, endpointFacts } from "../support/baseline";
import { dump } from "../support/by-hand";
import { emptyLab, insideLab, labConfig, look, openLab, perform, scopeOf } from "../support/lab";
import { adding, deleting } from "../support/wanted";

insideLab();

const COUNT = 150;
const facts = endpointFacts(COUNT);
const spaces = Array.from({ length: COUNT }, (_, n) => `c${n}`);
const scope = scopeOf(spaces);

beforeEach(() => emptyLab());
afterEach(() => emptyLab());

test("many endpoints are made and taken away by one script each, and the host is then as it was", async () => {
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

test("the batch by hand that the benchmark compares with makes the same network, but for the marks", async () => {
  createByHand(COUNT);
  const seen = await look(await openLab(), scope);
  const unmarked = facts.map((fact) =>
    lineOf(fact)
      .replace(/ # .*/, "")
      .replace(/ addresses .*/, ""),
  );
  expect([...seen.facts.values()].map(lineOf).sort()).toEqual(unmarked.sort());
  deleteByHand(COUNT);
});
