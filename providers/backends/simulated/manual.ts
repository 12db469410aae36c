/** The commands of `netweft sim`: manual changes on a simulated host. */
import { diagnose, fail, ok, type Diagnostic, type Result } from "../../../lib/diagnostic";
import { applyStep, removeByHand } from "../../../lib/kernel/cascade";
import type { Fact } from "../../../lib/kernel/fact";
import { canChange, keyOf, kinds } from "../../../lib/kernel/kinds";
import { lineOf, parseLine } from "../../../lib/kernel/line";
import { stepRefused } from "../../../lib/kernel/refused";
import type { Step } from "../../../lib/kernel/step";
import type { ProviderConfig } from "../../../lib/resources/provider";
import { simulatedFile } from "./file";
import type { FileWriter } from "./write";
import type { HostStore } from "./host-store";
import { stepEntry, unsetEntry } from "./journal";
import { hostOf, worldOfHost, type SimulatedHosts } from "./model";

/** The lines of all facts, or of one host's, including marks, in the order of their creation. */
export async function simShow(config: ProviderConfig, host?: string): Promise<Result<readonly string[]>> {
  const hosts = simulatedFile(config.simulated.file).snapshot();
  if (!hosts.ok) return hosts;
  // A host that has left the configuration may still have objects.
  const unknown = host === undefined || hosts.value.has(host) ? undefined : unknownHost(config, { host });
  return unknown ? fail(unknown) : ok(linesOf(hosts.value, host));
}

/** The same of hosts in memory. */
export function linesOf(hosts: SimulatedHosts, host?: string): readonly string[] {
  const lines: string[] = [];
  for (const [name, { facts }] of hosts) {
    if (host !== undefined && name !== host) continue;
    for (const fact of facts.values()) if (fact.netns === "-" || facts.has(`${name} - netns ${fact.netns}`)) lines.push(lineOf(fact));
  }
  return lines;
}

/**
 * Creates or changes an object on its host, with all side effects; one that cannot be changed in place is replaced. A line
 * without a mark keeps the existing mark.
 */
export async function simSet(config: ProviderConfig, line: string): Promise<Result<void>> {
  const parsed = parseLine(line);
  if (!parsed.ok) return parsed;
  const unknown = unknownHost(config, parsed.value);
  if (unknown) return fail(unknown);
  return changed(simulatedFile(config.simulated.file), (writer) => setFact(writer, parsed.value));
}

/**
 * Deletes the fact of this line and everything that depends on it; a setting returns to its default. A unique prefix of the
 * line is enough.
 */
export async function simUnset(config: ProviderConfig, line: string): Promise<Result<void>> {
  return changed(simulatedFile(config.simulated.file), (writer) => unsetLine(writer, line));
}

/** Changes the hosts of a store. */
export async function changed(store: HostStore, work: (writer: FileWriter) => Promise<Result<void>>): Promise<Result<void>> {
  const result = flat(await store.change(work));
  await store.settle();
  return result;
}

/** Creates or changes an object, as `simSet` does. */
export async function setFact(writer: FileWriter, wanted: Fact): Promise<Result<void>> {
  const world = worldOfHost(hostOf(writer.hosts, wanted.host));
  const before = world.facts.get(keyOf(wanted));
  const fact =
    before?.mark !== undefined && wanted.mark === undefined && kinds[wanted.kind].markable ? { ...wanted, mark: before.mark } : wanted;
  for (const step of stepsTo(fact, before)) {
    const refused = applyStep(world, step);
    if (refused) return fail(stepRefused(step, 0, refused));
    writer.record(stepEntry(step));
  }
  await writer.flush();
  return ok(undefined);
}

function stepsTo(fact: Fact, before: Fact | undefined): readonly Step[] {
  if (before === undefined) return [{ verb: "add", fact }];
  if (canChange(before, fact)) return [{ verb: "set", fact, from: before }];
  return [
    { verb: "del", fact: before },
    { verb: "add", fact },
  ];
}

/** Deletes the object of a line, as `simUnset` does. */
export async function unsetLine(writer: FileWriter, line: string): Promise<Result<void>> {
  const found = find(writer, line);
  if (!found.ok) return found;
  const refused = removeByHand(worldOfHost(hostOf(writer.hosts, found.value.host)), found.value);
  if (refused) return fail(stepRefused({ verb: "del", fact: found.value }, 0, refused));
  writer.record(unsetEntry(lineOf(found.value)));
  await writer.flush();
  return ok(undefined);
}

/** The fact of exactly this line, or else the only one whose line begins with it. */
function find(writer: FileWriter, line: string): Result<Fact> {
  const begins: Fact[] = [];
  for (const host of writer.hosts.values()) {
    for (const fact of host.facts.values()) {
      const text = lineOf(fact);
      if (text === line || text.startsWith(`${line} # `)) return ok(fact);
      if (text.startsWith(line)) begins.push(fact);
    }
  }
  if (begins.length === 1) return ok(begins[0]!);
  const what = begins.length === 0 ? "No fact's line begins" : `${begins.length} facts have lines that begin`;
  const detail = `${what} with ${JSON.stringify(line)}. Give one whole line as "netweft sim show" prints it.`;
  return fail(diagnose("no-such-fact", detail, { fact: line }));
}

function unknownHost(config: ProviderConfig, { host }: Pick<Fact, "host">): Diagnostic | undefined {
  if (Object.hasOwn(config.hosts, host)) return undefined;
  const known = Object.keys(config.hosts).join(", ");
  return diagnose("unknown-host", `The provider configuration has no host ${JSON.stringify(host)}. Its hosts are: ${known}.`, { host });
}

function flat<T>(result: Result<Result<T>>): Result<T> {
  return result.ok ? result.value : result;
}
