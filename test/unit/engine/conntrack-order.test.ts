/** A plan does not depend on the order in which a host lists its objects. */
import { textOf } from "../../../lib/kernel/line";
import { done, inLab, value, type Lab } from "../../support/world";

const network = (lab: Lab, more: object) =>
  JSON.stringify({
    provider: { netweft: lab.provider },
    resource: { netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24", "fd08::/64"], ...more } } },
  });

const deletions = async (lab: Lab, text: string): Promise<readonly string[]> => {
  const { phases } = value(await lab.plan(text)).plan;
  const steps = phases.flatMap((phase) => Object.values(phase).flat());
  return steps.filter(({ fact }) => fact.kind === "flow").map(({ fact }) => textOf(fact));
};

test("conntrack entries of several subnets are deleted in the same order, whichever address the host lists first", () =>
  inLab(async (lab) => {
    done(await lab.apply(network(lab, {})));
    const closed = network(lab, { host_access: "none" });
    const before = await deletions(lab, closed);
    expect(before).toHaveLength(2);
    const address = (await lab.lines()).find((line) => line.includes("addr 10.8.0.1/24"))!;
    await lab.unset(address);
    await lab.set(address);
    expect(await deletions(lab, closed)).toEqual(before);
  }));
