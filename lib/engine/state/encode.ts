import { LANGUAGE_VERSION } from "../../config/blocks/version";
import type { OutputValue } from "../../config/types";
import type { Registry } from "../../resources/registry";
import { writeBlockHead, writeInstance } from "./instance";
import type { State, StateInstance } from "./types";

/** The version of Terraform whose format is written. */
export const TERRAFORM_VERSION = LANGUAGE_VERSION;

/** A new, empty state. */
export function emptyState(lineage: string): State {
  return { serial: 0, lineage, terraformVersion: TERRAFORM_VERSION, outputs: new Map(), instances: new Map() };
}

/**
 * The state in Terraform's format, in chunks of about one instance, to be written in order.
 *
 * @example
 * const written = await store.write(encodeState({ ...state, serial: state.serial + 1 }, registry));
 */
export function* encodeState(state: State, types: Registry): Generator<string> {
  yield `{\n  "version": 4,\n  "terraform_version": ${JSON.stringify(state.terraformVersion)},\n`;
  yield `  "serial": ${state.serial},\n  "lineage": ${JSON.stringify(state.lineage)},\n`;
  yield `  "outputs": ${JSON.stringify(writeOutputs(state.outputs))},\n  "resources": [`;
  let separator = "\n    ";
  for (const block of blocks(state.instances.values())) {
    yield separator + JSON.stringify(writeBlockHead(block[0]!)).slice(0, -1);
    yield* encodeInstances(block, types);
    separator = ",\n    ";
  }
  yield `${state.instances.size > 0 ? "\n  " : ""}],\n`;
  for (const [name, value] of Object.entries(state.rest ?? {})) yield `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`;
  yield `  "check_results": null\n}\n`;
}

function* encodeInstances(block: readonly StateInstance[], types: Registry): Generator<string> {
  let separator = ',"instances":[';
  for (const instance of block) {
    yield separator + (block.length > 1 ? "\n      " : "") + JSON.stringify(writeInstance(instance, types));
    separator = ",";
  }
  yield block.length > 1 ? "\n    ]}" : "]}";
}

/** Instances that share a block, in the order in which the blocks first appear. */
function blocks(instances: Iterable<StateInstance>): Iterable<readonly StateInstance[]> {
  const grouped = new Map<string, StateInstance[]>();
  for (const instance of instances) {
    const group = grouped.get(instance.block);
    if (group) group.push(instance);
    else grouped.set(instance.block, [instance]);
  }
  return grouped.values();
}

function writeOutputs(outputs: ReadonlyMap<string, OutputValue>): Record<string, unknown> {
  const entries = [...outputs].map(
    ([name, { value, type, sensitive }]) => [name, { value, type, ...(sensitive ? { sensitive } : {}) }] as const,
  );
  return Object.fromEntries(entries);
}
