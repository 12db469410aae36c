/**
 * The file of the simulated kernel: JSON with one fact per line, so that it can be read, compared and edited by hand, and
 * read and written in chunks.
 *
 * ```json
 * {"netweft_simulated":1,"id":"5f2c9a01b3de","kernel":"1c9f03ab77e2d054","generations":{"local":2},"facts":[
 * "local - netns web # netweft:shop:netweft_namespace:web",
 * "local - link nw-blue type bridge mtu 1500 mac 02:11:22:33:44:55 stp off up"
 * ]}
 * ```
 */
import { parseWritten, lineOf } from "../../../lib/kernel/line";
import { keyOf } from "../../../lib/kernel/kinds";
import type { Disk } from "../../system/disk/disk";
import { replaceFile } from "../../system/disk/write";
import { Damage } from "./damage";
import { isGuard } from "./guard-text";
import { hostOf, type Guard, type SimulatedHosts } from "./model";
import { linesOf } from "./text";

const VERSION = 1;
const LAST = "]}";

export interface Base {
  /** Changes with each rewrite of the file; the journal names the one that it continues. */
  readonly id: string;
  /** Stable across rewrites: identifies this kernel in states. Files of earlier versions have none. */
  readonly kernel?: string;
  readonly hosts: SimulatedHosts;
}

interface Head {
  readonly id: string;
  readonly kernel?: string;
  readonly generations: Readonly<Record<string, number>>;
  /** Keys of links, see `World`; absent where there are none. */
  readonly settled?: readonly string[];
  /** Absent where no host has one. */
  readonly guards?: Readonly<Record<string, Guard>>;
}

/** Reads an open file; throws `Damage`. */
export function readBase(disk: Disk, fd: number): Base {
  const hosts: SimulatedHosts = new Map();
  let head: Head | undefined;
  let number = 0;
  let ended = false;
  for (const { text } of linesOf(disk, fd)) {
    number++;
    if (head === undefined) head = readHead(text);
    else if (ended) throw new Damage(number, "something follows the end of the list of facts");
    else if (text === LAST) ended = true;
    else readFact(hosts, text, number);
  }
  if (head === undefined) throw new Damage(1, "it is empty");
  if (!ended) throw new Damage(number, `it ends early: its last line should be ${LAST}`);
  for (const [name, generation] of Object.entries(head.generations)) hostOf(hosts, name).generation = generation;
  for (const key of head.settled ?? []) hostOf(hosts, key.split(" ")[0]!).settled.add(key);
  for (const [name, guard] of Object.entries(head.guards ?? {})) hostOf(hosts, name).guard = guard;
  const { id, kernel } = head;
  return { id, ...(kernel !== undefined && { kernel }), hosts };
}

function readHead(text: string): Head {
  const head = parsed(text + LAST) as Readonly<Partial<Record<"netweft_simulated" | keyof Head, unknown>>> | undefined;
  if (head?.netweft_simulated === undefined) throw new Damage(1, "it does not begin like a file of the simulated kernel");
  if (head.netweft_simulated !== VERSION)
    throw new Damage(1, `its version is ${JSON.stringify(head.netweft_simulated)}, and this program reads version ${VERSION}`);
  if (typeof head.id !== "string" || !isCounters(head.generations))
    throw new Damage(1, "its id is not a string, or its generations are not numbers");
  const { id, kernel, generations, settled = [], guards = {} } = head;
  if (!Array.isArray(settled) || !settled.every((key) => typeof key === "string")) throw new Damage(1, "its settled links are not strings");
  if (!isGuards(guards)) throw new Damage(1, "its guards are malformed");
  if (kernel === undefined) return { id, generations, settled, guards };
  // The id appears as a single word elsewhere.
  if (typeof kernel !== "string" || !/^[\w-]{1,64}$/.test(kernel)) throw new Damage(1, "its kernel id is malformed");
  return { id, kernel, generations, settled, guards };
}

function isCounters(value: unknown): value is Readonly<Record<string, number>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every(Number.isSafeInteger);
}

function isGuards(value: unknown): value is Readonly<Record<string, Guard>> {
  return typeof value === "object" && value !== null && Object.values(value).every(isGuard);
}

function readFact(hosts: SimulatedHosts, text: string, number: number): void {
  const line = quoted(text.endsWith(",") ? text.slice(0, -1) : text);
  if (typeof line !== "string") throw new Damage(number, "the line is not one fact in quotation marks");
  const fact = parseWritten(line);
  if (!fact.ok) throw new Damage(number, fact.diagnostics[0]!.detail);
  const { facts } = hostOf(hosts, fact.value.host);
  const count = facts.size;
  if (facts.set(keyOf(fact.value), fact.value).size === count)
    throw new Damage(number, `"${line}" clashes with a fact of the same key further up`);
}

/** The text between quotation marks. Few lines contain anything that JSON escapes. */
function quoted(text: string): unknown {
  return /^"[^"\\]*"$/.test(text) ? text.slice(1, -1) : parsed(text);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Replaces the file atomically: at any moment either the old or the new one is there, complete. Waits for fsync, because a
 * power cut could otherwise leave an empty file.
 */
export function writeBase(disk: Disk, path: string, base: Base): void {
  replaceFile(disk, path, textOfBase(base), { mode: 0o600 });
}

function* textOfBase({ id, kernel, hosts }: Base): Generator<string> {
  const generations = Object.fromEntries([...hosts].map(([name, host]) => [name, host.generation]));
  const settled = [...hosts.values()].flatMap((host) => [...host.settled]);
  const guards = Object.fromEntries([...hosts].flatMap(([name, { guard }]) => (guard === undefined ? [] : [[name, guard]])));
  const rest = { ...(settled.length > 0 && { settled }), ...(Object.keys(guards).length > 0 && { guards }) };
  const head = { netweft_simulated: VERSION, id, kernel, generations, ...rest, facts: [] };
  yield JSON.stringify(head).slice(0, -LAST.length);
  let before = "\n";
  for (const host of hosts.values()) {
    for (const fact of host.facts.values()) {
      yield before + JSON.stringify(lineOf(fact));
      before = ",\n";
    }
  }
  yield `\n${LAST}\n`;
}
