import type { OutputBlock } from "../blocks/model";
import type { OutputValue } from "../types";
import { measureOf } from "../values/measure";
import { hasMarks } from "../values/sensitive";
import { typeOf } from "../values/type";
import { complain, kept, plain, siteOf, valueOf } from "./bodies";
import { checkConditions } from "./conditions";
import type { EvaluationRun } from "./state";

/** The outputs with a value that is not null, by name. */
export function evaluateOutputs(run: EvaluationRun): ReadonlyMap<string, OutputValue> {
  const outputs = new Map<string, OutputValue>();
  const blocks = [...run.model.outputs.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const block of blocks) {
    const output = evaluateOutput(run, block);
    if (output.value !== null) outputs.set(block.name, output);
  }
  return outputs;
}

function evaluateOutput(run: EvaluationRun, block: OutputBlock): OutputValue {
  const site = siteOf(run, block.where);
  checkConditions(site, block.preconditions);
  const value = valueOf(site, block.value, "value");
  if (hasMarks(value) && !block.sensitive) {
    site.path = [];
    complain(
      site,
      "sensitive-output",
      'The value depends on a sensitive value. Set "sensitive" to true on the output, or use nonsensitive(…) if the value may be shown.',
    );
  }
  kept(site, measureOf(value).size);
  const type = typeOf(value);
  return {
    value: plain(site, value, "value").value,
    type,
    sensitive: block.sensitive,
    ...(block.description !== undefined && { description: block.description }),
  };
}
