/** The laws of rehearsals: a rehearsed plan equals the plan on hosts that agree with the state. */
import * as fc from "fast-check";
import { textOf } from "../../lib/kernel/line";
import { emptyState } from "../../lib/engine/state";
import { GROUND } from "../support/stack-hosts";
import { toJson } from "../support/stack-json";
import { LAN, stacks, type StackModel } from "../support/stacks";
import { done, inLab, value, withoutKeys, type Lab } from "../support/world";
import { runs } from "../support/runs";

const RUNS = runs(6);

const json = (stack: StackModel, lab: Lab) => toJson(stack, lab.provider);

/** What is assumed besides the host's own links and the gateways on them. */
const assumedOf = (lines: readonly string[]) => lines.filter((line) => !/^local - (link|route \S+ dev) (lan\d|wan\d|outside) /.test(line));

/** Stacks that use no links of their hosts: what these have is not in a state, so that a rehearsal cannot plan by it. */
const apart = stacks.map((stack): StackModel => ({
  ...stack,
  networks: stack.networks.map((one) => ({ ...one, beside: undefined, subnets: one.beside === "lan0" ? undefined : one.subnets })),
  lans: [],
  endpoints: stack.endpoints.filter(({ network }) => network !== LAN),
  settings: { ...stack.settings, uplinks: [] },
  routes: stack.routes.filter((kind) => kind !== "next hop" && kind !== "table"),
}));

async function expectNothingLeft(lab: Lab, text: string): Promise<void> {
  const { plan, applied, assumed } = value(await lab.rehearse(text));
  expect([plan.changes, plan.outputs, assumedOf(assumed)]).toEqual([[], [], []]);
  expect(plan.resources.filter(({ action }) => action !== "no-op")).toEqual([]);
  expect(done(applied)).toMatchObject({ added: 0, changed: 0, destroyed: 0 });
}

async function expectTheSame(lab: Lab, text: string, mode: "apply" | "destroy"): Promise<void> {
  const [before, state] = [await lab.lines(), lab.state];
  const rehearsed = value(await lab.rehearse(text, { mode }));
  expect(await lab.lines()).toEqual(before);
  expect(lab.state).toBe(state);
  const { plan } = value(await lab.plan(text, { mode }));
  // A state without resources does not say which simulated kernel it is for.
  const { on: _rehearsed, ...one } = rehearsed.plan;
  const { on: _real, ...two } = plan;
  expect(one).toEqual(two);
  const applied = done(rehearsed.applied);
  const { state: after, diagnostics: _said, ...counts } = done(await lab.apply(text, { mode }));
  expect(applied).toMatchObject(counts);
  const facts = ({ instances }: typeof after) =>
    [...instances].map(([address, { private: own }]) => [address, own?.facts.map(withoutKeys)]);
  expect(facts(applied.state)).toEqual(facts(after));
}

test("what was applied has nothing left in a rehearsal, which plans anything else as the hosts would have it, applies it, and writes nothing", () =>
  fc.assert(
    fc.asyncProperty(apart, apart, (stack, other) =>
      inLab(async (lab) => {
        done(await lab.apply(json(stack, lab)));
        await expectNothingLeft(lab, json(stack, lab));
        await expectTheSame(lab, json(other, lab), "apply");
        await expectTheSame(lab, json(other, lab), "destroy");
      }),
    ),
    RUNS,
  ));

test("after an interrupted apply a rehearsal names what is incomplete, assumes nothing foreign, and can be applied", () =>
  fc.assert(
    fc.asyncProperty(stacks, stacks, fc.nat(), (stack, other, seed) =>
      inLab(
        async (lab) => {
          done(await lab.apply(json(stack, lab)));
          const { plan } = value(await lab.plan(json(other, lab)));
          const steps = plan.phases.flatMap((phase) => Object.values(phase).flat());
          const step = steps[seed % Math.max(steps.length, 1)];
          if (step === undefined) return;
          const faults = [{ step: `${step.verb} ${textOf(step.fact).replace(/\?.*$/, "")}` }];
          await lab.apply(toJson(other, { ...lab.provider, simulated: { ...lab.provider.simulated, faults } }));
          for (const mode of ["apply", "destroy"] as const) {
            const { applied, assumed, incomplete } = value(await lab.rehearse(json(stack, lab), { mode }));
            done(applied);
            expect(assumedOf(assumed)).toEqual([]);
            const pending = [...lab.state.instances.values()].filter((one) => one.private?.pending).map(({ address }) => address);
            expect(incomplete).toEqual(expect.arrayContaining(pending));
          }
        },
        { ground: GROUND },
      ),
    ),
    RUNS,
  ));

/** References as they are handed from one stack to another: without the expressions that would make them one. */
const refsIn = ({ state }: Lab, type: string) =>
  [...state.instances.values()]
    .filter((one) => one.type === type)
    .map(({ attributes }) => attributes["ref"] as Readonly<Record<string, unknown>>);

test("what another stack is to have made is assumed, and planned upon as if it were there", () =>
  inLab(async (lab) => {
    const namespaces = { a: { name: "a" }, b: { name: "b" } };
    const [bridge, overlay] = [
      { name: "front", subnets: ["10.8.0.0/24"] },
      { vni: 7, subnets: ["10.9.0.0/24", "fd00:9::/64"], members: ["local", "far"] },
    ];
    const networks = {
      netweft_bridge_network: { front: bridge },
      netweft_overlay_network: { mesh: { name: "mesh", forwarding: "static", ...overlay } },
    };
    done(
      await lab.apply(JSON.stringify({ provider: { netweft: lab.provider }, resource: { netweft_namespace: namespaces, ...networks } })),
    );
    const [spaces, fronts, meshes] = ["netweft_namespace", "netweft_bridge_network", "netweft_overlay_network"].map((type) =>
      refsIn(lab, type),
    );
    const endpoints = {
      front: { namespace: spaces![0], network: fronts![0], publish: [{ host_port: 8080, port: 80 }], addresses: ["10.8.0.9"] },
      mesh: { namespace: spaces![1], network: meshes![0], addresses: ["10.9.0.9", "fd00:9::9"] },
    };
    const text = JSON.stringify({ provider: { netweft: { ...lab.provider, stack: "other" } }, resource: { netweft_endpoint: endpoints } });
    lab.state = emptyState("00000000-0000-0000-0000-000000000001");
    const { plan } = value(await lab.plan(text));
    const rehearsed = value(await lab.rehearse(text));
    done(rehearsed.applied);
    expect(rehearsed.plan.changes).toEqual(plan.changes);
    expect(rehearsed.plan.phases).toEqual(plan.phases);
    expect(rehearsed.assumed).toEqual(expect.arrayContaining(["local - netns a", "local - netns b"]));
  }));
