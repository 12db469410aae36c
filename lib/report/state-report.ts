import { concealing, secretsOf } from "../engine/conceal";
import type { State, StateInstance } from "../engine/state";
import { networkUsages } from "../engine/usage";
import { registry } from "../resources";
import { attributeLines } from "./attributes";
import { byHost } from "./host-order";
import { jsonList, jsonObject } from "./json-text";
import { harmless, plainLook, shown, type TerminalStyle } from "./look";
import { remarkLines } from "./remarks";
import { outputsText, outputsJson } from "./outputs";
import { usageJson, usageText } from "./usage";
import { deposedMember, identityJson, shownAttributes, valuesJson } from "./resource-json";

/** A state in the form of `terraform show`, in pieces: every instance with its attributes and kernel objects, the usage of the networks, the outputs. */
export function* stateText(state: State, seen: TerminalStyle): Generator<string> {
  const look = lookAt(state, seen);
  if (state.instances.size + state.outputs.size === 0) return yield "The state is empty. No resources are represented.\n";
  for (const instance of state.instances.values()) yield* instanceText(instance, look);
  yield* usageText(networkUsages(state, registry), look);
  if (state.outputs.size === 0) return;
  yield "\nOutputs:\n\n";
  yield* outputsText(state.outputs, look);
}

/** A look that conceals the state's sensitive values. */
export function lookAt({ instances }: Pick<State, "instances">, look: TerminalStyle): TerminalStyle {
  return { ...look, conceal: concealing(secretsOf(instances.values())) };
}

/** One instance of a state: its attributes, then the lines of its kernel objects. */
export function* instanceText(instance: StateInstance, look: TerminalStyle): Generator<string> {
  const { address, mode, type, name, attributes, sensitive, tainted } = instance;
  yield `${look.paint("bold", `# ${harmless(address)}:`)}${tainted ? " (tainted)" : ""}\n`;
  yield `${mode === "data" ? "data" : "resource"} ${harmless(JSON.stringify(type))} ${harmless(JSON.stringify(name))} {\n`;
  const lines = attributeLines(
    { before: null, after: shownAttributes(type, attributes), hidden: sensitive, forces: [] },
    { ...plainLook, conceal: look.conceal },
  );
  for (const line of lines) yield unsigned(line);
  yield "}\n";
  for (const line of remarkLines(type, attributes, sensitive, look)) yield `  ${line}`;
  for (const fact of byHost(instance.private?.facts ?? [], (line) => line)) yield `  ${look.paint("dim", shown(fact, look))}\n`;
  yield "\n";
}

/** A line of a plan without the sign and its indentation. */
function unsigned(line: string): string {
  return line.replace(/^( *)\+ /, "$1  ").slice(4);
}

/** A state in the JSON of `terraform show -json` (format 1.0), in pieces; `netweft` holds what Terraform's format does not have. */
export function* stateJson(state: State): Generator<string> {
  const values = jsonObject([
    ["outputs", outputsJson(state.outputs)],
    ["root_module", jsonObject([["resources", jsonList(instancesJson(state)), "pieces"]]), "pieces"],
  ]);
  const usages = networkUsages(state, registry);
  const empty = state.instances.size + state.outputs.size === 0;
  yield* jsonObject([
    ["format_version", "1.0"],
    ...(empty
      ? []
      : ([
          ["terraform_version", state.terraformVersion],
          ["values", values, "pieces"],
          ["netweft", usages.length > 0 ? usageJson(usages, lookAt(state, plainLook)) : undefined],
        ] as const)),
  ]);
  yield "\n";
}

function* instancesJson(state: State): Generator<unknown> {
  for (const instance of state.instances.values()) {
    const { address, provider, attributes, sensitive, type, schemaVersion, dependencies, tainted } = instance;
    yield {
      ...identityJson(address, provider),
      ...deposedMember("deposed_key", address),
      ...valuesJson(attributes, sensitive, type, schemaVersion),
      ...(dependencies.length > 0 ? { depends_on: dependencies } : {}),
      ...(tainted ? { tainted } : {}),
    };
  }
}
