import { configuration, nets, resolved } from "./support";

/** Blocks in three layers: each refers to two others. */
function wide(size: number): string {
  const hubs = Math.max(1, Math.floor(size / 100));
  const block = (i: number) =>
    i < hubs ? { name: `n${i}` } : { name: `\${netweft_net.n${i % hubs}.id}`, ref: `\${netweft_net.n${Math.floor(i / 2)}.ref}` };
  return JSON.stringify(nets(Object.fromEntries(Array.from({ length: size }, (_, i) => [`n${i}`, i < 2 ? {} : block(i)]))));
}

/** Milliseconds of loading, evaluating, and evaluating again; the best of some runs, because others share the machine. */
function times(size: number): { readonly load: number; readonly evaluate: number; readonly again: number } {
  const text = wide(size);
  const runs = Array.from({ length: 3 }, () => {
    const start = performance.now();
    const loaded = configuration(text);
    const read = performance.now();
    const first = loaded.evaluate(resolved);
    const evaluated = performance.now();
    loaded.evaluate(resolved, first);
    return { load: read - start, evaluate: evaluated - read, again: performance.now() - evaluated };
  });
  const best = (part: "load" | "evaluate" | "again") => Math.min(...runs.map((run) => run[part]));
  return { load: best("load"), evaluate: best("evaluate"), again: best("again") };
}

const shown = (size: number, { load, evaluate, again }: ReturnType<typeof times>) =>
  `${size} blocks: load ${load.toFixed(0)} ms, evaluate ${evaluate.toFixed(0)} ms, again ${again.toFixed(0)} ms\n`;

describe("the work grows with the configuration", () => {
  it("ten times the blocks take about ten times as long to load and to evaluate", () => {
    times(1000);
    const small = times(2000);
    const large = times(20000);
    process.stdout.write(shown(2000, small) + shown(20000, large));
    expect(large.load).toBeLessThan(20 * small.load);
    expect(large.evaluate).toBeLessThan(20 * small.evaluate);
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
