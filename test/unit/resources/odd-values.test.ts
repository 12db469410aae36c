import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { placeholdersFor } from "../../../lib/engine/resolve/tunnel-keys";
import { resolveManaged, type Resolved } from "../../../lib/engine/resolve/resolve";
import { hasErrors } from "../../../lib/diagnostic";
import { hasPlaceholder } from "../../../lib/kernel/placeholder";
import type { Fact } from "../../../lib/kernel/fact";
import { lineOf, parseLine } from "../../../lib/kernel/line";
import { registry, resources } from "../../../lib/resources";
import { providerFields, type ProviderConfig } from "../../../lib/resources/provider";
import type { Example } from "../../../lib/resources/resource";
import { convert } from "../../../lib/schema/convert";
import { withDefaults } from "../../../lib/schema/defaults";
import type { Fields, Type } from "../../../lib/schema/type";
import type { Draft } from "../../../lib/schema/value";
import { linesOf } from "../../../providers/backends/iproute2/codecs";
import { namesOf } from "../../../providers/backends/iproute2/names";
import { instanceOf } from "../../support/instance";
import { oddValue, replaced } from "../../support/odd-texts";
import { TIMES } from "../../support/runs";

const RUNS = 15 * TIMES;

const providerWith = (hosts: Draft | undefined, stack?: string) =>
  withDefaults(providerFields, convert(providerFields, { ...(hosts && { hosts }), ...(stack && { stack }) })) as unknown as ProviderConfig;

function resolved(type: string, { hosts, given }: Example, config: Draft, stack?: string): Resolved {
  return resolveManaged(instanceOf(type, config), {
    types: registry,
    context: { provider: providerWith(hosts as Draft | undefined, stack) },
    given: (given ?? {}) as Draft,
    prior: undefined,
    fresh: () => "a",
    hasProgram: () => true,
    admits: () => true,
    marked: () => undefined,
    look: () => ({ addresses: [], interfaces: [] }),
    inode: () => 4026532205,
    keys: placeholdersFor,
  });
}

/** Every attribute with text that users can set, with its path. */
function* settable(
  fields: Fields,
  config: Draft,
  path: readonly string[] = [],
): Generator<{ readonly path: readonly string[]; readonly type: Type }> {
  for (const [name, { type, required, optional }] of Object.entries(fields)) {
    const inside = config[name];
    if (!required && !optional) continue;
    if (type.kind !== "object") yield { path: [...path, name], type };
    else if (inside !== null && typeof inside === "object") yield* settable(type.fields, inside as Draft, [...path, name]);
  }
}

const names = namesOf({ connection: "local", netns: null });

/** Why no commands to create, change and delete it can be written. A key that is still to be created is named by its host. */
function refusal(fact: Fact): string | undefined {
  const line = lineOf(fact);
  const read = parseLine(line);
  const { shared: _, ...rest } = fact;
  if (!read.ok || !isDeepStrictEqual({ ...read.value }, rest)) return `read back otherwise: ${line}`;
  if (hasPlaceholder(line)) return undefined;
  try {
    for (const verb of ["add", "del", "set"] as const) linesOf({ verb, fact, from: { ...fact } }, names);
    return undefined;
  } catch (error) {
    return `${line}: ${String(error)}`;
  }
}

function refusals({ facts, diagnostics }: Resolved): readonly string[] {
  return hasErrors(diagnostics) ? [] : facts.flatMap((fact) => refusal(fact) ?? []);
}

describe.each(Object.values(resources))("$type", (type) => {
  test.each(type.examples.map((example) => [example.title, example] as const))(
    "%s: whatever odd text is accepted, its lines are read back as they were, and commands can be made of them",
    (_title, example) => {
      const base = example.config as Draft;
      for (const { path, type: of } of settable(type.fields, base)) {
        const values = oddValue(of);
        if (values === undefined) continue;
        const found = fc
          .sample(values, { numRuns: RUNS, seed: 7 })
          .map((value) => resolved(type.type, example, replaced(base, path, value)));
        expect([path.join("."), [...new Set(found.flatMap(refusals))]]).toEqual([path.join("."), []]);
      }
    },
  );

  test("so it is with the name of the stack, which all marks hold", () => {
    const [example] = type.examples as readonly [Example];
    const stacks = fc.sample(oddValue(providerFields.stack.type)!, { numRuns: RUNS, seed: 7 });
    const found = stacks.flatMap((stack) => refusals(resolved(type.type, example, example.config as Draft, String(stack))));
    expect([...new Set(found)]).toEqual([]);
  });
});
