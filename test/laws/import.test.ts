import * as fc from "fast-check";
import type { Fact } from "../../lib/kernel/fact";
import { rankOf } from "../../lib/kernel/kinds";
import { lineOf, parseLine } from "../../lib/kernel/line";
import { isOurVlan } from "../../lib/kernel/kinds/vlan";
import { GROUND } from "../support/stack-hosts";
import { toJson } from "../support/stack-json";
import { stacks } from "../support/stacks";
import { done, inLab, value, withoutForwarding, type Lab } from "../support/world";
import { runs } from "../support/runs";

const RUNS = runs(7);

/** The same objects without marks, as another program would create them. */
async function makeByHand(lab: Lab, lines: readonly string[]): Promise<void> {
  const facts = lines.map((line) => value(parseLine(line)));
  // A VLAN without a mark is foreign, and stays.
  const plain = facts.map(
    ({ mark, ...fact }) =>
      (isOurVlan({ mark, ...fact } as Fact) ? { mark, ...fact } : fact.kind === "veth" ? { ...fact, addresses: [] } : fact) as Fact,
  );
  // A resolv.conf without a mark is foreign, and stays.
  for (const fact of plain.filter(({ kind }) => kind !== "resolv").sort((a, b) => rankOf(a) - rankOf(b))) await lab.set(lineOf(fact));
}

test("objects that lack only their marks are imported, marked in place, and are then the same as after an apply", () =>
  fc.assert(
    fc.asyncProperty(stacks, (stack) =>
      inLab(
        async (made) => {
          done(await made.apply(toJson(stack, made.provider)));
          const lines = await made.lines();
          await inLab(
            async (lab) => {
              const text = toJson(stack, lab.provider);
              await makeByHand(lab, lines);
              for (const { address, attributes } of made.state.instances.values())
                await lab.import(text, address, String(attributes["id"]));
              expect((await lab.drift(text)).lines).toEqual([]);
              const { plan } = value(await lab.plan(text));
              expect(
                plan.changes.filter(
                  ({ action, before, after }) => (action !== "change" || before?.mark !== undefined) && after?.kind !== "resolv",
                ),
              ).toEqual([]);
              done(await lab.apply(text));
              expect(await lab.lines()).toEqual(lines);
              expect(value(await lab.plan(text)).plan.changes).toEqual([]);
              done(await lab.apply(text, { mode: "destroy" }));
              expect(withoutForwarding(await lab.lines())).toEqual([...GROUND].sort());
            },
            { ground: GROUND },
          );
        },
        { ground: GROUND },
      ),
    ),
    RUNS,
  ));
