/** What a test of both engines says when they differ: in so few lines that the log of a failed commit shows all of it. */
import { differenceOf, type Outcome } from "../support/outcomes";

const outcome = (more: Partial<Outcome> = {}): Outcome => ({ code: 0, said: ["No changes."], state: {}, outputs: {}, ...more });
const none = () => undefined;
const many = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`terraform_data.a[${n}]`, { id: `number ${n}`, input: n }]));

test("no difference is no message, whatever the order of attributes", () => {
  const [one, other] = [outcome({ outputs: { a: 1, b: 2 } }), outcome({ outputs: { b: 2, a: 1 } })];
  expect(differenceOf([{}], { netweft: [one], terraform: [other], errors: none })).toBeUndefined();
});

test("the first step that differs, its arguments, what differs in it by name, and what the failed run printed", () => {
  const netweft = [
    outcome(),
    outcome({ state: { "a.b": { id: "number 0", n: 1 } }, said: ["# a.b will be created"] }),
    outcome({ code: 1 }),
  ];
  const failed = outcome({ code: 1, said: [] });
  const steps = [{}, { configuration: {}, args: ["apply", "-target=a.b"] }, {}];
  const compared = {
    netweft,
    terraform: [outcome(), failed, outcome()],
    errors: (one: Outcome) => (one === failed ? "(1) no lock" : undefined),
  };
  expect(differenceOf(steps, compared)).toBe(
    [
      "Step 2 of 3 differs (apply -target=a.b):",
      "  exit code: terraform 1, netweft 0",
      '  said "# a.b will be created": terraform none, netweft 1',
      '  a.b: terraform none, netweft "in the state"',
      '  a.b id: terraform none, netweft "number 0"',
      "  a.b n: terraform none, netweft 1",
      "Terraform printed: (1) no lock",
    ].join("\n"),
  );
});

test("a large difference is cut, and one line has no more than its part of a large value", () => {
  const netweft = [outcome({ state: many, outputs: { long: "x".repeat(10_000) } })];
  const text = differenceOf([{ configuration: {}, planned: ["-destroy"] }], { netweft, terraform: [outcome()], errors: none })!;
  expect(text.split("\n").length).toBeLessThanOrEqual(10);
  expect(text).toMatch(/^Step 1 of 1 differs \(plan -destroy as JSON\):/);
  expect(text).toMatch(/and 113 more$/);
  const long = differenceOf([{}], { netweft, terraform: [outcome({ state: many })], errors: none })!;
  expect(long.length).toBeLessThan(500);
});
