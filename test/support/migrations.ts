/** Moves of a state that end in the middle, as by SIGKILL: before each change of a state, of a lock and of the record of the place. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { doors } from "../../bin/doors";
import { placeOf } from "../../lib/cli/places";
import type { CliEnvironment } from "../../lib/cli/doors";
import type { ReleaseLock, StatePlace, StateStore } from "../../lib/ports/state-store";
import { netweft, type Surroundings } from "./netweft";
import { textOf } from "./stores";
import { value } from "./world";

/** Where a state is moved from, or to. */
export interface MovePlace {
  readonly type: "local" | "http" | "pg";
  /** The arguments of its block. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The workspaces that are moved there, or from there. */
  readonly workspaces: readonly string[];
  /** Removes all its states. */
  clear(): void | Promise<void>;
}

const MOVE = ["init", "--migrate-state", "--force-copy"];
const RECORD = ".terraform";
const KEPT = ".terraform-before";

/**
 * Moves the state of a stack again and again, each time killed one change later, until a move is whole. After each: one place at least
 * has the whole state and none has a part of it, no plan would create anything, and the same command completes the move. Returns how many
 * were killed.
 */
export async function moveKilledEverywhere(from: MovePlace, to: MovePlace): Promise<number> {
  const moving = await openMoving(from, to);
  try {
    for (let access = 0; ; access++) {
      await moving.reset();
      const isWhole = await moving.killedAt(access);
      await moving.expectNothingLost(access);
      await moving.complete(access);
      if (isWhole) return access;
    }
  } finally {
    moving.close();
  }
}

async function openMoving(from: MovePlace, to: MovePlace) {
  const cwd = mkdtempSync(join(tmpdir(), "netweft-moving-"));
  const workspaces = from.workspaces.filter((name) => to.workspaces.includes(name));
  const run = (args: readonly string[], TF_WORKSPACE?: string, more: Partial<Surroundings> = {}) =>
    netweft(args, { cwd, env: TF_WORKSPACE === undefined ? {} : { TF_WORKSPACE }, ...more });
  const configure = ({ type, config }: MovePlace) => {
    const netweft_namespace = { a: { name: "a-${terraform.workspace}" } };
    const provider = { netweft: { stack: "shop-${terraform.workspace}", simulated: { file: "kernel.json" } } };
    const sections = { terraform: { backend: { [type]: config } }, provider, resource: { netweft_namespace } };
    writeFileSync(join(cwd, "main.tf.json"), JSON.stringify(sections));
  };
  const storeOf = ({ type, config }: MovePlace, workspace: string) =>
    doors.store(value(placeOf({ backend: { type, config: config as never }, folder: cwd, env: {} }, workspace)));
  const texts = await appliedTexts(from, { configure, run, workspaces, textIn: async (name) => (await textOf(storeOf(from, name)))! });
  cpSync(join(cwd, RECORD), join(cwd, KEPT), { recursive: true });
  const objects = (text: string | undefined) => JSON.stringify(text === undefined ? [] : (JSON.parse(text) as { resources: [] }).resources);
  return {
    async reset() {
      for (const place of [from, to]) await place.clear();
      for (const [name, text] of texts) value(await storeOf(from, name).write([text]));
      rmSync(join(cwd, RECORD), { recursive: true });
      cpSync(join(cwd, KEPT), join(cwd, RECORD), { recursive: true });
      configure(to);
    },
    async killedAt(access: number) {
      const death = mortal(access);
      await run(MOVE, undefined, { files: death.files, others: death.others });
      return death.end();
    },
    async expectNothingLost(access: number) {
      for (const [name, text] of texts) {
        const all = [objects(await textOf(storeOf(from, name))), objects(await textOf(storeOf(to, name)))];
        expect([access, name, all.filter((one) => one !== "[]").map((one) => one === objects(text))]).toEqual([
          access,
          name,
          expect.arrayContaining([true]),
        ]);
        expect([access, name, all]).toEqual([access, name, expect.not.arrayContaining([expect.not.stringMatching(/^\[\]$|"a"/)])]);
      }
      for (const place of [from, to]) {
        configure(place);
        for (const name of workspaces) {
          const { code, stderr } = await run(["plan", "--detailed-exitcode"], name);
          expect([access, place.type, name, code, stderr]).toEqual([
            access,
            place.type,
            name,
            ...(code === 0 ? [0, ""] : [1, expect.stringContaining("state-left-behind")]),
          ]);
        }
      }
    },
    async complete(access: number) {
      let moved = await run(MOVE);
      // A server keeps the locks of a run that was killed. The message says how to remove each.
      for (let id = heldLock(moved.stderr); id !== undefined; id = heldLock(moved.stderr)) {
        expect([access, await run(["force-unlock", "--force", id])]).toMatchObject([access, { code: 0 }]);
        moved = await run(MOVE);
      }
      expect([access, moved.code, moved.stderr.replace(/Warning[^]*lock[^]*/, "")]).toEqual([access, 0, ""]);
      for (const [name, text] of texts) {
        expect([access, objects(await textOf(storeOf(to, name)))]).toEqual([access, objects(text)]);
        expect([access, await run(["plan", "--detailed-exitcode"], name)]).toMatchObject([access, { code: 0 }]);
      }
    },
    close: () => rmSync(cwd, { recursive: true }),
  };
}

interface Applying {
  readonly configure: (place: MovePlace) => void;
  readonly run: (args: readonly string[], workspace?: string) => ReturnType<typeof netweft>;
  readonly workspaces: readonly string[];
  readonly textIn: (workspace: string) => Promise<string>;
}

async function appliedTexts(from: MovePlace, { configure, run, workspaces, textIn }: Applying): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  configure(from);
  for (const name of workspaces) {
    if (name !== "default") expect(await run(["workspace", "new", name])).toMatchObject({ code: 0 });
    expect(await run(["apply", "--auto-approve"])).toMatchObject({ code: 0, stderr: "" });
    texts.set(name, await textIn(name));
  }
  return texts;
}

/** The ID of the lock that stopped a run. */
function heldLock(stderr: string): string | undefined {
  return /state-locked[^]*force-unlock ([\w-]+)/.exec(stderr.replace(/\s+/g, " "))?.[1];
}

interface Death {
  readonly files: CliEnvironment["files"];
  readonly others: Partial<CliEnvironment>;
  /** Ends the run's locks as the system does. Returns whether the run was over before its death. */
  end(): Promise<boolean>;
}

const DEAD = new Error("killed");

/** The surroundings of a run that is dead from this change on. */
function mortal(access: number): Death {
  let [accesses, isDead] = [0, false];
  const held = new Map<ReleaseLock, StatePlace>();
  const alive = () => {
    isDead ||= accesses++ === access;
    if (isDead) throw DEAD;
  };
  const mortalStore = (place: StatePlace): StateStore => {
    const store = doors.store(place);
    return {
      name: store.name,
      read: () => (isDead ? Promise.reject(DEAD) : store.read()),
      write: async (...what) => (alive(), store.write(...what)),
      unlock: async (id) => (alive(), store.unlock(id)),
      async lock(info) {
        alive();
        const locked = await store.lock(info);
        if (!locked.ok) return locked;
        held.set(locked.value, place);
        return { ...locked, value: async () => (alive(), held.delete(locked.value), locked.value()) };
      },
    };
  };
  return {
    files: { ...doors.files, write: async (...what) => (alive(), doors.files.write(...what)) },
    others: { store: mortalStore },
    async end() {
      for (const [release, place] of held) await ended(release, place);
      return !isDead;
    },
  };
}

/** The lock on a file ends, and the note beside it names a process that has ended; the session of a database ends; a server knows nothing. */
async function ended(release: ReleaseLock, place: StatePlace): Promise<void> {
  if (place.backend === "http") return;
  const note = place.backend === "local" ? join(dirname(place.path), `.${basename(place.path)}.lock.info`) : "";
  const text = existsSync(note) ? readFileSync(note, "utf8") : undefined;
  await release();
  if (text !== undefined) writeFileSync(note, JSON.stringify({ ...(JSON.parse(text) as object), Pid: spawnSync("true").pid }));
}
