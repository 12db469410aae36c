/** The JSON Schema of the report's JSON, as it is in `docs/reference/drift.schema.json`. */
import { findingClasses, layers, severities } from "../../drift/finding";

const text = { type: "string" } as const;
const count = { type: "integer", minimum: 0 } as const;
const texts = { type: "array", items: text } as const;
const time = { type: "string", format: "date-time" } as const;

/** An object of which every member is there, but those that end with `?`. More members may be added to a version. */
function object(members: Readonly<Record<string, unknown>>, description?: string): Readonly<Record<string, unknown>> {
  const names = Object.entries(members).map(([name, schema]) => [name.replace(/\?$/, ""), schema] as const);
  const required = Object.keys(members).filter((name) => !name.endsWith("?"));
  return { ...(description !== undefined && { description }), type: "object", properties: Object.fromEntries(names), required };
}

const list = (items: unknown) => ({ type: "array", items });
const described = (schema: object, description: string) => ({ ...schema, description });
const refer = (name: string) => ({ $ref: `#/definitions/${name}` });

const shared = {
  fingerprint: described({ type: "string", pattern: "^[0-9a-f]{32}$" }, "The same from run to run, of the object and not of its values."),
  class: { enum: findingClasses },
  layer: { enum: layers },
  severity: { enum: severities },
  host: text,
  resources: described(texts, "Addresses of the instances that own the object, or in whose object it is."),
  "expected?": described(text, "The canonical line that was applied."),
  "actual?": described(text, "The canonical line that was observed."),
};

const earlier = {
  ...shared,
  first_seen: time,
  "covered?": described({ const: true }, "`ignore_changes` covered it when its host was last read."),
};

const definitions = {
  finding: object({
    ...shared,
    difference: { enum: ["missing", "changed", "unmarked", "conflict", "unexpected", "orphaned"] },
    "also?": described({ enum: severities }, "What it is besides: --fail-on counts it for both."),
    reason: described(text, "Why it has this severity."),
    endpoints: described(texts, "Addresses of the endpoints whose traffic it affects."),
    first_seen: time,
    status: described({ enum: ["new", "persisting"] }, "Compared with the baseline; new without one."),
    repair: object({
      by: described({ enum: ["apply", "left", "refused"] }, "Whether the next apply repairs it, leaves it, or refuses to run."),
      advice: text,
      interrupts: list(object({ endpoint: text, host: text, kind: { enum: ["live", "brief", "replaced"] }, why: texts, "only?": texts })),
    }),
    "source?": object({ file: text, line: { type: "integer", minimum: 1 } }, "Where the first of resources is written."),
  }),
  ignore: object({
    "class?": shared.class,
    "layer?": shared.layer,
    "resource?": text,
    "line?": text,
    reason: text,
    by: text,
    "until?": described(text, "The last day on which it holds: 2027-01-31."),
  }),
  resolved: object({ ...shared, first_seen: time }),
  earlier: object(earlier),
  unread_finding: object({
    ...earlier,
    ignored: described({ type: "boolean" }, "An entry of the ignores matches it, or it is covered."),
  }),
  topology: object({
    hosts: texts,
    networks: list(object({ address: text, name: text, kind: text, hosts: texts, subnets: texts })),
    endpoints: list(
      object({ address: text, host: text, network: text, namespace: text, interface: text, addresses: texts, publish: texts }),
    ),
  }),
  stack: object({
    stack: text,
    file: text,
    backends: texts,
    observed_at: time,
    seconds: { type: "number", minimum: 0 },
    summary: object({
      findings: count,
      new: count,
      persisting: count,
      resolved: count,
      ignored: count,
      expired: count,
      by_severity: object(Object.fromEntries(severities.map((one) => [one, count]))),
      by_class: object(Object.fromEntries(findingClasses.map((one) => [one, count]))),
    }),
    findings: list(refer("finding")),
    ignored: list(object({ finding: refer("finding"), ignore: refer("ignore") })),
    expired: list(refer("ignore")),
    resolved: list(refer("resolved")),
    coverage: list(object({ host: text, managed: count, all: count })),
    unread: described(texts, "Hosts that could not be observed."),
    unread_findings: described(
      list(refer("unread_finding")),
      "What the baseline has on these hosts, and of resources whose lines could not be read: whether it is still there is not known. As a baseline this report keeps its age.",
    ),
    uncompared: described(texts, "Instances of which not everything was compared, by address."),
    compared: object({ resources: count, facts: count }),
    resources: described(texts, "All instances of the state, by address."),
    unapplied: described({ type: "boolean" }, "The state has no resources but the configuration declares some."),
    topology: refer("topology"),
    diagnostics: list({ type: "object" }),
  }),
};

export const driftSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Netweft drift report",
  description: "What `netweft drift --format json` prints. A failed command prints an object with errored and diagnostics instead.",
  ...object({
    format_version: { type: "string", pattern: "^2\\.\\d+$" },
    netweft_version: text,
    stacks: list(refer("stack")),
    "unread_stacks?": described(list(text), "The stacks without a report, with --all."),
    "unread_stack_findings?": described(
      list(object({ stack: text, findings: list(refer("earlier")) })),
      "What the baseline has of these stacks: whether it is still there is not known. As a baseline this report keeps its age.",
    ),
    "diagnostics?": described(list({ type: "object" }), "Why a stack has no report, with --all."),
  }),
  definitions,
} as const;
