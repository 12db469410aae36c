import { concealing, secretsOfPlan, type Conceal } from "../engine/conceal";
import { shownOrigin, type Plan, type ResourceChange } from "../engine/plan";
import type { Impact } from "../reconcile/plan";
import type { Rehearsal } from "../engine/rehearse";
import { currentAddress, parseAddress, TERRAFORM_VERSION } from "../engine/state";
import { hasErrors } from "../diagnostic";
import { lineOf, textOf } from "../kernel/line";
import { backendsOf } from "../resources/backend";
import { PROVIDER_ADDRESS } from "../schema/terraform";
import type { Draft } from "../schema/value";
import { diagnosticJson } from "./diagnostics";
import { jsonList, jsonObject } from "./json-text";
import { knownPart, sensitiveMask, unknownMask } from "./masks";
import { rehearsalJson } from "./rehearsal";
import { summaryOf } from "./plan-summary";
import { deposedMember, identityJson, shownAttributes, valuesJson } from "./resource-json";

/**
 * A plan in the JSON of `terraform show -json` (format 1.2), in pieces, with an additional member `netweft` that holds the
 * kernel objects that change, the steps, the endpoints whose traffic is touched and the diagnostics. Sensitive
 * values are in it, marked as Terraform marks them, and concealed in `netweft`. A rehearsal says there that it is one.
 */
export function* planJson(plan: Plan, rehearsal?: Rehearsal): Generator<string> {
  yield* jsonObject([
    ["format_version", "1.2"],
    ["terraform_version", TERRAFORM_VERSION],
    ["planned_values", valuesOf(plan, "after"), "pieces"],
    ["resource_changes", jsonList(changesOf(plan)), "pieces"],
    ["output_changes", outputChanges(plan)],
    ["prior_state", priorState(plan), "pieces"],
    ["configuration", { provider_config: { netweft: { name: "netweft", full_name: PROVIDER_ADDRESS } }, root_module: {} }],
    ["applyable", !summaryOf(plan).empty],
    ["complete", !plan.diagnostics.some(({ code }) => code === "incomplete-plan" || code === "host-skipped")],
    ["errored", rehearsal !== undefined && hasErrors(rehearsal.applied.diagnostics)],
    ["netweft", ownPart(plan, rehearsal), "pieces"],
  ]);
  yield "\n";
}

function* changesOf(plan: Plan): Generator<unknown> {
  const providers = providersOf(plan);
  for (const change of plan.resources) yield changeJson(change, providers.get(change.address));
}

function providersOf(plan: Plan): ReadonlyMap<string, string> {
  return new Map(plan.instances.map(({ address, provider }) => [address, provider]));
}

const actions: Readonly<Record<ResourceChange["action"], readonly string[]>> = {
  create: ["create"],
  update: ["update"],
  replace: ["delete", "create"],
  delete: ["delete"],
  forget: ["forget"],
  read: ["read"],
  "no-op": ["no-op"],
};

function changeJson(change: ResourceChange, provider: string | undefined): unknown {
  const { address, action, reason, deposed, sensitive, replaceBy, importing } = change;
  const origin = shownOrigin(change);
  const { type = "" } = parseAddress(address) ?? {};
  const [before, after] = [change.before, change.after].map((attributes) => attributes && shownAttributes(type, attributes)) as [
    Draft | null,
    Draft | null,
  ];
  return {
    ...identityJson(address, provider),
    ...deposedMember("deposed", address),
    ...(origin ? { previous_address: currentAddress(origin) } : {}),
    change: {
      actions: deposed === undefined ? actions[action] : ["create", "delete"],
      before,
      after: after && knownPart(after),
      after_unknown: after ? unknownMask(after) : {},
      before_sensitive: before ? sensitiveMask(before, sensitive) : false,
      after_sensitive: after ? sensitiveMask(after, sensitive) : false,
      ...(replaceBy.length > 0 ? { replace_paths: replaceBy.map((path) => path.split(".")) } : {}),
      ...(importing ? { importing } : {}),
    },
    ...(reason ? { action_reason: reason } : {}),
  };
}

type Side = "before" | "after";

function valuesOf(plan: Plan, side: Side): Iterable<string> {
  return jsonObject([
    ["outputs", outputsOf(plan, side)],
    ["root_module", jsonObject([["resources", jsonList(resourcesOf(plan, side)), "pieces"]]), "pieces"],
  ]);
}

/** Every resource as it was or will be. */
function* resourcesOf(plan: Plan, side: Side): Generator<unknown> {
  const providers = providersOf(plan);
  for (const change of plan.resources) {
    const attributes: Draft | null = change[side];
    if (attributes === null) continue;
    const identity = identityJson((side === "before" && shownOrigin(change)) || change.address, providers.get(change.address));
    yield {
      ...identity,
      ...deposedMember("deposed_key", change.address),
      ...valuesJson(attributes, change.sensitive, String(identity["type"])),
    };
  }
}

function outputsOf(plan: Plan, side: Side): Readonly<Record<string, unknown>> {
  const present = plan.outputs.flatMap(({ name, [side]: output }) => (output ? [[name, output] as const] : []));
  return Object.fromEntries(present.map(([name, { value, type, sensitive }]) => [name, { sensitive, type, value: knownPart(value) }]));
}

function outputChanges(plan: Plan): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    plan.outputs.map(({ name, before, after }) => {
      const change = {
        actions: [before ? (after ? "update" : "delete") : "create"],
        before: before ? knownPart(before.value) : null,
        after: after ? knownPart(after.value) : null,
        after_unknown: after ? unknownMask(after.value) : false,
        before_sensitive: before?.sensitive ?? false,
        after_sensitive: after?.sensitive ?? false,
      };
      return [name, change];
    }),
  );
}

function priorState(plan: Plan): Iterable<string> {
  return jsonObject([
    ["format_version", "1.0"],
    ["terraform_version", TERRAFORM_VERSION],
    ["values", valuesOf(plan, "before"), "pieces"],
  ]);
}

function ownPart(plan: Plan, rehearsal: Rehearsal | undefined): Iterable<string> {
  const conceal = concealing(secretsOfPlan(plan));
  return jsonObject([
    ["backends", backendsOf(plan.providers)],
    ["skipped", plan.skipped],
    ["rehearsal", rehearsal && rehearsalJson(rehearsal)],
    ["changes", jsonList(factChanges(plan, conceal)), "pieces"],
    ["steps", jsonList(stepsOf(plan, conceal)), "pieces"],
    ["impact", jsonList(plan.impact.map((one) => discreet(one, conceal))), "pieces"],
    ["diagnostics", [...plan.diagnostics, ...(rehearsal?.applied.diagnostics ?? [])].map(diagnosticJson)],
  ]);
}

function discreet({ endpoint, why, only, ...rest }: Impact, conceal: Conceal): Impact {
  return { endpoint: conceal(endpoint), ...rest, why: why.map(conceal), ...(only && { only: only.map(conceal) }) };
}

function* factChanges(plan: Plan, conceal: Conceal): Generator<unknown> {
  for (const { action, before, after, owners, because } of plan.changes) {
    yield {
      action,
      ...(before ? { before: conceal(textOf(before)) } : {}),
      ...(after ? { after: conceal(textOf(after)) } : {}),
      owners,
      because,
    };
  }
}

function* stepsOf(plan: Plan, conceal: Conceal): Generator<unknown> {
  for (const [n, phase] of plan.phases.entries()) {
    for (const [host, steps] of Object.entries(phase)) {
      for (const { n: number, verb, fact, from, owners } of steps) {
        yield {
          n: number,
          phase: n + 1,
          host,
          verb,
          line: conceal(lineOf(fact)),
          ...(from ? { from: conceal(lineOf(from)) } : {}),
          owners,
        };
      }
    }
  }
}
