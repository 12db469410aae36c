/** However an address is spelled, and wherever: the plan is that of the canonical spelling. */
import * as fc from "fast-check";
import { lineOf } from "../../lib/kernel/line";
import { parseLine } from "../../lib/kernel/line";
import { normal } from "../../lib/kernel/kinds";
import type { Fact } from "../../lib/kernel/fact";
import { chanceOf, jsonOf, places, respelled, sampleOf, type Sample } from "../support/spellings";
import { done, inLab, value, type Lab } from "../support/world";
import { runs } from "../support/runs";

const RUNS = runs(6);

async function factsOf(lab: Lab, sample: Sample): Promise<readonly Fact[]> {
  const { plan } = value(await lab.plan(jsonOf(sample)));
  return plan.changes.flatMap(({ after }) => after ?? []);
}

/** Without random keys and names. */
const linesOf = (facts: readonly Fact[]) => facts.map(lineOf).sort();

const property = (check: (lab: Lab, sample: Sample, odd: Sample) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(fc.nat(), (seed) =>
      inLab((lab) => {
        const chance = chanceOf(seed);
        const sample = sampleOf(chance, lab.provider.simulated);
        return check(lab, sample, respelled(sample, chance).sample);
      }),
    ),
    RUNS,
  );

test("the stack of this test has a value in every attribute of the schema that takes an address", () => {
  const chance = chanceOf(1);
  const { visited } = respelled(sampleOf(chance, {}), chance);
  expect(places.filter((place) => !visited.has(place))).toEqual([]);
});

test("any spelling of every address gives the plan of the canonical one, in canonical facts", () =>
  property(async (lab, sample, odd) => {
    const facts = await factsOf(lab, odd);
    expect(linesOf(facts)).toEqual(linesOf(await factsOf(lab, sample)));
    for (const fact of facts) {
      expect(lineOf(normal(fact))).toBe(lineOf(fact));
      expect(lineOf(value(parseLine(lineOf(fact))))).toBe(lineOf(fact));
    }
  }));

test("what is applied in any spelling is planned empty, has no drift, keeps its spelling, and can be destroyed", () =>
  property(async (lab, sample, odd) => {
    const text = jsonOf(odd);
    const before = await lab.lines();
    done(await lab.apply(text));
    const { plan } = value(await lab.plan(text));
    expect(plan.changes).toEqual([]);
    expect(plan.resources.filter(({ action }) => action !== "no-op")).toEqual([]);
    expect((await lab.drift(text)).lines).toEqual([]);
    const kept = lab.state.instances.get("netweft_bridge_network.front")!.attributes;
    expect([kept["subnets"], kept["gateways"]]).toEqual(
      ["subnets", "gateways"].map((name) => odd.resource["netweft_bridge_network"]!["front"]![name]),
    );
    const canonical = value(await lab.plan(jsonOf(sample))).plan;
    expect(canonical.changes).toEqual([]);
    expect(canonical.resources.filter(({ action }) => action !== "no-op" && action !== "update")).toEqual([]);
    done(await lab.apply(text, { mode: "destroy" }));
    expect((await lab.lines()).filter((line) => !/ sysctl /.test(line))).toEqual(before);
  }));
