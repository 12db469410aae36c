/** The evaluation of `import` blocks. */
import { UNKNOWN } from "../../schema/value";
import { keyText } from "../address";
import type { ImportBlock } from "../blocks/model";
import { excerpt } from "../document/reading";
import type { ImportRequestBlock } from "../types";
import { scalar } from "../values/convert";
import { bare } from "../values/sensitive";
import { describe } from "../values/type";
import { isFault, isNull } from "../values/typed";
import { complain, siteOf, valueOf } from "./bodies";
import { expandImport } from "./expand";
import type { EvaluationRun, EvaluationSite } from "./state";

/** The imports with a known id, those of one `for_each` together. `needs`: of each block, what its expressions are computed from. */
export function evaluateImports(run: EvaluationRun, needs: readonly (readonly string[])[]): readonly ImportRequestBlock[] {
  const { imports } = run.model;
  if (imports.length === 0) return [];
  return merged(
    run,
    imports.flatMap((block, n) => evaluateImport(run, block, needs[n]!)),
  );
}

function evaluateImport(run: EvaluationRun, block: ImportBlock, needs: readonly string[]): readonly ImportRequestBlock[] {
  const { where, to, provider = "" } = block;
  const rest = { block: to.block, needs, repeated: block.forEach !== undefined || to.key !== undefined, provider, where };
  return expandImport(run, block).flatMap((ambience) => {
    const site = siteOf(run, where, ambience);
    const address = addressOf(site, block);
    const id = idOf(site, block);
    return address === undefined || id === undefined ? [] : [{ to: address, id, ...rest }];
  });
}

function addressOf(site: EvaluationSite, { to: { block, key, text } }: ImportBlock): string | undefined {
  if (key === undefined) return block;
  site.path = ["to"];
  site.text = text;
  const value = bare(site.scope.evaluate(key, site.scope));
  if (typeof value === "string" || typeof value === "number") return block + keyText(value);
  if (value !== UNKNOWN)
    complain(site, "invalid-block", `The key of an instance must be text or a number, not ${describe(value)}. It is in ${excerpt(text)}.`);
  return undefined;
}

const LATER = "Write an id that is known when the plan is made.";

function idOf(site: EvaluationSite, { id, to }: ImportBlock): string | undefined {
  const value = bare(valueOf(site, id, "id"));
  const wrong = (code: "invalid-import-id" | "unknown-import-id", why: string): undefined => {
    site.path = ["id"];
    complain(site, code, why);
    return undefined;
  };
  if (value === UNKNOWN)
    return wrong("unknown-import-id", `The id of ${to.text} is known only after the apply, and imports come first. ${LATER}`);
  if (isNull(value)) return wrong("invalid-import-id", `The id of ${to.text} is null. Write the id of an object.`);
  const text = scalar(value, "string");
  if (isFault(text) || typeof text !== "string")
    return wrong("invalid-import-id", `The id of ${to.text} must be text, not ${describe(value)}.`);
  return text === "" ? wrong("invalid-import-id", `The id of ${to.text} is empty. Write the id of an object.`) : text;
}

/** One address is imported once: equal imports are one, and others contradict each other. */
function merged(run: EvaluationRun, all: readonly ImportRequestBlock[]): readonly ImportRequestBlock[] {
  const found = new Map<string, ImportRequestBlock>();
  for (const one of all) {
    const twin = found.get(one.to);
    if (twin === undefined) found.set(one.to, one);
    else if (twin.id !== one.id)
      complain(
        siteOf(run, one.where),
        "duplicate-block",
        `${one.to} would be imported from ${JSON.stringify(twin.id)} and from ${JSON.stringify(one.id)}, and one resource is one object. Keep one of them.`,
      );
  }
  return [...found.values()];
}
