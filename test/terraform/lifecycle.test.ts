/** Settings of `lifecycle` together, in steps: what they mean in Terraform, they mean in Netweft's engine. */
import { openBothEngines, type BothEngines } from "../support/both-engines";
import { lifecycleCases } from "./lifecycle-cases";

let both: BothEngines;
beforeAll(async () => {
  both = await openBothEngines();
});
afterAll(() => both.close());

describe.each(Object.entries(lifecycleCases))("%s", (_, group) => {
  test.each(Object.entries(group))("%s", async (_name, { steps, codes }) => {
    const terraform = await both.terraform(steps);
    both.expectSame(steps, { terraform, netweft: await both.netweft(steps) });
    expect(terraform.map(({ code }) => code)).toEqual(codes);
  });
});
