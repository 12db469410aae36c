/** What the state keeps: objects that were not observed to be gone, and lines that cannot be read. */
import type { State } from "../../../lib/engine/state";
import { done, inLab, value, withoutForwarding, type Lab } from "../../support/world";

const text = (lab: Lab, bridge?: string) =>
  JSON.stringify({
    provider: { netweft: lab.provider },
    resource: {
      netweft_bridge_network: {
        front: { name: "front", accept_from: ["local/back"], ...(bridge && { bridge_name: bridge }) },
        back: { name: "back" },
      },
      netweft_namespace: { web: { name: "web" }, db: { name: "db" } },
      netweft_endpoint: {
        web: { namespace: "${netweft_namespace.web.ref}", network: "${netweft_bridge_network.front.ref}" },
        db: { namespace: "${netweft_namespace.db.ref}", network: "${netweft_bridge_network.back.ref}" },
      },
    },
  });

const codes = ({ diagnostics }: { readonly diagnostics: readonly { readonly code: string }[] }) => diagnostics.map(({ code }) => code);

test.each(["local - netns web", "local - netns web # netweft:other:netweft_namespace:web"])(
  "a namespace that is not ours any more stays in the state after a destroy, which fails and does all else: %s",
  (line) =>
    inLab(async (lab) => {
      done(await lab.apply(text(lab)));
      await lab.unset("local - netns web");
      await lab.set(line);
      const destroyed = await lab.apply(text(lab), { mode: "destroy" });
      expect(codes(destroyed)).toEqual(["not-removed"]);
      expect([...lab.state.instances.keys()]).toEqual(["netweft_namespace.web"]);
      expect(withoutForwarding(await lab.lines())).toEqual([line]);
      await lab.unset("local - netns web");
      done(await lab.apply(text(lab), { mode: "destroy" }));
      expect(lab.state.instances.size).toBe(0);
    }),
);

/** The state with an unreadable line of one instance. */
function damaged(state: State, address: string): State {
  const instance = state.instances.get(address)!;
  const facts = [...instance.private!.facts, "local - wormhole web"];
  return { ...state, instances: new Map(state.instances).set(address, { ...instance, private: { v: 1, facts } }) };
}

test("an unreadable line keeps its resource and its dependencies, and nothing else", () =>
  inLab(async (lab) => {
    done(await lab.apply(text(lab)));
    lab.state = damaged(lab.state, "netweft_endpoint.web");
    await lab
      .unset("local db route default via 10.128.1.1 dev eth0")
      .catch(() => lab.unset("local db route default via 10.128.0.1 dev eth0"));
    expect(codes(await lab.apply(text(lab)))).toEqual(["invalid-fact"]);
    expect(codes(await lab.drift(text(lab)))).toEqual(["invalid-fact"]);
    expect((await lab.drift(text(lab))).lines).toEqual([]);
    const destroyed = await lab.apply(text(lab), { mode: "destroy" });
    expect(new Set(codes(destroyed))).toEqual(new Set(["invalid-fact"]));
    expect([...lab.state.instances.keys()].sort()).toEqual([
      "netweft_bridge_network.front",
      "netweft_endpoint.web",
      "netweft_namespace.web",
    ]);
    expect((await lab.lines()).filter((line) => / db | netns db/.test(line))).toEqual([]);
  }));

test("after a lost state and another bridge name a destroy succeeds", () =>
  inLab(async (lab) => {
    const empty = lab.state;
    done(await lab.apply(text(lab, "old0")));
    lab.state = empty;
    await lab.unset("local - addr 10.128.0.1/24 dev old0").catch(() => undefined);
    const planned = await lab.plan(text(lab, "new0"));
    if (planned.ok) await lab.apply(text(lab, "new0"));
    expect(value(await lab.plan(text(lab, "new0"), { mode: "destroy" })).plan.diagnostics).toEqual([]);
    done(await lab.apply(text(lab, "new0"), { mode: "destroy" }));
    expect(lab.state.instances.size).toBe(0);
  }));
