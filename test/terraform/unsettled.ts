/** What calls come to whose arguments are sensitive, or known only after the apply: with the real Terraform, and with Netweft. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfiguration, type Instance } from "../../lib/config";
import type { Path } from "../../lib/diagnostic";
import { registry } from "../../lib/resources";
import { UNKNOWN, type Value } from "../../lib/schema/value";
import { ENV } from "../support/terraform-run";
import type { StateJson } from "../support/terraform-json";
import { locals } from "./expressions-table";
import type { Call } from "./function-arguments";

/** A call with an argument that is known only after the apply. */
export interface Later {
  /** In the plan: "?" for what is not known there. */
  readonly planned: unknown;
  readonly applied: { readonly value: unknown; readonly type: unknown } | "refused";
}

export interface Unsettled {
  /** The sensitive parts of each result, sorted, and its value. */
  readonly marked: readonly { readonly value: unknown; readonly paths: readonly string[] }[];
  readonly later: readonly Later[];
}

/** One resource has the results of the sensitive calls, and another the arguments of the others. Outputs that are null are not stored. */
function documentOf(sensitive: readonly string[], later: readonly Call[]): string {
  return JSON.stringify({
    locals,
    resource: {
      terraform_data: {
        marked: { input: sensitive.map((text) => `\${try({ v = ${text} }, { e = 1 })}`) },
        late: { input: later.map(({ own }) => `\${${own}}`) },
      },
    },
    output: Object.fromEntries(later.map(({ put }, n) => [`o${n}`, { value: [`\${${put(`terraform_data.late.output[${n}]`)}}`] }])),
  });
}

interface PlanJson {
  readonly output_changes: Readonly<Record<string, { readonly after?: unknown; readonly after_unknown: unknown }>>;
}

/** The value with "?" in place of what is unknown. */
function shown(after: unknown, unknown: unknown): unknown {
  if (unknown === true) return "?";
  if (Array.isArray(after)) return after.map((item, n) => shown(item, Array.isArray(unknown) ? unknown[n] : false));
  if (typeof after !== "object" || after === null) return after ?? null;
  const names = new Set([...Object.keys(after), ...Object.keys(unknown as object)]);
  const part = (of: unknown, name: string) => (of as Record<string, unknown>)[name];
  return Object.fromEntries([...names].sort().map((name) => [name, shown(part(after, name), part(unknown, name))]));
}

const env = { ...process.env, ...ENV };

export function askTerraform(sensitive: readonly string[], later: readonly Call[]): Unsettled {
  const cwd = mkdtempSync(join(tmpdir(), "netweft-unsettled-"));
  const run = (...args: readonly string[]) => spawnSync("terraform", args, { cwd, env, encoding: "utf8", maxBuffer: 1e9 });
  try {
    writeFileSync(join(cwd, "main.tf.json"), documentOf(sensitive, later));
    const done = run("plan", "-out=plan", "-no-color");
    if (done.status !== 0) throw new Error(`terraform plan: ${done.stderr.slice(0, 5000)}`);
    const plan = JSON.parse(run("show", "-json", "plan").stdout) as PlanJson;
    // Some outputs cannot be evaluated once all is known.
    run("apply", "plan");
    const { outputs = {}, resources } = JSON.parse(readFileSync(join(cwd, "terraform.tfstate"), "utf8")) as StateJson;
    const [instance] = resources.find(({ name }) => name === "marked")!.instances;
    const steps = instance!.sensitive_attributes!.map((path) => path.map(({ value }) => (typeof value === "object" ? value.value : value)));
    const { value } = instance!.attributes["input"] as { readonly value: readonly unknown[] };
    return {
      marked: markedBy(value, steps),
      later: later.map((_, n) => {
        const { after, after_unknown } = plan.output_changes[`o${n}`]!;
        return { planned: shown(after, after_unknown), applied: outputs[`o${n}`] ?? "refused" } as Later;
      }),
    };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

/** By result: the paths are those of the list `input`. */
function markedBy(values: readonly unknown[], paths: readonly Path[]): Unsettled["marked"] {
  return values.map((value, n) => ({
    value,
    paths: paths.flatMap(([, at, ...path]) => (at === n ? [path.join(".")] : [])).sort(),
  }));
}

export function askNetweft(sensitive: readonly string[], later: readonly Call[]): Unsettled {
  const file = { name: "main.tf.json", text: documentOf(sensitive, later) };
  const loaded = loadConfiguration([file], { variables: new Map(), directory: "/app" }, registry);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  const evaluated = (output: (instance: Instance) => Value) =>
    loaded.value.evaluate((instance) => ({ ...instance.config, id: UNKNOWN, output: output(instance) }));
  const planned = evaluated(() => UNKNOWN);
  const applied = evaluated((instance) => instance.config["input"]!);
  const wrong = new Set(applied.diagnostics.map(({ at }) => at?.path?.[1]));
  const { config, sensitive: paths } = applied.instances.find(({ name }) => name === "marked")!;
  return {
    marked: markedBy((config["input"] as unknown as { value: readonly unknown[] }).value, paths),
    later: later.map((_, n) => {
      const { value, type } = applied.outputs.get(`o${n}`)!;
      return {
        planned: masked(planned.outputs.get(`o${n}`)!.value),
        applied: wrong.has(`o${n}`) ? "refused" : { value, type },
      };
    }),
  };
}

function masked(value: Value): unknown {
  if (value === UNKNOWN) return "?";
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, masked((value as Record<string, Value>)[name]!)]),
  );
}
