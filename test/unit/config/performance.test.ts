import { expectGrowth, processorTime } from "../../support/growth";
import { configuration, nets, resolved } from "./support";

/** Blocks in three layers: each refers to two others. */
function wide(size: number): string {
  const hubs = Math.max(1, Math.floor(size / 100));
  const block = (i: number) =>
    i < hubs ? { name: `n${i}` } : { name: `\${netweft_net.n${i % hubs}.id}`, ref: `\${netweft_net.n${Math.floor(i / 2)}.ref}` };
  return JSON.stringify(nets(Object.fromEntries(Array.from({ length: size }, (_, i) => [`n${i}`, i < 2 ? {} : block(i)]))));
}

/** The processor time of loading, and of evaluating. */
const parts = {
  load: (size: number) => {
    const text = wide(size);
    return processorTime(() => configuration(text));
  },
  evaluate: (size: number) => {
    const loaded = configuration(wide(size));
    return processorTime(() => loaded.evaluate(resolved));
  },
};

describe("the work grows with the configuration", () => {
  it.each(Object.entries(parts))("ten times the blocks take about ten times as long to %s", (_, cost) => {
    expectGrowth(cost, { small: 2000, large: 20_000, limit: 20 });
  });

  it("a chain as long as the configuration is no problem", () => {
    const size = 2000;
    const chain = Object.fromEntries(
      Array.from({ length: size }, (_, i) => [`n${i}`, i === 0 ? {} : { depends_on: [`netweft_net.n${i - 1}`] }]),
    );
    const { instances } = configuration(nets(chain)).evaluate(resolved);
    expect(instances.at(-1)!.dependencies).toHaveLength(size - 1);
  });

  it("blocks that depend on the same share one list", () => {
    const { instances } = configuration(nets({ a: {}, b: { depends_on: ["netweft_net.a"] }, c: { name: "${netweft_net.a.id}" } })).evaluate(
      resolved,
    );
    expect(instances[1]!.dependencies).toEqual(["netweft_net.a"]);
    expect(instances[2]!.dependencies).toBe(instances[1]!.dependencies);
  });
});
