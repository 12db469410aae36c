/** Any `lifecycle` settings, in any change of any stack to any other. */
import * as fc from "fast-check";
import type { Planned } from "../../lib/engine";
import { hasErrors, type Result } from "../../lib/diagnostic";
import { textOf } from "../../lib/kernel/line";
import { draws, renamed, settingsIn, withLifecycles } from "../support/lifecycles";
import { runs } from "../support/runs";
import { GROUND } from "../support/stack-hosts";
import { toJson } from "../support/stack-json";
import { stacks } from "../support/stacks";
import { done, inLab, say, value, withoutForwarding, type Lab } from "../support/world";

const RUNS = runs(4);
const inGround = (check: (lab: Lab) => Promise<void>) => inLab(check, { ground: GROUND });

const actionsIn = ({ plan }: Planned) => new Map(plan.resources.map(({ address, action }) => [address, action]));
const codesOf = (planned: Result<Planned>) => [
  ...new Set((planned.ok ? [] : planned.diagnostics).flatMap(({ code, severity }) => (severity === "error" ? [code] : []))),
];

async function expectEmptyPlan(lab: Lab, text: string): Promise<void> {
  const planned = value(await lab.plan(text));
  expect(planned.plan.changes.map(({ action, key }) => `${action} ${key}`)).toEqual([]);
  expect([...actionsIn(planned)].filter(([, action]) => action !== "no-op")).toEqual([]);
}

/** What is created first can need what the old object has; then the change is possible without that setting. */
async function expectClash(lab: Lab, planned: Result<Planned>, plain: string): Promise<void> {
  expect(codesOf(planned)).toEqual(["cannot-coexist"]);
  value(await lab.plan(plain));
}

const hasDeposed = ({ state }: Lab) => [...state.instances.keys()].some((address) => address.includes("(deposed"));

test("create_before_destroy, replace_triggered_by and ignore_changes: after an apply the plan is empty, and a destroy leaves nothing", () =>
  fc.assert(
    fc.asyncProperty(stacks, stacks, draws("renamed first", "renamed first", "first", "trigger", "ignore"), (stack, other, drawn) =>
      inGround(async (lab) => {
        const before = await lab.lines();
        done(await lab.apply(withLifecycles(toJson(stack, lab.provider), drawn)));
        const later = drawn.filter(({ what }) => !what.endsWith("first"));
        const target = renamed(toJson(other, lab.provider), drawn);
        const [text, plain] = [withLifecycles(target, drawn), withLifecycles(target, later)];
        const planned = await lab.plan(text);
        if (!planned.ok) await expectClash(lab, planned, plain);
        const chosen = planned.ok ? text : plain;
        const actions = actionsIn(value(await lab.plan(chosen)));
        for (const [address, [by]] of settingsIn(chosen, "replace_triggered_by") as ReadonlyMap<string, readonly [string]>)
          if (["update", "replace"].includes(actions.get(by)!)) expect(["replace", "create"]).toContain(actions.get(address));
        const prior = lab.state;
        done(await lab.apply(chosen));
        for (const [address, [name]] of settingsIn(chosen, "ignore_changes") as ReadonlyMap<string, readonly [string]>)
          if (["update", "no-op"].includes(actions.get(address)!))
            expect(lab.state.instances.get(address)!.attributes[name]).toEqual(prior.instances.get(address)!.attributes[name]);
        expect(hasDeposed(lab)).toBe(false);
        await expectEmptyPlan(lab, chosen);
        done(await lab.apply(chosen, { mode: "destroy" }));
        expect(withoutForwarding(await lab.lines())).toEqual(withoutForwarding(before));
      }),
    ),
    RUNS,
  ));

test("an overlay network whose keys the apply makes, and that is created first, leaves no old object", () =>
  inGround(async (lab) => {
    const mesh = { name: "one", vni: 100, subnets: ["10.50.0.0/24"], members: ["local"] };
    const text = (more: object) =>
      JSON.stringify({ provider: { netweft: lab.provider }, resource: { netweft_overlay_network: { mesh: { ...mesh, ...more } } } });
    done(await lab.apply(text({})));
    const members = ["far", "off"];
    const next = text({ name: "two", members, encryption: "wireguard", lifecycle: { create_before_destroy: true } });
    expect(done(await lab.apply(next))).toMatchObject({ added: 1, destroyed: 1 });
    await expectEmptyPlan(lab, next);
  }));

test("an apply with these settings that fails at any step is completed by the next one, and no old object is left", () =>
  fc.assert(
    fc.asyncProperty(stacks, stacks, draws("renamed first", "renamed first", "first", "ignore"), fc.nat(), (stack, other, drawn, seed) =>
      inGround(async (lab) => {
        const before = await lab.lines();
        const configured = (faults: readonly object[] = []) =>
          withLifecycles(renamed(toJson(other, { ...lab.provider, simulated: { ...lab.provider.simulated, faults } }), drawn), drawn);
        done(await lab.apply(withLifecycles(toJson(stack, lab.provider), drawn)));
        const planned = await lab.plan(configured());
        if (!planned.ok) return;
        const steps = planned.value.plan.phases.flatMap((phase) => Object.values(phase).flat());
        const step = steps[seed % Math.max(steps.length, 1)];
        if (step === undefined) return;
        const applied = await lab.apply(configured([{ step: `${step.verb} ${textOf(step.fact).replace(/\?.*$/, "")}` }]));
        expect(hasErrors(applied.diagnostics)).toBe(true);
        const again = await lab.plan(configured());
        if (!again.ok) throw new Error(again.diagnostics.map(say).join("\n"));
        done(await lab.apply(configured()));
        expect(hasDeposed(lab)).toBe(false);
        await expectEmptyPlan(lab, configured());
        done(await lab.apply(configured(), { mode: "destroy" }));
        expect(withoutForwarding(await lab.lines())).toEqual(withoutForwarding(before));
      }),
    ),
    RUNS,
  ));

test("prevent_destroy: a plan is an error exactly where it would destroy or replace an instance whose block stands", () =>
  fc.assert(
    fc.asyncProperty(stacks, stacks, draws("guard", "guard", "trigger"), (stack, other, drawn) =>
      inGround(async (lab) => {
        done(await lab.apply(withLifecycles(toJson(stack, lab.provider), drawn)));
        const text = withLifecycles(toJson(other, lab.provider), drawn);
        const open = withLifecycles(
          toJson(other, lab.provider),
          drawn.map((draw) => ({ ...draw, at: draw.what === "guard" ? -1 : draw.at })),
        );
        const actions = actionsIn(value(await lab.plan(open)));
        const hit = [...settingsIn(text, "prevent_destroy").keys()].filter((address) => actions.get(address) === "replace");
        const planned = await lab.plan(text);
        const named = (planned.ok ? [] : planned.diagnostics).flatMap(({ code, at }) =>
          code === "prevented-destroy" ? [at.resource] : [],
        );
        expect([planned.ok, [...new Set(named)].sort()]).toEqual([hit.length === 0, hit.sort()]);
        const destroyed = await lab.plan(text, { mode: "destroy" });
        expect(destroyed.ok).toBe(![...settingsIn(text, "prevent_destroy").keys()].some((address) => lab.state.instances.has(address)));
      }),
    ),
    RUNS,
  ));
