/** `lifecycle`, `count`, `for_each`, `moved`, `depends_on`, `-target`, `-replace` and `taint` together, in steps. */
import type { Sections, Step } from "../support/both-engines";
import { TIMES } from "../support/runs";
import { data, outputs, spaces, type Case } from "./language-cases";

const APPLY = ["apply", "-auto-approve"];
const T = "terraform_data";
const N = "netweft_namespace";

/** A step with other arguments than those of an apply of everything. */
const by = (configuration: Sections, ...args: readonly string[]): Step => ({ configuration, args });
const apply = (configuration: Sections, ...args: readonly string[]): Step => by(configuration, ...APPLY, ...args);
const reasons = (configuration: Sections, ...planned: readonly string[]): Step => ({ configuration, planned });
const FIRST = { create_before_destroy: true };
const GUARD = { prevent_destroy: true };
const triggeredBy = (...all: readonly string[]) => ({ replace_triggered_by: all });
const moved = (...moves: readonly string[]): Sections => ({
  moved: moves.map((move) => ({ from: move.split(" ")[0], to: move.split(" ")[1] })),
});

/** Two of a count, what depends on both, and a value of them. */
const chain = (version: number, lifecycle: object = {}, last: object = {}): Sections =>
  data(
    {
      a: { count: 2, triggers_replace: version, lifecycle },
      b: { input: `\${${T}.a[*].id}`, depends_on: [`${T}.a`] },
      c: { input: 1, lifecycle: last },
    },
    outputs({ ids: `\${length(distinct(${T}.a[*].id))}` }),
  );

/**
 * Nothing here both changes and has a trigger that is replaced: on a busy machine Terraform 1.11 sometimes plans an update in place of
 * it, and a replacement at other times.
 */
const every = {
  before: data({
    a: { input: 1, triggers_replace: 1 },
    b: { count: 2 },
    c: { for_each: { x: 1, y: 2 } },
    d: {},
    e: { count: 1 },
    f: { for_each: { x: 1 } },
    g: {},
    h: {},
    j: {},
    k: { count: 2 },
    old: {},
  }),
  after: data(
    {
      a: { input: 1, triggers_replace: 2 },
      b: { count: 1 },
      c: { for_each: { x: 1 } },
      d: { count: 2 },
      e: { for_each: { q: 1 } },
      f: {},
      g: { lifecycle: FIRST },
      h: { lifecycle: triggeredBy(`${T}.a`) },
      new: { lifecycle: triggeredBy(`${T}.a`) },
    },
    moved(`${T}.old ${T}.gone`),
  ),
};
const ASKED = [`-replace=${T}.a`, `-replace=${T}.g`, `-replace=${T}.c["x"]`];

const reasonsFor: Readonly<Record<string, Case>> = {
  "every reason": {
    steps: [
      every.before,
      by(every.before, "taint", `${T}.g`),
      by(every.before, "taint", `${T}.h`),
      reasons(every.after, ...ASKED),
      reasons(every.after, "-destroy"),
      apply(every.after, ...ASKED),
    ],
    codes: [0, 0, 0, 0, 0, 0],
  },
};

const combined: Readonly<Record<string, Case>> = {
  "count, created first, with a guard that is added and removed": {
    steps: [
      chain(1, FIRST),
      chain(2, FIRST),
      chain(3, { ...FIRST, ...GUARD }),
      apply(chain(3, { ...FIRST, ...GUARD }), `-target=${T}.c`),
      chain(3, FIRST),
    ],
    codes: [0, 0, 1, 0, 0],
  },
  "one tainted instance of a count, taken back, and replaced by hand": {
    steps: [
      chain(1, FIRST),
      by(chain(1, FIRST), "taint", `${T}.a[1]`),
      by(chain(1, FIRST), "plan"),
      by(chain(1, FIRST), "untaint", `${T}.a[1]`),
      by(chain(1, FIRST), "plan"),
      apply(chain(1, FIRST), `-replace=${T}.a[0]`),
    ],
    codes: [0, 0, 0, 0, 0, 0],
  },
  "a whole count with -replace": { steps: [chain(1), by(chain(1), "plan", `-replace=${T}.a`)], codes: [0, 0] },
  "a tainted one that is guarded": {
    steps: [chain(1, GUARD), by(chain(1, GUARD), "taint", `${T}.a[0]`), by(chain(1, GUARD), "plan"), apply(chain(1), `-target=${T}.a[0]`)],
    codes: [0, 0, 1, 0],
  },
  "for_each that becomes count by moves, created first": {
    steps: [
      data({ a: { for_each: { x: 1, y: 2 }, input: "${each.value}", lifecycle: FIRST } }),
      data(
        { a: { count: 2, input: "${count.index + 1}", triggers_replace: 1, lifecycle: FIRST } },
        moved(`${T}.a["x"] ${T}.a[0]`, `${T}.a["y"] ${T}.a[1]`),
      ),
      data({ b: { input: 1, triggers_replace: 1, lifecycle: FIRST } }, moved(`${T}.a ${T}.b`)),
    ],
    codes: [0, 0, 0],
  },
  "a move, a trigger and a change that is ignored": {
    steps: [
      data({ a: { input: 1 }, b: { input: 1, lifecycle: triggeredBy(`${T}.a`) } }),
      data(
        { a: { input: 2 }, c: { input: 2, lifecycle: { ...triggeredBy(`${T}.a`), ignore_changes: ["input"] } } },
        moved(`${T}.b ${T}.c`),
      ),
      data({ a: { input: 2 }, c: { input: 3, lifecycle: { ...triggeredBy(`${T}.a`), ignore_changes: ["input"] } } }),
    ],
    codes: [0, 0, 0],
  },
  "a trigger on an instance of a count that goes": {
    steps: [
      data({ a: { count: 2, input: 1 }, b: { lifecycle: triggeredBy(`${T}.a[0]`) } }),
      data({ a: { count: 1, input: 1 }, b: { lifecycle: triggeredBy(`${T}.a[0]`) } }),
      data({ a: { count: 1, input: 2 }, b: { lifecycle: triggeredBy(`${T}.a[0]`) } }),
      data({ a: { count: 1, input: 2 }, b: { lifecycle: triggeredBy(`${T}.a`) } }),
      data({ a: { count: 2, input: 2 }, b: { lifecycle: triggeredBy(`${T}.a`) } }),
      data({ a: { count: 1, input: 2 }, b: { lifecycle: triggeredBy(`${T}.a`) } }),
    ],
    codes: [0, 0, 0, 0, 0, 0],
  },
  "a trigger with each.key": {
    steps: ["1", "2"].map((one) =>
      data({
        a: { for_each: { x: one, y: "1" }, input: "${each.value}" },
        b: { for_each: { x: 1, y: 1 }, lifecycle: { ...FIRST, ...triggeredBy(`${T}.a[each.key]`) } },
      }),
    ),
    codes: [0, 0],
  },
  "triggers in a chain, of which the last is guarded": {
    steps: [1, 2].map((n) =>
      data({
        a: { input: n },
        b: { lifecycle: triggeredBy(`${T}.a`) },
        c: { lifecycle: { ...triggeredBy(`${T}.b`), ...GUARD } },
      }),
    ),
    codes: [0, 1],
  },
  "a target without its trigger, and with it": {
    steps: [
      data({ a: { input: 1 }, b: { lifecycle: triggeredBy(`${T}.a`) }, c: {} }),
      apply(data({ a: { input: 2 }, b: { lifecycle: triggeredBy(`${T}.a`) }, c: {} }), `-target=${T}.c`),
      apply(data({ a: { input: 2 }, b: { lifecycle: triggeredBy(`${T}.a`) }, c: {} }), `-target=${T}.b`),
    ],
    codes: [0, 0, 0],
  },
  "a target with -replace of it and of another": {
    steps: [chain(1), apply(chain(1), `-target=${T}.a[0]`, `-replace=${T}.a[0]`, `-replace=${T}.c`)],
    codes: [0, 0],
  },
  "a target of an instance of two, while both would go": {
    steps: [data({ a: { count: 2 }, b: {} }), apply(data({ b: { input: 1 } }), `-target=${T}.a[1]`), by(data({ b: { input: 1 } }), "plan")],
    codes: [0, 0, 0],
  },
  "a destroy of a target, with what depends on it": {
    steps: [
      data({ a: { count: 2 }, b: { input: `\${${T}.a[0].id}` }, c: { input: `\${${T}.b.id}` }, d: {} }),
      by(
        data({ a: { count: 2 }, b: { input: `\${${T}.a[0].id}` }, c: { input: `\${${T}.b.id}` }, d: {} }),
        "destroy",
        "-auto-approve",
        `-target=${T}.a[1]`,
      ),
      data({ a: { count: 2 }, b: { input: `\${${T}.a[0].id}` }, c: { input: `\${${T}.b.id}` }, d: {} }),
    ],
    codes: [0, 0, 0],
  },
  "depends_on of what is created first, in a ring of moves": {
    steps: [
      data({ a: { input: "a" }, b: { input: "b", depends_on: [`${T}.a`], lifecycle: FIRST } }),
      data(
        { x: { input: "a", triggers_replace: 1 }, y: { input: "b", triggers_replace: 1, depends_on: [`${T}.x`], lifecycle: FIRST } },
        moved(`${T}.a ${T}.x`, `${T}.b ${T}.y`),
      ),
    ],
    codes: [0, 0],
  },
  "an instance that is forgotten: moved to a name of its own, which is removed": {
    steps: [
      data({ a: { for_each: { x: 1, y: 1 }, input: "${each.key}" } }),
      data(
        { a: { for_each: { x: 1 }, input: "${each.key}" } },
        { ...moved(`${T}.a["y"] ${T}.gone`), removed: { from: `${T}.gone`, lifecycle: { destroy: false } } },
      ),
    ],
    codes: [0, 0],
  },
  "a count that is renamed and shortened, and one that is removed and forgotten": {
    steps: [
      data({ a: { count: 3, input: "${count.index}" }, f: { for_each: { x: 1, y: 2 } } }),
      data(
        { b: { count: 2, input: "${count.index}" } },
        { ...moved(`${T}.a ${T}.b`), removed: { from: `${T}.f`, lifecycle: { destroy: false } } },
      ),
    ],
    codes: [0, 0],
  },
  "what goes while the one that depended on it changes, created first": {
    steps: [
      data({ a: { lifecycle: FIRST }, b: { input: `\${${T}.a.id}`, lifecycle: FIRST }, c: { input: `\${${T}.b.output}` } }),
      data({ b: { input: "x", lifecycle: FIRST }, c: { input: `\${${T}.b.output}` } }),
      data({ c: { input: "y", triggers_replace: 1, lifecycle: FIRST } }),
    ],
    codes: [0, 0, 0],
  },
  "a trigger by a value of all instances": {
    steps: [1, 2].map((n) =>
      data({
        t: { input: { k: n, other: 1 } },
        r: { for_each: { x: 1, y: 2 }, input: "${each.value}", lifecycle: triggeredBy(`${T}.t.output`) },
        s: { count: 2, lifecycle: triggeredBy(`${T}.r["x"].id`) },
      }),
    ),
    codes: [0, 0],
  },
  "triggers of a count by its index, with -replace of one": {
    steps: [1, 2].map((n) =>
      apply(
        data({
          t: { count: 2, input: n },
          r: { count: 2, input: "${count.index}", lifecycle: triggeredBy(`${T}.t[count.index]`) },
          u: { count: 2, lifecycle: triggeredBy(`${T}.r[count.index]`) },
        }),
        ...(n === 2 ? [`-replace=${T}.r[1]`] : []),
      ),
    ),
    codes: [0, 0],
  },
  "a destroy of what is created first below what is not, and of a guarded target": {
    steps: [
      data({ a: {}, b: { input: `\${${T}.a.id}`, lifecycle: FIRST }, c: { input: `\${${T}.b.id}` }, g: { lifecycle: GUARD } }),
      by(data({ g: { lifecycle: GUARD } }), "destroy", "-auto-approve", `-target=${T}.g`),
      data({ g: { lifecycle: GUARD } }),
    ],
    codes: [0, 1, 0],
  },
  "ignore_changes of all, with a taint and a trigger": {
    steps: [
      data({ t: { input: 1 }, a: { input: 1, lifecycle: { ignore_changes: "all" } } }),
      data({ t: { input: 1 }, a: { input: 2, triggers_replace: 2, lifecycle: { ignore_changes: "all" } } }),
      by(data({ t: { input: 1 }, a: { input: 2, triggers_replace: 2, lifecycle: { ignore_changes: "all" } } }), "taint", `${T}.a`),
      data({ t: { input: 1 }, a: { input: 2, triggers_replace: 2, lifecycle: { ignore_changes: "all" } } }),
      data({ t: { input: 1 }, a: { input: 3, lifecycle: { ignore_changes: ["triggers_replace"], ...triggeredBy(`${T}.t.output`) } } }),
      data({ t: { input: 2 }, a: { input: 3, lifecycle: { ignore_changes: ["triggers_replace"], ...triggeredBy(`${T}.t.output`) } } }),
    ],
    codes: [0, 0, 0, 0, 0, 0],
  },
  "the last instance of a guarded for_each goes by a removed block, and by a move": {
    steps: [
      data({ a: { for_each: { x: 1, y: 1 }, lifecycle: GUARD } }),
      data({ a: { for_each: { x: 1 }, lifecycle: GUARD }, b: {} }, moved(`${T}.a["y"] ${T}.b`)),
      data({ b: {} }, { removed: { from: `${T}.a`, lifecycle: { destroy: true } } }),
    ],
    codes: [0, 0, 0],
  },
  "namespaces: a guard, a trigger and a new name, created first": {
    steps: [
      { resource: { [T]: { t: { input: 1 } }, [N]: { n: { name: "n1", lifecycle: { ...FIRST, ...triggeredBy(`${T}.t`) } } } } },
      { resource: { [T]: { t: { input: 2 } }, [N]: { n: { name: "n2", lifecycle: { ...FIRST, ...triggeredBy(`${T}.t`) } } } } },
      { resource: { [T]: { t: { input: 3 } }, [N]: { n: { name: "n3", lifecycle: { ...FIRST, ...GUARD, ...triggeredBy(`${T}.t`) } } } } },
      { resource: { [T]: { t: { input: 2 } }, [N]: { m: { name: "n2" } } }, ...moved(`${N}.n ${N}.m`) },
    ],
    codes: [0, 0, 1, 0],
  },
  "namespaces: a tainted one of a count that moves": {
    steps: [
      spaces({ a: { count: 2, name: "c${count.index}" } }),
      by(spaces({ a: { count: 2, name: "c${count.index}" } }), "taint", `${N}.a[1]`),
      spaces({ b: { for_each: '${toset(["c0", "c1"])}', name: "${each.key}" } }, moved(`${N}.a[0] ${N}.b["c0"]`, `${N}.a[1] ${N}.b["c1"]`)),
      apply(
        spaces({ b: { for_each: '${toset(["c0", "c1"])}', name: "${each.key}", dns: ["192.0.2.1"] } }),
        `-target=${N}.b["c1"]`,
        `-replace=${N}.b["c1"]`,
      ),
    ],
    codes: [0, 0, 0, 0],
  },
};

/** A replacement, created first, of which the old object cannot be destroyed: it stays as a deposed one. */
const first = (name: string): Sections =>
  spaces({ n: { count: 1, name: `${name}\${count.index}`, lifecycle: FIRST }, other: { name: "other" } });
const STUCK = [{ step: "del local - netns x0" }];

const deposed: Readonly<Record<string, Case>> = {
  "a failed destroy, and the next plan": {
    steps: [
      first("x"),
      { configuration: first("y"), faults: STUCK },
      reasons(first("y")),
      by(first("y"), "plan"),
      by(first("y"), "plan", `-target=${N}.other`),
      by(first("y"), "plan", `-target=${N}.n`),
      apply(first("y"), `-target=${N}.n[0]`),
      by(first("y"), "plan"),
    ],
    codes: [0, 1, 0, 0, 0, 0, 0, 0],
  },
  "a deposed object, and a destroy of its successor alone": {
    steps: [first("x"), { configuration: first("y"), faults: STUCK }, by(first("y"), "plan", "-destroy", `-target=${N}.n[0]`)],
    codes: [0, 1, 0],
  },
  "a deposed object whose block goes, and one that moves": {
    steps: [
      first("x"),
      { configuration: first("y"), faults: STUCK },
      by(spaces({ m: { count: 1, name: "y${count.index}" } }, moved(`${N}.n ${N}.m`)), "plan"),
      by(spaces({ other: "o" }), "plan"),
    ],
    codes: [0, 1, 0, 0],
  },
  "a deposed object, and another replacement": {
    steps: [first("x"), { configuration: first("y"), faults: STUCK }, by(first("z"), "plan")],
    codes: [0, 1, 0],
  },
};

/** Whether every step is an apply of everything that succeeds, without objects on a kernel. */
const isPlain = ({ steps, codes }: Case) =>
  codes.every((code) => code === 0) && steps.every((step) => !("configuration" in step)) && !JSON.stringify(steps).includes(N);

/** A configuration whose names begin with this. */
function prefixed(sections: Sections, prefix: string): Sections {
  const text = JSON.stringify(sections).replace(/terraform_data\.(?=\w)/g, (found) => found + prefix);
  const { resource, output, ...blocks } = JSON.parse(text) as Record<string, Record<string, object>>;
  const renamed = (all: object = {}) => Object.fromEntries(Object.entries(all).map(([name, body]) => [prefix + name, body as object]));
  return { ...data(renamed(resource?.[T])), output: renamed(output), ...blocks };
}

/** Cases as one, in which each has names of its own; the last step of a short one is applied again. */
function together(all: readonly Case[]): Case {
  const longest = Math.max(...all.map(({ steps }) => steps.length));
  const steps = Array.from({ length: longest }, (_, k): Sections => {
    const here = all.map(({ steps }, n) => prefixed((steps[k] ?? steps.at(-1)) as Sections, `n${n}_`));
    const list = (name: string) => here.flatMap((one) => one[name] ?? []);
    const whole = {
      ...data(Object.assign({}, ...here.map(({ resource }) => (resource as Sections)[T]))),
      output: Object.assign({}, ...here.map(({ output }) => output)) as object,
      ...{ moved: list("moved"), removed: list("removed") },
    };
    return Object.fromEntries(Object.entries(whole).filter(([, block]) => Object.keys(block as object).length > 0));
  });
  return { steps, codes: steps.map(() => 0) };
}

const plain = Object.values(combined).filter(isPlain);

/** What the short form leaves to `npm run soak`: more about what other cases show, too. */
const LONG: readonly string[] = [
  "one tainted instance of a count, taken back, and replaced by hand",
  "a target without its trigger, and with it",
  "a target with -replace of it and of another",
  "a destroy of a target, with what depends on it",
  "ignore_changes of all, with a taint and a trigger",
  "namespaces: a tainted one of a count that moves",
  "a deposed object, and a destroy of its successor alone",
  "a deposed object, and another replacement",
];
const isRun = (name: string) => TIMES > 1 || !LONG.includes(name);
const picked = (group: Readonly<Record<string, Case>>) => Object.fromEntries(Object.entries(group).filter(([name]) => isRun(name)));
const others = Object.fromEntries(Object.entries(combined).filter(([, one]) => !isPlain(one)));

export const lifecycleCases: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  "reasons of replacements and deletions": reasonsFor,
  "lifecycle settings together": { [`${plain.length} configurations in one`]: together(plain), ...picked(others) },
  "deposed objects": picked(deposed),
};
