/** Which instances of a state a `removed` block names: compared once with Terraform on states with such addresses. */
import { forgottenIn } from "../../../lib/engine/removed";
import type { Configuration } from "../../../lib/config";
import { instance, stateOf } from "../../support/state";

const ALL = [
  "netweft_namespace.a",
  "netweft_namespace.a[0]",
  'netweft_namespace.a["k"]',
  "netweft_namespace.a (deposed 0a1b2c3d)",
  "netweft_namespace.ab",
  "module.m.netweft_namespace.a",
  'module.m["x.y"].netweft_namespace.a[1]',
  "module.m[0].module.n.netweft_namespace.b",
  "module.mm.netweft_namespace.a",
  "aws_vpc.main",
];

function forgotten(removed: readonly { from: string; destroy?: boolean }[], mode: "apply" | "destroy" = "apply"): readonly string[] {
  const blocks = removed.map(({ from, destroy = false }) => ({ from, destroy, where: {} }));
  const state = stateOf(...ALL.map((address) => ({ ...instance(), address })));
  return [...forgottenIn(state, { configuration: { removed: blocks } as unknown as Configuration, mode })];
}

describe("a removed block", () => {
  it.each([
    ["netweft_namespace.a", ALL.slice(0, 4)],
    ["module.m", ALL.slice(5, 8)],
    ["module.m.netweft_namespace.a", ALL.slice(5, 7)],
    ["module.m.module.n", ALL.slice(7, 8)],
    ["module.m.module.n.netweft_namespace.b", ALL.slice(7, 8)],
    ["module.other", []],
    ["aws_vpc.main", ALL.slice(9)],
  ])("from %s names the instances of a resource, or all of a module", (from, expected) => {
    expect(forgotten([{ from }])).toEqual(expected);
  });

  it("with destroy keeps nothing, and the first block about a resource decides", () => {
    const from = "netweft_namespace.ab";
    expect(forgotten([{ from, destroy: true }])).toEqual([]);
    expect(forgotten([{ from, destroy: true }, { from }])).toEqual([]);
    expect(forgotten([{ from }, { from, destroy: true }])).toEqual([from]);
  });

  it("keeps nothing in a destroy", () => {
    expect(forgotten([{ from: "netweft_namespace.a" }], "destroy")).toEqual([]);
  });
});
