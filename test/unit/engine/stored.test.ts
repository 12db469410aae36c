import { readState, writeState } from "../../../lib/engine/state";
import { memoryStore } from "../../../lib/stack/memory-store";
import { registry } from "../../../lib/resources";
import { machineClock } from "../../../providers/system/clock";
import { encoded, stateOf } from "../../support/state";
import { value } from "../../support/world";

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
