import * as fc from "fast-check";
import { cascadeOf } from "../../../lib/kernel/cascade";
import type { Fact } from "../../../lib/kernel/fact";
import { factsOf, type Facts } from "../../../lib/kernel/facts";
import { lineOf, parseLine, textOf } from "../../../lib/kernel/line";
import { POLICY } from "../../../lib/engine/policy";
import { inverse, sayUnrestored, type Inverse } from "../../../lib/reconcile/inverse";
import type { FactPlan } from "../../../lib/reconcile/plan";
import { runs } from "../../support/runs";
import { GROUND } from "../../support/stack-hosts";
import { toJson } from "../../support/stack-json";
import { stacks } from "../../support/stacks";
import { done, inLab, value } from "../../support/world";

type World = ReadonlyMap<string, Facts>;

/** The hosts after the first `count` steps of a plan; without a number, after all. */
function after(world: World, { phases }: FactPlan, count = Infinity): World {
  const steps = phases.flatMap((phase) => Object.values(phase).flat()).filter((_, n) => n < count);
  return new Map(
    [...world].map(([host, facts]) => [
      host,
      cascadeOf(
        facts,
        steps.filter(({ fact }) => fact.host === host),
      ),
    ]),
  );
}

/** Keys that were made again differ. */
const linesOf = (world: World, { remade }: Pick<Inverse, "remade"> = { remade: new Map() }) => {
  const values = new Map([...remade].map(([old, placeholder]) => [placeholder, old]));
  const text = (fact: Fact) => lineOf(fact).replace(/\?(key|secret)\/\S+/g, (placeholder) => values.get(placeholder) ?? placeholder);
  return [...world.values()].flatMap((facts) => [...facts.values()].map(text)).sort();
};

test("after any number of the steps of any plan, the inverse brings every host back to what it was, fact for fact", () =>
  fc.assert(
    fc.asyncProperty(stacks, stacks, fc.array(fc.nat(), { minLength: 3, maxLength: 3 }), (one, other, cuts) =>
      inLab(
        async (lab) => {
          done(await lab.apply(toJson(one, lab.provider)));
          const { plan, observed } = value(await lab.plan(toJson(other, lab.provider)));
          const before = new Map([...observed].map(([host, { facts }]) => [host, facts]));
          const count = plan.phases.flatMap((phase) => Object.values(phase).flat()).length;
          for (const cut of [count, ...cuts.map((cut) => cut % (count + 1))]) {
            const now = after(before, plan, cut);
            const back = inverse({ ...POLICY, plan, before, now });
            expect({ cut, lines: linesOf(after(now, back), back) }).toEqual({ cut, lines: linesOf(before) });
          }
        },
        { ground: GROUND },
      ),
    ),
    { ...runs(15), endOnFailure: true },
  ));

const CONTAINER = {
  netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24"] } },
  netweft_namespace: { web: { name: "web" } },
  netweft_endpoint: { web: { namespace: "${netweft_namespace.web.ref}", network: "${netweft_bridge_network.front.ref}" } },
};

test("what another program has changed since is left and reported; what it added elsewhere is not touched", () =>
  inLab(
    async (lab) => {
      const json = (resource: object) => JSON.stringify({ provider: { netweft: lab.provider }, resource });
      done(await lab.apply(json(CONTAINER)));
      const routed = { ...CONTAINER.netweft_endpoint.web, routes: [{ destination: "10.99.0.0/16", via: "10.8.0.7" }] };
      const { plan, observed } = value(await lab.plan(json({ ...CONTAINER, netweft_endpoint: { web: routed } })));
      const before = new Map([...observed].map(([host, { facts }]) => [host, facts]));
      const theirs = ["local web route 10.99.0.0/16 via 10.8.0.8 dev eth0", "local web route 10.98.0.0/16 via 10.8.0.8 dev eth0"];
      const applied = after(before, plan).get("local")!;
      const now = new Map([["local", factsOf([...applied.values(), ...theirs.map((line) => value(parseLine(line)))])]]);
      const back = inverse({ ...POLICY, plan, before, now });
      expect(back.phases).toEqual([]);
      expect(back.unrestored.map(sayUnrestored)).toMatchObject([{ code: "not-restored", at: { host: "local", fact: theirs[0] } }]);
    },
    { ground: GROUND },
  ));

test("a namespace that was deleted is made again, and what cannot be made again is named: its contents, and connections that were ended", () =>
  inLab(
    async (lab) => {
      const json = (resource: object) => JSON.stringify({ provider: { netweft: lab.provider }, resource });
      const published = { ...CONTAINER.netweft_endpoint.web, publish: [{ host_port: 8080, port: 80 }] };
      done(await lab.apply(json({ ...CONTAINER, netweft_endpoint: { web: published } })));
      const { plan, observed } = value(await lab.plan(json({ netweft_bridge_network: CONTAINER.netweft_bridge_network })));
      const before = new Map([...observed].map(([host, { facts }]) => [host, facts]));
      const now = after(before, plan);
      const back = inverse({ ...POLICY, plan, before, now });
      expect(linesOf(after(now, back), back)).toEqual(linesOf(before));
      const unrestored = back.unrestored.map(({ fact }) => textOf(fact));
      expect(unrestored).toContain("local - netns web");
      expect(unrestored).toContainEqual(expect.stringContaining("flow tcp port 8080"));
    },
    { ground: GROUND },
  ));
