/** Whole configurations in steps: what they mean in Terraform, they mean in Netweft's engine. */
import { join } from "node:path";
import { openAnswers, type Answers } from "../support/answers";
import { openBothEngines, type BothEngines, type Outcome, type Steps } from "../support/both-engines";
import { blockCases } from "./block-cases";
import { cases } from "./language-cases";
import { remoteStateCases } from "./remote-state-cases";

let both: BothEngines;
let answers: Answers<Steps, readonly Outcome[]>;
beforeAll(async () => {
  both = await openBothEngines();
  answers = openAnswers(join(__dirname, "language-answers.txt"), both.terraform);
});
afterAll(async () => {
  answers.close();
  await both.close();
});

describe.each(Object.entries({ ...cases, ...blockCases, "the state of another configuration": remoteStateCases }))("%s", (_, group) => {
  test.each(Object.entries(group))("%s", async (_name, { steps, codes }) => {
    const netweft = await both.netweft(steps);
    const terraform = await answers.to(steps, netweft);
    both.expectSame(steps, { netweft, terraform });
    expect(terraform.map(({ code }) => code)).toEqual(codes);
  });
});
