/** The laws of the engine, for resources that are handled one at a time. */
import * as fc from "fast-check";
import { mkdtempSync, existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { providerFields, type ProviderConfig } from "../../lib/resources/provider";
import { withDefaults } from "../../lib/schema/defaults";
import type { Draft } from "../../lib/schema/value";
import { simShow } from "../../providers/backends/simulated";
import { applyStack, openChanges, type Stack } from "../support/core-stack";
import { GROUND, HOSTS, providerFor, writeGround } from "../support/stack-hosts";
import { toJson } from "../support/stack-json";
import { stacks, type StackModel } from "../support/stacks";
import { value, withoutForwarding } from "../support/world";
import { runs } from "../support/runs";

const RUNS = runs(10);

const NOTHING: StackModel = {
  networks: [],
  overlays: [],
  lans: [],
  namespaces: [],
  endpoints: [],
  binds: [],
  routes: [],
  settings: { uplinks: [], mask: undefined, advertises: false },
};

interface Lab {
  readonly provider: Draft;
  apply(stack: StackModel, before: Stack): Promise<Stack>;
  open(stack: StackModel, state: Stack): Promise<readonly string[]>;
  lines(): Promise<readonly string[]>;
}

async function inLab(check: (lab: Lab) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "netweft-law-"));
  const provider: Draft = { simulated: { file: join(folder, "simulated.json") }, hosts: HOSTS };
  writeGround(join(folder, "simulated.json"));
  const config = withDefaults(providerFields, provider) as unknown as ProviderConfig;
  try {
    await check({
      provider,
      apply: (stack, before) => applyStack(toJson(stack, provider), providerFor(stack, provider), before),
      open: (stack, state) => openChanges(toJson(stack, provider), providerFor(stack, provider), state),
      lines: async () => [...value(await simShow(config))].sort(),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const property = (check: (lab: Lab, one: StackModel, other: StackModel) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(stacks, stacks, (one, other) => inLab((lab) => check(lab, one, other))),
    RUNS,
  );

test("an apply gives the values of a plan without observation, and then the plan is empty", () =>
  property(async (lab, one) => {
    const state = await lab.apply(one, new Map());
    expect(await lab.open(one, state)).toEqual([]);
  }));

test("a lost state is restored from the marks, without a change on any host", () =>
  property(async (lab, one) => {
    await lab.apply(one, new Map());
    const before = await lab.lines();
    const state = await lab.apply(one, new Map());
    expect(await lab.lines()).toEqual(before);
    expect(await lab.open(one, state)).toEqual([]);
  }));

test("any stack can become any other, and is destroyed completely", () =>
  property(async (lab, one, other) => {
    const state = await lab.apply(other, await lab.apply(one, new Map()));
    expect(await lab.open(other, state)).toEqual([]);
    expect([...(await lab.apply(NOTHING, state)).keys()]).toEqual([]);
    expect(withoutForwarding(await lab.lines())).toEqual([...GROUND].sort());
  }));
