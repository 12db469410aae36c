import { ownedBy } from "../../../lib/engine/owned";
import { readState, writeState } from "../../../lib/engine/state";
import { memoryStore } from "../../../lib/stack/memory-store";
import type { Fact } from "../../../lib/kernel/fact";
import { registry, type ResourceType } from "../../../lib/resources";
import { typeNamed } from "../../../lib/resources/registry";
import { machineClock } from "../../../providers/system/clock";
import { encoded, stateOf } from "../../support/state";
import { labConfig } from "../../support/lab";
import { done, inLab, value } from "../../support/world";

const text = (serial: number, lineage = "one") => encoded({ ...stateOf(), serial, lineage });

describe("a state that another program has written since it was read", () => {
  it.each([
    ["with another serial", text(3), text(4)],
    ["with another lineage", text(3), text(3, "two")],
    ["where there was none", undefined, text(1)],
    ["as text that is no state", text(3), "?"],
  ])("%s is not overwritten", async (_, before, after) => {
    const store = memoryStore(before);
    const state = value(await readState(store, machineClock));
    await store.write([after]);
    const problems = await writeState(store, { ...state, serial: state.serial + 1 }, registry);
    expect(problems).toEqual([
      expect.objectContaining({ code: "state-changed", detail: expect.stringContaining("Plan again") as unknown }),
    ]);
    expect(store.text()).toBe(after);
  });

  it("is another one than this program's own, which is overwritten as often as needed", async () => {
    const store = memoryStore();
    const state = value(await readState(store, machineClock));
    for (const serial of [1, 2, 3]) expect(await writeState(store, { ...state, serial }, registry)).toEqual([]);
    expect(value(await readState(store, machineClock)).serial).toBe(3);
  });
});

test("an instance whose attributes do not go together cannot be read: it is an error, and not an instance without objects", () =>
  inLab(async (lab) => {
    done(
      await lab.apply(JSON.stringify({ provider: { netweft: lab.provider }, resource: { netweft_namespace: { web: { name: "web" } } } })),
    );
    const { private: _, ...bare } = lab.state.instances.get("netweft_namespace.web")!;
    const whole = typeNamed(registry, "netweft_namespace");
    const broken = { ...whole, compile: () => (undefined as unknown as readonly Fact[]).slice() };
    const found = (type: ResourceType) =>
      ownedBy(stateOf(bare), { ...registry, resources: { netweft_namespace: type } }, () => ({ provider: labConfig() }), new Map());
    expect(found(whole).unread.size).toBe(0);
    expect(found(whole).owned.size).toBeGreaterThan(0);
    expect([...found(broken).unread]).toMatchObject([
      ["netweft_namespace.web", { code: "invalid-fact", severity: "error", at: { resource: "netweft_namespace.web" } }],
    ]);
  }));
