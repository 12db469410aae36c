import { POLICY } from "../../../lib/engine/policy";
import { settle } from "../../../lib/reconcile/execute/settle";
import { verify } from "../../../lib/reconcile/execute/confirm";
import { diff } from "../../../lib/reconcile/diff";
import { changedHosts, fingerprint } from "../../../lib/reconcile/fingerprint";
import { makePhases } from "../../../lib/reconcile/phases";
import { lackingPrograms } from "../../../lib/reconcile/requirements";
import { sessionsHaveRoom } from "../../../lib/engine/checks/foreign-bgp";
import { declaredView } from "../../../lib/engine/checks/view";
import { asFacts, desiredBy, type Goal } from "../../../lib/reconcile/goal";
import { openHosts } from "../../../lib/reconcile/hosts";
import type { Phase } from "../../../lib/reconcile/plan";
import { covers, scopesOf } from "../../../lib/reconcile/scope";
import type { Clock } from "../../../lib/ports/clock";
import type { Scope } from "../../../lib/ports/backend";
import { registry } from "../../../lib/resources";
import { factsOf, type Facts } from "../../../lib/kernel/facts";
import { keyOf } from "../../../lib/kernel/kinds";
import { PROGRAMS, type Program } from "../../../lib/kernel/program";
import { openSimulated, simSet } from "../../../providers/backends/simulated";
import { simulatedLab, type SimulatedLab } from "../../support/simulated";
import { observationOf } from "../../support/observation";
import { factOf } from "../../support/test-driver";

const PROCESS = "local - bgp 65157 router-id 192.0.2.1";
const NEIGHBOR = "local - neighbor 192.0.2.2 as 65157 source 192.0.2.1";
const OWNER = "netweft_overlay_network.blue";

const facts = (...lines: readonly string[]): Facts => factsOf(lines.map(factOf));
const on = (...lines: readonly string[]) => new Map([["local", facts(...lines)]]);

function goalOf(...lines: readonly string[]): Goal {
  const { desired } = desiredBy([{ address: OWNER, facts: lines.map(factOf) }]);
  return { closedWorld: true, desired, owned: new Map(desired) };
}

function planned(goal: Goal, actual: ReadonlyMap<string, Facts>) {
  const { changes } = diff(goal, {
    ...POLICY,
    actual,
    refused: new Set(),
    waiting: new Set(),
    forced: new Set(),
    isMeant: () => true,
    importId: () => undefined,
    stacks: new Set(),
  });
  return makePhases(changes, goal, actual);
}

describe("a session that is down", () => {
  const goal = goalOf(PROCESS, NEIGHBOR);

  test("is no difference that a step could repair, and none that makes an apply fail", () => {
    expect(planned(goal, on(PROCESS, `${NEIGHBOR} down`)).changes).toEqual([]);
    const change = { action: "add", key: keyOf(factOf(NEIGHBOR)), after: factOf(NEIGHBOR), owners: [OWNER], because: "declared" } as const;
    const seen = new Map([["local", { ...nothing, facts: facts(PROCESS, `${NEIGHBOR} down`) }]]);
    expect(verify([change], seen, new Set())).toEqual({ failed: new Set(), diagnostics: [] });
  });

  test("stays as it is when something else about the neighbor changes", () => {
    const { changes } = planned(goal, on(PROCESS, `${NEIGHBOR} client down`));
    expect(changes.map(({ action }) => action)).toEqual(["change"]);
  });

  test("does not make a plan stale", () => {
    const before = on(PROCESS, `${NEIGHBOR} client`);
    const seen = fingerprint(planned(goal, before), before);
    expect(changedHosts(seen, on(PROCESS, `${NEIGHBOR} client down`))).toEqual([]);
    expect(changedHosts(seen, on(PROCESS, NEIGHBOR))).toEqual(["local"]);
  });
});

const nothing = observationOf();

describe("after an apply", () => {
  let lab: SimulatedLab;
  beforeEach(() => {
    lab = simulatedLab();
  });
  afterEach(() => lab.remove());

  /** A clock that advances when it is waited for; `at` is called at every moment. */
  function clock(at: (now: number) => Promise<void> = async () => {}): Clock {
    let now = 0;
    const sleep = (milliseconds: number) => at((now += milliseconds));
    return { now: () => "", monotonic: () => now, sleep, uuid: () => "", random: () => "" };
  }

  async function settled(time: Clock, states?: Parameters<typeof settle>[3]) {
    const hosts = await openHosts([lab.config], { simulated: openSimulated });
    if (!hosts.ok) throw new Error(hosts.diagnostics[0]!.detail);
    const scopes = scopesOf([factOf(NEIGHBOR)]);
    const answer = (await hosts.value.observe(scopes)).get("local")!;
    if (!answer.ok) throw new Error(answer.diagnostics[0]!.detail);
    const ours = new Set([keyOf(factOf(NEIGHBOR))]);
    return settle(new Map([["local", answer.value]]), ours, { hosts: hosts.value, clock: time, onEvent: () => undefined }, states);
  }

  const set = async (line: string) => expect(await simSet(lab.config, line)).toMatchObject({ ok: true });

  test("a session that is coming up is waited for", async () => {
    for (const line of [PROCESS, `${NEIGHBOR} down`]) await set(line);
    const { seen, diagnostics } = await settled(clock(async (now) => (now === 1000 ? set(NEIGHBOR) : undefined)));
    expect(diagnostics).toEqual([]);
    expect(seen.get("local")!.facts.get(keyOf(factOf(NEIGHBOR)))).toEqual(factOf(NEIGHBOR));
    expect(seen.get("local")!.unsettled.size).toBe(0);
  });

  test("one that does not come up is reported after ten seconds, and is no error", async () => {
    for (const line of [PROCESS, `${NEIGHBOR} down`]) await set(line);
    const time = clock();
    const { diagnostics } = await settled(time);
    expect(time.monotonic()).toBe(10_000);
    expect(diagnostics).toMatchObject([{ severity: "warning", code: "session-down", at: { host: "local", fact: `${NEIGHBOR} down` } }]);
  });

  test("phases of a plan do not wait for one", async () => {
    for (const line of [PROCESS, `${NEIGHBOR} down`]) await set(line);
    const time = clock();
    expect((await settled(time, ["tentative"])).diagnostics).toEqual([]);
    expect(time.monotonic()).toBe(0);
  });
});

describe("foreign configuration in a host's BGP", () => {
  const problems = (wanted: readonly string[], there: readonly string[]) => {
    const goal = goalOf(...wanted);
    const nothing = {
      ...declaredView([], registry),
      programs: new Map(),
      hosts: new Map(),
      changes: [],
      missing: [],
    };
    return sessionsHaveRoom({ ...nothing, goal, wanted: asFacts(goal.desired), actual: on(...there) });
  };
  const foreign = (asn: number, id = "192.0.2.1") => `local - bgp ${asn} router-id ${id} foreign`;

  test("is joined if it has our AS and our router id, or already has our peer group", () => {
    expect(problems([PROCESS, NEIGHBOR], [])).toEqual([]);
    expect(problems([PROCESS, NEIGHBOR], [foreign(65157), "local - neighbor 192.0.2.9 as 65001 foreign"])).toEqual([]);
    expect(problems([PROCESS], [foreign(65157, "192.0.2.77"), "local - bgp 65157 router-id 192.0.2.77"])).toEqual([]);
  });

  test.each([
    ["another number", [foreign(65001)], ['Host "local" runs BGP already, as AS 65001', "in AS 65157", "no router bgp 65001"]],
    ["another router id", [foreign(65157, "192.0.2.77")], ["router id 192.0.2.77", "bgp router-id 192.0.2.1"]],
    ["our neighbor", ["local - neighbor 192.0.2.2 as 65001 foreign"], ['"local - neighbor 192.0.2.2 as 65001 foreign"', "peer-group"]],
  ])("is a conflict: %s", (_, there, words) => {
    const [problem, ...more] = problems([PROCESS, NEIGHBOR], there);
    expect([problem, more]).toMatchObject([{ code: "foreign-object", at: { resource: OWNER, host: "local" } }, []]);
    for (const part of words) expect(problem!.detail).toContain(part);
  });
});

describe("FRR", () => {
  const phase: Phase = { local: [{ n: 1, verb: "add", fact: factOf(PROCESS), owners: [OWNER] }] };
  const lacking = (...gone: readonly Program[]) =>
    lackingPrograms([phase], new Map([["local", PROGRAMS.filter((program) => !gone.includes(program))]]));

  test("is reported missing before anything is done, with the remedy: install or only start it", () => {
    expect(lacking()).toEqual([]);
    expect(lacking("bgpd", "frr")).toMatchObject([{ code: "program-missing", at: { resource: OWNER, host: "local" } }]);
    expect(lacking("bgpd", "frr")[0]!.detail).toContain("Install it there (Debian's package is frr). Set `bgpd=yes`");
    expect(lacking("bgpd")[0]!.detail).toMatch(/no running `bgpd` and `zebra`.*although FRR is installed.*systemctl restart frr/);
  });

  test("is detected only for resources that need it", () => {
    const bare: Scope = { netns: [], adopt: {}, sysctls: [] };
    expect(scopesOf([factOf(PROCESS)]).get("local")).toEqual({ ...bare, bgp: true });
    expect(scopesOf([factOf(NEIGHBOR)]).get("local")).toEqual({ ...bare, bgp: true });
    expect(scopesOf([factOf("local - netns web")]).get("local")).toEqual({ ...bare, netns: ["web"] });
    expect([covers(bare, { ...bare, bgp: true }), covers({ ...bare, bgp: true }, bare)]).toEqual([false, true]);
  });
});
