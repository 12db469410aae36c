/** Two stacks on one host concurrently: both have observed before either executes. */
import { hasErrors } from "../../../lib/diagnostic";
import type { Planned } from "../../../lib/engine";
import { TIMES } from "../../support/runs";
import { done, inLab, value, withoutForwarding, type Lab } from "../../support/world";

const ROUNDS = 12 * TIMES;

const text = (lab: Lab, subnets: readonly string[] | undefined, bridge?: string) =>
  JSON.stringify({
    provider: { netweft: lab.provider },
    resource: {
      netweft_bridge_network: { front: { name: "front", ...(subnets && { subnets }), ...(bridge && { bridge_name: bridge }) } },
      netweft_namespace: { own: { name: JSON.stringify(lab.provider).includes("blog") ? "blog" : "shop" } },
      netweft_endpoint: { own: { namespace: "${netweft_namespace.own.ref}", network: "${netweft_bridge_network.front.ref}" } },
    },
  });

interface Side {
  readonly lab: Lab;
  readonly json: string;
}

const inBoth = (check: (shop: Lab, blog: Lab) => Promise<void>) =>
  inLab((shop) => inLab((blog) => check(shop, blog), { stack: "blog", file: shop.provider.simulated.file }), { stack: "shop" });

/** Each plans, and then all apply concurrently. */
async function atOnce(sides: readonly Side[], mode: "apply" | "destroy") {
  const planned: Planned[] = [];
  for (const { lab, json } of sides) planned.push(value(await lab.plan(json, { mode })));
  return Promise.all(sides.map(({ lab, json }, n) => lab.run(planned[n]!, json, { mode })));
}

test("both succeed, and the last destroy removes the shared objects", () =>
  inBoth(async (shop, blog) => {
    const sides = [
      { lab: shop, json: text(shop, ["10.8.0.0/24"]) },
      { lab: blog, json: text(blog, ["10.9.0.0/24"]) },
    ];
    for (let round = 0; round < ROUNDS; round++) {
      for (const applied of await atOnce(sides, "apply")) expect([done(applied).added, applied.changed]).toEqual([3, 0]);
      for (const { lab, json } of sides) expect(value(await lab.plan(json)).plan.changes).toEqual([]);
      for (const applied of await atOnce(sides, "destroy")) expect(done(applied).destroyed).toBe(3);
      expect(withoutForwarding(await shop.lines())).toEqual([]);
    }
  }));

test("one that is created while the last other one is destroyed has all shared objects", () =>
  inBoth(async (shop, blog) => {
    const [ours, theirs] = [
      { lab: shop, json: text(shop, ["10.8.0.0/24"]) },
      { lab: blog, json: text(blog, ["10.9.0.0/24"]) },
    ];
    done(await shop.apply(ours.json));
    const [going, coming] = [value(await shop.plan(ours.json, { mode: "destroy" })), value(await blog.plan(theirs.json))];
    const all = await Promise.all([shop.run(going, ours.json, { mode: "destroy" }), blog.run(coming, theirs.json)]);
    for (const applied of all) done(applied);
    expect((await blog.drift(theirs.json)).lines).toEqual([]);
  }));

test("the later one that would get another subnet than approved does nothing, and claims nothing", () =>
  inBoth(async (shop, blog) => {
    const sides = [shop, blog].map((lab) => ({ lab, json: text(lab, undefined) }));
    const results = await atOnce(sides, "apply");
    const late = results.findIndex(({ diagnostics }) => hasErrors(diagnostics));
    expect(results[late]!.diagnostics.map(({ code }) => code)).toContain("host-changed");
    expect(sides[late]!.lab.state.instances.size).toBe(0);
    done(await sides[late]!.lab.apply(sides[late]!.json));
  }));

test("two that declare one bridge: the later one ends with an error, and removes nothing", () =>
  inBoth(async (shop, blog) => {
    const sides = [
      { lab: shop, json: text(shop, ["10.8.0.0/24"], "br0") },
      { lab: blog, json: text(blog, ["10.9.0.0/24"], "br0") },
    ];
    const results = await atOnce(sides, "apply");
    const late = results.findIndex(({ diagnostics }) => hasErrors(diagnostics));
    const before = await shop.lines();
    done(await sides[late]!.lab.apply(sides[late]!.json, { mode: "destroy" }));
    expect(await shop.lines()).toEqual(before);
    expect((await sides[1 - late]!.lab.drift(sides[1 - late]!.json)).lines).toEqual([]);
  }));
