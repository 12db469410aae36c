import { acceptsOther } from "../../bin/provider";

test.each([
  ["1", true],
  ["true", true],
  ["0", false],
  ["false", false],
  ["no", false],
  ["", false],
  [undefined, false],
])("NETWEFT_ACCEPT_BACKEND=%s is consent: %s", (value, isConsent) => {
  expect(acceptsOther({ NETWEFT_ACCEPT_BACKEND: value })).toBe(isConsent);
});
