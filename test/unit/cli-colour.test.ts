import { isColoured } from "../../lib/cli/colour";

it.each([
  ["an interactive terminal", {}, true, true],
  ["a dumb terminal", { TERM: "dumb" }, true, false],
  ["a log", {}, false, false],
  ["a log that shows colours", { FORCE_COLOR: "1" }, false, true],
  ["a log that shows colours, where colours are unwanted", { FORCE_COLOR: "1", NO_COLOR: "1" }, false, false],
])("colours on %s", (_where, env, interactive, coloured) => expect(isColoured(env, interactive)).toBe(coloured));
