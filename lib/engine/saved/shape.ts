/** The shapes of the records of a saved plan: what its readers rely on. The content of facts is checked where they are parsed. */
import { providerFields } from "../../resources/provider";
import { validateStored } from "../../schema/validate";
import type { Draft } from "../../schema/value";
import { count, either, flag, listOf, mapOf, members, oneOfTexts, perhaps, record, text, type Shape } from "../../schema/shape";

const texts = listOf(text);
const path = listOf(either(text, count));
const nullOr = (shape: Shape): Shape => either((value) => value === null, shape);
const anything: Shape = (value) => value !== undefined;

const factRecord = either(text, members({ line: text, shared: (value) => value === true }));

const head = members({
  version: (value) => value === 1,
  prior: members({ lineage: text, serial: count }),
  seen: members({
    ...{ keys: mapOf(texts), needs: mapOf(texts), digests: mapOf(text) },
    adopt: perhaps(mapOf(mapOf(listOf(members({ path: perhaps(text), inode: perhaps(count) }))))),
  }),
  on: perhaps(mapOf(text)),
  skipped: perhaps(texts),
});

const place = either(
  text,
  members({ backend: oneOfTexts("local"), path: text }),
  members({ backend: oneOfTexts("http"), settings: members({ address: isUrl }) }),
  members({ backend: oneOfTexts("pg"), workspace: text, settings: members({ connection: members({ host: text }) }) }),
);

function isUrl(value: unknown): boolean {
  return typeof value === "string" && URL.canParse(value);
}

const value = members({ value: anything, type: anything, sensitive: flag });

const instance = members({
  ...{ address: text, block: text, mode: oneOfTexts("managed", "data"), type: text, name: text, provider: text },
  ...{ key: perhaps(either(text, Number.isSafeInteger)), schemaVersion: count, attributes: record, sensitive: listOf(path) },
  ...{ dependencies: texts, createBeforeDestroy: flag, tainted: flag, rest: perhaps(record) },
  private: perhaps(
    members({
      ...{ v: (version) => version === 1, facts: texts, on: perhaps(text), pending: perhaps(flag) },
      ...{ claimed: perhaps(texts), leaving: perhaps(texts), birth: perhaps(text), left: perhaps(mapOf(nullOr(record))) },
    }),
  ),
});

const provider = members({ backend: text, stack: text, hosts: mapOf(record), simulated: record, address_pools: listOf(record) });

function isProvider(value: unknown): boolean {
  return provider(value) && validateStored(providerFields, value as Draft).length === 0;
}

const resource = members({
  address: text,
  action: oneOfTexts("create", "update", "replace", "delete", "forget", "read", "no-op"),
  before: nullOr(record),
  after: nullOr(record),
  ...{ reason: perhaps(text), replaceBy: texts, deposed: perhaps(text), movedFrom: perhaps(text) },
  importing: perhaps(members({ id: text })),
  sensitive: listOf(path),
});

const change = members({
  ...{ action: text, key: text, owners: texts, before: perhaps(factRecord), after: perhaps(factRecord) },
  because: oneOfTexts("declared", "drift", "collateral"),
  turn: perhaps(oneOfTexts("first", "last")),
});

const step = members({ n: count, verb: oneOfTexts("add", "set", "del"), fact: factRecord, from: perhaps(factRecord), owners: texts });

const impact = members({ endpoint: text, host: text, kind: oneOfTexts("live", "brief", "replaced"), why: texts, only: perhaps(texts) });

const where = members({
  ...{ resource: perhaps(text), path: perhaps(path), host: perhaps(text) },
  ...{ fact: perhaps(text), file: perhaps(text), source: perhaps(text) },
});

const diagnostic = members({ severity: oneOfTexts("error", "warning"), code: text, summary: text, detail: text, at: where });

/** The shape of each sort of record, by the member that it has. */
const shapes: Readonly<Record<string, Shape>> = {
  ...{ provider: isProvider, resource, change, step, impact, diagnostic, imported: instance, instance },
  output: members({ name: text, before: perhaps(value), after: perhaps(value) }),
};

/** Whether a line of a plan, other than its first and its last one, is one sort of record with everything that it has to have. */
export function isRecord(line: Readonly<Record<string, unknown>>): boolean {
  const sorts = Object.keys(shapes).filter((sort) => Object.hasOwn(line, sort));
  const [sort] = sorts;
  if (sort === undefined || sorts.length > 1 || !shapes[sort]!(line[sort])) return false;
  return sort !== "step" || (count(line["phase"]) && text(line["host"]));
}

/** Whether the first line of a plan of a version that this one reads has everything that it has to have. */
export function isHead(line: Readonly<Record<string, unknown>>): boolean {
  return head(line["plan"]) && place(line["state"]);
}
