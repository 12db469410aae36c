import { textOf } from "../../../lib/kernel/line";
import { placeholdersFor } from "../../../lib/engine/resolve/tunnel-keys";
import { resolveManaged } from "../../../lib/engine/resolve/resolve";
import { registry, resources } from "../../../lib/resources";
import { ignoredBy } from "../../../lib/engine/ignored";
import type { State, StateInstance } from "../../../lib/engine/state/types";
import { keyOf } from "../../../lib/kernel/kinds";
import { isSkeleton } from "../../../lib/resources/firewall/skeleton";
import { providerFields, type ProviderConfig } from "../../../lib/resources/provider";
import { convert } from "../../../lib/schema/convert";
import { withDefaults } from "../../../lib/schema/defaults";
import type { Draft } from "../../../lib/schema/value";
import { instanceOf } from "../../support/instance";

const providerWith = (hosts: Draft | undefined) =>
  withDefaults(providerFields, convert(providerFields, hosts === undefined ? {} : { hosts })) as unknown as ProviderConfig;
const surroundings = {
  types: registry,
  prior: undefined,
  fresh: () => "a",
  hasProgram: () => true,
  admits: () => true,
  marked: () => undefined,
  look: () => ({ addresses: [], interfaces: [] }),
  inode: () => undefined,
  keys: placeholdersFor,
};

describe.each(Object.values(resources))("$type", (type) => {
  test.each(type.examples.map((example) => [example.title, example] as const))(
    "%s compiles to the facts that its reference page shows, beside what all networks of a host share",
    (_title, example) => {
      const instance = instanceOf(type.type, example.config as Draft);
      const resolved = resolveManaged(instance, {
        ...surroundings,
        context: { provider: providerWith(example.hosts as Draft | undefined) },
        given: (example.given ?? {}) as Draft,
      });
      expect(resolved.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(resolved.facts.filter((fact) => !isSkeleton(fact)).map(textOf)).toEqual(example.facts);

      const ignoreChanges = { ...instance.lifecycle, ignoreChanges: "all" as const };
      const stored = { address: instance.address, attributes: { ...resolved.attributes, drift: [] } } as object as StateInstance;
      const ground = {
        state: { instances: new Map([[instance.address, stored]]) } as object as State,
        types: registry,
        contexts: new Map([["", { provider: providerWith(example.hosts as Draft | undefined) }]]),
        owned: new Map(resolved.facts.map((fact) => [keyOf(fact), { fact, owners: [instance.address] }])),
      };
      const { tolerances } = ignoredBy([{ ...instance, lifecycle: ignoreChanges }], ground);
      expect([...tolerances.values()].filter(({ fields }) => fields === "all")).toHaveLength(new Set(ground.owned.keys()).size);
    },
  );

  test("has a sentence for every attribute, and every attribute is required, optional or computed", () => {
    for (const [name, field] of Object.entries(type.fields)) {
      expect([name, field.doc.endsWith(".")]).toEqual([name, true]);
      expect([name, Boolean(field.required) !== Boolean(field.optional || field.computed)]).toEqual([name, true]);
    }
  });
});
