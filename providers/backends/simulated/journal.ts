/**
 * The journal beside the file: one line per change since the file was written, so that a step is persisted without rewriting
 * the file. Its first line names the id of the file that it continues; a journal with another id is the remnant of a killed
 * process, and its content is already in the file.
 */
import { applyStep, removeByHand } from "../../../lib/kernel/cascade";
import { lineOf, parseWritten } from "../../../lib/kernel/line";
import type { Step, Verb } from "../../../lib/kernel/step";
import { Damage } from "./damage";
import { guardIn } from "./guard-text";
import { hostOf, worldOfHost, type Guard, type SimulatedHosts } from "./model";

export function journalHead(id: string): string {
  return `journal ${id}`;
}

/** A step that was done. */
export function stepEntry(step: Step): string {
  return `${step.verb} ${lineOf(step.fact)}\n`;
}

/** A fact that was deleted by hand. */
export function unsetEntry(line: string): string {
  return `unset ${line}\n`;
}

/** A host's new generation. */
export function generationEntry(host: string, generation: number): string {
  return `generation ${generation} ${host}\n`;
}

/** What a host waits for, or went back from. */
export function guardEntry(host: string, guard: Guard): string {
  return `guard ${host} ${JSON.stringify(guard)}\n`;
}

/** Applies an entry; throws `Damage`. */
export function replay(hosts: SimulatedHosts, entry: string, number: number): void {
  const space = entry.indexOf(" ");
  const [word, rest] = [entry.slice(0, space), entry.slice(space + 1)];
  if (word === "generation") return replayGeneration(hosts, rest, number);
  if (word === "guard") return replayGuard(hosts, rest, number);
  const fact = parseWritten(rest);
  if (!fact.ok) throw new Damage(number, fact.diagnostics[0]!.detail);
  const world = worldOfHost(hostOf(hosts, fact.value.host));
  if (word === "unset") return void removeByHand(world, fact.value);
  if (!isVerb(word)) throw new Damage(number, `"${word}" is not a word of the journal`);
  const refused = applyStep(world, { verb: word, fact: fact.value });
  if (refused) throw new Damage(number, `"${entry}" cannot be applied: ${refused.text}`);
}

function replayGeneration(hosts: SimulatedHosts, rest: string, number: number): void {
  const [, generation, host] = /^(\d+) (\S+)$/.exec(rest) ?? [];
  if (generation === undefined || host === undefined) throw new Damage(number, `"generation ${rest}" is not an entry of the journal`);
  hostOf(hosts, host).generation = Number(generation);
}

function replayGuard(hosts: SimulatedHosts, rest: string, number: number): void {
  const [, host, json] = /^(\S+) (\{.*\})$/.exec(rest) ?? [];
  const guard = json === undefined ? undefined : guardIn(json);
  if (host === undefined || guard === undefined) throw new Damage(number, `"guard ${rest}" is not an entry of the journal`);
  hostOf(hosts, host).guard = guard;
}

function isVerb(word: string): word is Verb {
  return word === "add" || word === "set" || word === "del";
}
