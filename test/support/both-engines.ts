/** One configuration in steps, through the real terraform and through Netweft's engine, each with a simulated kernel of its own. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { providerFields, type ProviderConfig } from "../../lib/resources/provider";
import { withDefaults } from "../../lib/schema/defaults";
import { simSet, simUnset } from "../../providers/backends/simulated";
import { netweft } from "./netweft";
import { expectSame, type Outcome, type Sections, type Step, type Steps } from "./outcomes";
import { openWorkspace, type Workspace } from "./terraform";
import { attributesIn, type PlanJson, type StateJson } from "./terraform-json";
import { value } from "./world";

export type { Outcome, Sections, Step, Steps } from "./outcomes";

export interface BothEngines {
  /** Runs each step with terraform, from an empty folder and kernel, and returns the outcomes. */
  terraform(steps: Steps): Promise<readonly Outcome[]>;
  /** The same with Netweft. */
  netweft(steps: Steps): Promise<readonly Outcome[]>;
  /** Fails unless these outcomes are equal; the message says what the first step is that differs, and in what. */
  expectSame(steps: Steps, outcomes: Readonly<Record<"netweft" | "terraform", readonly Outcome[]>>): void;
  close(): Promise<void>;
}

const SAID = [
  /^ *# (\S+?(?:\["[^"]*"\])?) ((?:\(deposed object KEY\) )?(?:will be|must be|is tainted, so must be) (?:created|destroyed|updated in-place|replaced)(?: due.*|, as.*)?)/,
  /^ *# (\(because .*\)|\(left over from .*\))/,
  /^ *# (\S+) (has moved to \S+)/,
  /^ *# (\(moved from) (\S+\))/,
  /^ *# (\S+) (will be imported|will no longer be managed)/,
  /^ *# (\(imported from) (\S+\))/,
  /^ *# (\(destroy = false is set in the configuration\))/,
  /^ *# (Warning: this will destroy the imported resource)/,
  /^(\S+): (Import complete)/,
  /^ *[-+/]+ (create replacement and then destroy|destroy and then create replacement)/,
  /^(Plan: .*)/,
  /^(Apply complete!.*)/,
  /^(Destroy complete!.*)/,
  /^(No changes\.)/,
];

/** A run that fails may say other things before its errors. */
function said(stdout: string, code: number): readonly string[] {
  if (code === 1) return [];
  const found = stdout
    .split("\n")
    .map((line) => line.replace(/\(deposed object \w+\)/, "(deposed object KEY)"))
    .flatMap((line) => SAID.flatMap((pattern) => pattern.exec(line)?.slice(1).join(" ") ?? []));
  return found.sort();
}

/** Reads a state file's content. */
function recorded({ resources, outputs = {} }: StateJson): Pick<Outcome, "state" | "outputs"> {
  const managed = { resources: resources.filter(({ mode }) => mode === "managed") };
  const state = [...attributesIn(managed)].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    state: Object.fromEntries(state),
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])),
  };
}

/** Incarnations and UUIDs. */
const RANDOM = /("incarnation":)?"([0-9a-f]{12}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"/g;

/** What is random is numbered in the order of its appearance: whether it is the same one as before can be seen. */
function numbered(outcomes: readonly Outcome[]): readonly Outcome[] {
  const numbers = new Map<string, string>();
  const text = JSON.stringify(outcomes).replace(RANDOM, (_, name = "", random: string) => {
    if (!numbers.has(random)) numbers.set(random, `"number ${numbers.size}"`);
    return name + numbers.get(random)!;
  });
  return JSON.parse(text) as readonly Outcome[];
}

/** What runs printed that ended with an error, by their outcomes: for the message of a test that fails. */
const errors = new WeakMap<Outcome, string>();

/** How much of it: an error is at the end. */
const KEPT = 700;

/** Keeps what a run printed, and how it ended, if it did so with an error. */
function noted(outcome: Outcome, ran: { readonly code: number | null; readonly stdout: string; readonly stderr: string }): Outcome {
  if (ran.code !== 0) errors.set(outcome, `(${ran.code ?? "killed"}) ${(ran.stdout + ran.stderr).replace(/[\s│╷╵]+/g, " ").slice(-KEPT)}`);
  return outcome;
}

const PARTS = { required_providers: { netweft: { source: "netweft/netweft" } } };
const APPLY = ["apply", "-auto-approve"];
/** Terraform leaves what is done. */
const STOP = ["-on-failure=stop"];

/** Our engine in a folder of its own. */
function ownFolder(): { readonly step: (step: Step) => Promise<Outcome>; readonly reset: () => void; readonly close: () => void } {
  const cwd = mkdtempSync(join(tmpdir(), "netweft-both-"));
  const provider = { stack: "shop", simulated: { file: join(cwd, "simulated.json") } };
  const simulated = withDefaults(providerFields, provider) as unknown as ProviderConfig;
  const stateJson = () => {
    const file = readdirSync(cwd).find((name) => name === "terraform.tfstate");
    return file === undefined ? { resources: [] } : (JSON.parse(readFileSync(join(cwd, file), "utf8")) as StateJson);
  };
  return {
    async step({ configuration, files = {}, args = APPLY, faults, planned, ...kernel }) {
      await change(
        {
          set: async (line) => void value(await simSet(simulated, line)),
          unset: async (line) => void value(await simUnset(simulated, line)),
        },
        kernel,
      );
      const text = JSON.stringify({ terraform: PARTS, provider: { netweft: withFaults(provider, faults) }, ...configuration });
      writeFileSync(join(cwd, "main.tf.json"), text);
      for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), JSON.stringify(content));
      const run = (...given: readonly string[]) => netweft(given, { cwd });
      const ran = await run(...(planned ? ["plan", "-out=plan", ...planned] : args), ...(faults && !planned ? STOP : []));
      const reasons = planned && ran.code === 0 ? reasonsIn((await run("show", "-json", "plan")).stdout) : undefined;
      for (const name of Object.keys(files)) rmSync(join(cwd, name));
      return noted({ code: ran.code, said: reasons ?? said(ran.stdout, ran.code), ...recorded(stateJson()) }, ran);
    },
    reset: () => readdirSync(cwd).forEach((name) => rmSync(join(cwd, name), { recursive: true })),
    close: () => rmSync(cwd, { recursive: true, force: true }),
  };
}

/** What another program does to the kernel before the step. */
async function change(kernel: Pick<Workspace, "set" | "unset">, { made = [], unmade = [] }: Pick<Step, "made" | "unmade">): Promise<void> {
  for (const line of made) await kernel.set(line);
  for (const line of unmade) await kernel.unset(line);
}

/** The provider block with steps that fail. */
function withFaults(provider: Workspace["provider"], faults: Step["faults"]): Workspace["provider"] {
  return faults ? { ...provider, simulated: { ...(provider["simulated"] as object), faults } } : provider;
}

/** What a plan's JSON says of each instance. */
function reasonsIn(text: string): readonly string[] {
  const { resource_changes = [] } = JSON.parse(text) as PlanJson;
  const parts = resource_changes.map(({ address, previous_address, deposed, action_reason, change: { actions, replace_paths } }) => [
    ...[address, deposed && "deposed", actions.join("+"), action_reason, previous_address && `from ${previous_address}`],
    replace_paths?.map((path) => path.join(".")).join(),
  ]);
  return parts.map((all) => all.filter(Boolean).join(" ")).sort();
}

async function theirStep(
  workspace: Workspace,
  { configuration, files = {}, args = APPLY, faults, planned, ...kernel }: Step,
): Promise<Outcome> {
  await change(workspace, kernel);
  workspace.configure({ provider: { netweft: withFaults(workspace.provider, faults) }, ...configuration });
  for (const [name, content] of Object.entries(files)) workspace.write(name, JSON.stringify(content));
  const run = (...given: readonly string[]) => workspace.start(...given).done;
  const ran = await run(...(planned ? ["plan", "-out=plan", ...planned] : args), "-no-color");
  const reasons = planned && ran.code === 0 ? reasonsIn((await run("show", "-json", "plan")).stdout) : undefined;
  for (const name of Object.keys(files)) workspace.remove(name);
  return noted({ code: ran.code!, said: reasons ?? said(ran.stdout, ran.code!), ...recorded(workspace.state()) }, ran);
}

async function inOrder(steps: Steps, run: (step: Step) => Promise<Outcome>): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const one of steps) outcomes.push(await run("configuration" in one ? (one as Step) : { configuration: one as Sections }));
  const all = numbered(outcomes);
  outcomes.forEach((one, n) => errors.has(one) && errors.set(all[n]!, errors.get(one)!));
  return all;
}

export async function openBothEngines(): Promise<BothEngines> {
  const theirs = await openWorkspace("reattached");
  const ours = ownFolder();
  return {
    terraform(steps) {
      for (const file of ["terraform.tfstate", "simulated.json"]) theirs.remove(file);
      return inOrder(steps, (step) => theirStep(theirs, step));
    },
    netweft(steps) {
      ours.reset();
      return inOrder(steps, ours.step);
    },
    expectSame: (steps, outcomes) => expectSame(steps, { ...outcomes, errors: (one) => errors.get(one) }),
    async close() {
      await theirs.close();
      ours.close();
    },
  };
}
