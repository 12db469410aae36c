/** Confirmations of which an answer is lost on the way: what a run says of its hosts, and what they are. */
import { doors } from "../../../bin/doors";
import { confirmationOf } from "../../../lib/cli/confirmation";
import { probesOf } from "../../../lib/cli/probes";
import { diagnose, fail, ok } from "../../../lib/diagnostic";
import { changeId } from "../../../lib/engine/apply/confirmation";
import { emptyState } from "../../../lib/engine/state";
import { takenBack } from "../../../lib/engine/apply/taken-back";
import { openHosts, type Hosts } from "../../../lib/reconcile/hosts";
import { rehearsal } from "../../../providers/backends/simulated";
import { machineClock } from "../../../providers/system/clock";
import { plainHost } from "../../support/hosts";
import { labConfig } from "../../support/lab";
import { value } from "../../support/world";

const scope = { netns: [], adopt: {}, sysctls: [] };
const NAMES = ["edge1", "edge2"];
const id = changeId("lineage", "0001");
const config = { ...labConfig({ edge1: plainHost, edge2: plainHost }), backend: "simulated" as const };

/** Two simulated hosts in memory that wait for a confirmation. */
async function waiting(change = id): Promise<Hosts> {
  const drivers = rehearsal({ facts: [], lacks: new Map(), capabilities: new Map() }, ["simulated"]);
  const hosts = value(await openHosts([config], drivers));
  const way = { id: change, by: "alice", seconds: 600, steps: [], scope, secrets: new Map() };
  const seen = await hosts.observe(new Map(NAMES.map((host) => [host, scope])));
  await hosts.arm(new Map(NAMES.map((host) => [host, { ...way, generation: value(seen.get(host)!).generation }])));
  return hosts;
}

const lost = (host: string) => fail(diagnose("connection-lost", "The connection broke.", { host }));

/** The hosts, over connections that lose these answers to the first order to end a wait. */
function losing(hosts: Hosts, ...names: readonly string[]): Hosts {
  let isFirst = true;
  const disarm: Hosts["disarm"] = async (orders) => {
    const answers = await hosts.disarm(orders);
    const lose = isFirst ? names : [];
    isFirst = false;
    return new Map([...answers].map(([host, answer]) => [host, lose.includes(host) ? lost(host) : answer]));
  };
  return { ...hosts, disarm };
}

const guard = { hosts: NAMES, since: machineClock.monotonic(), diagnostics: [] };
const confirmation = { id, by: "alice", seconds: 1, decide: () => Promise.reject(new Error("not asked")) };

test("a host has gone back, and its answer was lost: the run says that it went back", async () => {
  const { back, diagnostics } = await takenBack(losing(await waiting(), "edge1"), guard, confirmation, machineClock);
  expect([back, diagnostics.map(({ code, detail }) => [code, detail])]).toEqual([
    NAMES,
    [["went-back", expect.stringMatching(/^Host "edge1" went back by itself at \S+Z\.$/)]],
  ]);
});

test("a host that was confirmed before keeps the change, which the run says", async () => {
  const hosts = await waiting();
  await hosts.disarm(new Map([["edge2", { id, how: "keep" }]]));
  const { back, diagnostics } = await takenBack(hosts, guard, confirmation, machineClock);
  expect(back).toEqual(["edge1"]);
  expect(diagnostics).toMatchObject([{ code: "not-restored", at: { host: "edge2" }, detail: expect.stringContaining("keeps the change") }]);
});

test("a host that has the confirmation, and whose answer was lost, is confirmed in the next round", async () => {
  const probed = { seconds: 60, probes: value(probesOf(["path"])) };
  const found: Hosts[] = [];
  const ground = { plan: { instances: [], providers: [] }, state: emptyState("lineage") };
  const decision = value(confirmationOf({ doors }, probed, ground, async () => ok({ ...found[0]!, close: () => Promise.resolve() })));
  found.push(losing(await waiting(decision.id), "edge2"));
  expect(await decision.decide(NAMES, machineClock.monotonic())).toEqual({ how: "kept" });
});
