/** Evaluates expressions with the real Terraform, and with Netweft: values and exact types. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfiguration } from "../../lib/config";
import { ENV } from "../support/terraform-run";
import { locals } from "./expressions-table";

/** `open`: Terraform treats an untyped null argument of a function as unknown, and so never returns a value. */
export type Answer = { readonly value: unknown; readonly type: unknown } | "refused" | "open";

/** A template is a text of the document itself. It must be valid: one that is not fails all others with it. */
export type Form = "expression" | "template";

/** A configuration with one output for each expression: an object with `v`, or with `e` if it cannot be evaluated. */
function documentOf(expressions: readonly string[], form: Form): string {
  const valueOf = (text: string) => (form === "template" ? { v: text } : `\${try({ v = ${text} }, { e = 1 })}`);
  const output = Object.fromEntries(expressions.map((text, i) => [`o${i}`, { value: valueOf(text) }]));
  return JSON.stringify({ locals, output });
}

interface Output {
  readonly value: { readonly v?: unknown; readonly e?: 1 } | null;
  readonly type: readonly ["object", Readonly<Record<string, unknown>>];
}

function answerOf(output: Output): Answer {
  if (output.value === null) return "open";
  return "v" in output.value ? { value: output.value.v, type: output.type[1].v } : "refused";
}

const env = { ...process.env, ...ENV };

/** Terraform stores outputs with their exact types in the state. */
export function askTerraform(expressions: readonly string[], form: Form = "expression"): readonly Answer[] {
  const cwd = mkdtempSync(join(tmpdir(), "netweft-oracle-"));
  try {
    writeFileSync(join(cwd, "main.tf.json"), documentOf(expressions, form));
    // Without a provider nothing is to be initialized.
    const done = spawnSync("terraform", ["apply", "-auto-approve", "-no-color"], { cwd, env, encoding: "utf8", maxBuffer: 1e9 });
    if (done.status !== 0) throw new Error(`terraform apply: ${done.error?.message ?? done.stderr.slice(0, 5000)}`);
    const state = JSON.parse(readFileSync(join(cwd, "terraform.tfstate"), "utf8")) as { outputs: Record<string, Output> };
    return expressions.map((_, i) => answerOf(state.outputs[`o${i}`]!));
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

export function askNetweft(expressions: readonly string[], form: Form = "expression"): readonly Answer[] {
  return expressions.map((expression) => askOne(expression, form));
}

/** An expression that cannot be parsed counts as rejected, like one that cannot be evaluated. */
function askOne(expression: string, form: Form): Answer {
  const file = { name: "main.tf.json", text: documentOf([expression], form) };
  const loaded = loadConfiguration([file], { variables: new Map(), directory: "/app" }, { resources: {}, data: {} });
  if (!loaded.ok) return "refused";
  const { outputs, diagnostics } = loaded.value.evaluate((instance) => instance.config);
  return diagnostics.length > 0 ? "refused" : answerOf(outputs.get("o0") as unknown as Output);
}
