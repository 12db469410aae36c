import type { Finding } from "../../../lib/drift/finding";
import { changesOf } from "../../../lib/watch/events";
import { attemptedAt, MOST_FAILED, toHeal, type Attempted } from "../../../lib/watch/heal";
import { finding } from "../../support/drift-reports";

const one = (fingerprint: string, more: Partial<Finding> = {}) => finding({ fingerprint, ...more });

const SECOND = 1000;

/** The times in seconds at which an ever returning finding is repaired until then. */
function attemptsUntil(end: number): readonly number[] {
  let attempted: Attempted = new Map();
  const times: number[] = [];
  for (let time = 0; time <= end; time += 1) {
    const { now } = toHeal([one("a")], { repaired: attempted, failed: new Map() }, time * SECOND);
    if (now.length === 0) continue;
    times.push(time);
    attempted = attemptedAt(attempted, now, time * SECOND);
  }
  return times;
}

describe("the repair of a finding", () => {
  test("is tried at once, after ten seconds, after a minute, and again an hour later", () => {
    expect(attemptsUntil(3600)).toEqual([0, 10, 70]);
    expect(attemptsUntil(3700)).toEqual([0, 10, 70, 3671, 3681]);
  });

  test("that is over is said, and one that waits, with the time", () => {
    const attempted = new Map([
      ["a", { count: 3, last: 0 }],
      ["b", { count: 1, last: 4 * SECOND }],
    ]);
    const { now, wait, over } = toHeal([one("a"), one("b"), one("c")], { repaired: attempted, failed: new Map() }, 5 * SECOND);
    expect([now, over].map((some) => some.map(({ fingerprint }) => fingerprint))).toEqual([["c"], ["a"]]);
    expect(wait).toBe(9 * SECOND);
  });

  test("is not tried where an apply leaves the object, or refuses to touch it", () => {
    const { repair } = one("a");
    const left = (["left", "refused"] as const).map((by) => one(by, { repair: { ...repair, by } }));
    expect(toHeal(left, { repaired: new Map(), failed: new Map() }, 0)).toEqual({ now: [], wait: undefined, over: [] });
  });
});

describe("an attempt that fails", () => {
  test("is made again after growing pauses, and never given up: nothing was repaired", () => {
    let failed: Attempted = new Map();
    const times: number[] = [];
    for (let time = 0; time <= 1000; time += 1) {
      const { now, over } = toHeal([one("a")], { repaired: new Map(), failed }, time * SECOND);
      expect(over).toEqual([]);
      if (now.length === 0) continue;
      times.push(time);
      failed = attemptedAt(failed, now, time * SECOND, MOST_FAILED);
    }
    expect(times).toEqual([0, 10, 70, 370, 670, 970]);
  });

  test("is not made at a finding of a host that cannot be read", () => {
    const history = { repaired: new Map(), failed: new Map() };
    expect(toHeal([one("a", { host: "edge" })], history, 0, new Set(["edge"])).now).toEqual([]);
  });
});

describe("two reports", () => {
  const before = new Map(["a", "b"].map((name) => [name, one(name, { host: "edge", firstSeen: "2026-01-01T00:00:00Z" })]));
  const named = (some: readonly Finding[]) => some.map(({ fingerprint }) => fingerprint);

  test("differ in what is found, changed and resolved; a finding keeps the time at which it was first seen", () => {
    const now = [one("a", { host: "edge", actual: "another" }), one("c")];
    const { known, found, changed, resolved } = changesOf(before, now, new Set());
    expect([found, changed, resolved].map(named)).toEqual([["c"], ["a"], ["b"]]);
    expect(known.get("a")).toMatchObject({ firstSeen: "2026-01-01T00:00:00Z", status: "persisting" });
  });

  test("say nothing of a host that could not be read", () => {
    const { known, resolved } = changesOf(before, [], new Set(["edge"]));
    expect(resolved).toEqual([]);
    expect([...known.keys()]).toEqual(["a", "b"]);
  });
});
