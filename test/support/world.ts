import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfiguration } from "../../lib/config";
import type { Configuration } from "../../lib/config/types";
import { hasErrors, ok, type Diagnostic, type Result } from "../../lib/diagnostic";
import {
  applyPlan,
  findDrift,
  importInstance,
  openConfigured,
  openPlanned,
  planChanges,
  rehearse,
  whileOpen,
  type Applied,
  type ApplyRequest,
  type DriftReport,
  type Planned,
  type PlanRequest,
  type Rehearsal,
  type EngineEnvironment,
} from "../../lib/engine";
import type { Stage } from "../../lib/ports/backend";
import { emptyState, type State } from "../../lib/engine/state";
import { registry } from "../../lib/resources";
import { providerFields, type ProviderConfig } from "../../lib/resources/provider";
import { withDefaults } from "../../lib/schema/defaults";
import { HOSTS, writeGround } from "./stack-hosts";
import { machineClock } from "../../providers/system/clock";
import { openSimulated, rehearsal, simSet, simShow, simUnset } from "../../providers/backends/simulated";

/** The value of a result; throws with the diagnostics if there is none. */
export function value<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.diagnostics.map(say).join("\n"));
}

export function say({ code, detail, at }: Diagnostic): string {
  return `${code} at ${at.resource ?? ""} ${(at.path ?? []).join(".")}: ${detail}`;
}

export function load(text: string): Configuration {
  return value(loadConfiguration([{ name: "main.tf.json", text }], { variables: new Map(), directory: "." }, registry));
}

/** The state of a lab, and the text of each of its files; undefined where there was none. */
export interface SavedLab {
  readonly state: State;
  readonly files: ReadonlyMap<string, string | undefined>;
}

export interface Lab {
  readonly provider: { readonly simulated: { readonly file: string } };
  state: State;
  plan(json: string, more?: Partial<PlanRequest>): Promise<Result<Planned>>;
  /** Plans and applies; throws if the plan has errors. */
  apply(json: string, more?: Partial<PlanRequest> & Pick<ApplyRequest, "onFailure">): Promise<Applied>;
  /** Applies an existing plan; after a lost race it plans once more, and expects the same plan. */
  run(
    planned: Pick<Planned, "plan"> & Partial<Planned>,
    json: string,
    more?: Partial<PlanRequest> & Pick<ApplyRequest, "onFailure">,
  ): Promise<Applied>;
  /** Plans and applies in memory, on hosts that are as the state has them. */
  rehearse(json: string, more?: Partial<PlanRequest>): Promise<Result<Rehearsal>>;
  drift(json: string): Promise<DriftReport>;
  /** Imports the object with this id; throws if that fails. */
  import(json: string, address: string, id: string): Promise<void>;
  /** All lines of the simulated hosts, including marks, sorted. */
  lines(): Promise<readonly string[]>;
  /** Reads the hosts as an earlier observation did. */
  observe(json: string, as: Planned["observed"]): Promise<Planned["observed"]>;
  /** The hosts and the state as they are, to return to. */
  saved(): SavedLab;
  /** Puts the hosts and the state back to what was saved, with the generations of the hosts: what was planned then can be run. */
  restore(saved: SavedLab): void;
  set(line: string): Promise<void>;
  unset(line: string): Promise<void>;
  close(): void;
}

/** Memory, if it can hold files: the disk is not under test here. */
function fastFolder(): string {
  return existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
}

type Drivers = Parameters<typeof openConfigured>[1];

/** Runs a request on the hosts of its configuration. */
async function onHosts<R extends Parameters<typeof openConfigured>[0], T>(
  request: R,
  work: (request: R & { readonly world: EngineEnvironment }) => Promise<Result<T>>,
  drivers: Drivers,
): Promise<Result<T>> {
  const opened = await openConfigured(request, drivers);
  return whileOpen(opened, (hosts) => work({ ...request, world: { types: registry, hosts, clock: machineClock } }));
}

interface LabOptions {
  readonly stack?: string;
  readonly file?: string;
  /** The lines that are on the hosts before. */
  readonly ground?: readonly string[];
  /** Other backends than the simulated one. */
  readonly drivers?: Drivers;
}

/** Simulated hosts, a state in memory, and the engine between them. */
export function openLab(options: LabOptions = {}): Lab {
  const { drivers = { simulated: openSimulated } } = options;
  const folder = mkdtempSync(join(fastFolder(), "netweft-law-"));
  const file = options.file ?? join(folder, "simulated.json");
  if (options.ground) writeGround(file, options.ground);
  const provider = { simulated: { file }, hosts: HOSTS, ...(options.stack ? { stack: options.stack } : {}) };
  const config = withDefaults(providerFields, provider) as unknown as ProviderConfig;
  const request = (json: string, more: Partial<PlanRequest> = {}): Omit<PlanRequest, "world"> => ({
    configuration: load(json),
    state: lab.state,
    mode: "apply",
    targets: [],
    replace: [],
    refresh: true,
    ...more,
  });
  const lab: Lab = {
    provider,
    state: emptyState("00000000-0000-0000-0000-000000000000"),
    plan: (json, more) => onHosts(request(json, more), planChanges, drivers),
    apply: async (json, { onFailure, ...more } = {}) =>
      lab.run(value(await lab.plan(json, more)), json, { ...more, ...(onFailure && { onFailure }) }),
    async run({ plan, observed }, json, { onFailure, ...more } = {}) {
      const save = async (state: State) => {
        lab.state = state;
        return [];
      };
      const again = { plan: (state: State, namedBy: number) => lab.plan(json, { ...more, state, namedBy }), anyPlan: false };
      const options = { ...(observed && { observed }), ...(onFailure && { onFailure }) };
      const request = { plan, state: lab.state, save, again, onEvent: () => {}, ...options };
      const opened = await openPlanned(plan, lab.state, drivers);
      return value(
        await whileOpen(opened, async (hosts) =>
          ok(await applyPlan({ ...request, world: { types: registry, hosts, clock: machineClock } })),
        ),
      );
    },
    rehearse(json, more) {
      const open = async (stage: Stage) => rehearsal(stage, ["simulated", "iproute2"]);
      return rehearse({ ...request(json, more), types: registry, clock: machineClock, open });
    },
    drift: async (json) => value(await onHosts(request(json), findDrift, drivers)),
    async import(json, address, id) {
      lab.state = value(await onHosts({ ...request(json), address, id }, importInstance, drivers)).state;
    },
    lines: async () => [...value(await simShow(config))].sort(),
    observe: async (json, as) => {
      const read = async ({ world: { hosts } }: { readonly world: EngineEnvironment }) =>
        ok(await hosts.observe(new Map([...as].map(([host, { scope }]) => [host, scope]))));
      return new Map([...value(await onHosts(request(json), read, drivers))].map(([host, seen]) => [host, value(seen)]));
    },
    saved: () => {
      const text = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : undefined);
      return { state: lab.state, files: new Map([file, `${file}.journal`].map((path) => [path, text(path)])) };
    },
    restore: ({ state, files }) => {
      lab.state = state;
      for (const [path, text] of files) {
        if (text === undefined) rmSync(path, { force: true });
        else writeFileSync(path, text);
      }
    },
    set: async (line) => value(await simSet(config, line)),
    unset: async (line) => value(await simUnset(config, line)),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
  return lab;
}

/** Runs a check in a lab of its own. */
export async function inLab<T>(check: (lab: Lab) => Promise<T>, options?: LabOptions): Promise<T> {
  const lab = openLab(options);
  try {
    return await check(lab);
  } finally {
    lab.close();
  }
}

/** A line without its keys, which are random. */
export function withoutKeys(line: string): string {
  return line.replace(/ (public|key) ([A-Za-z0-9+/]{43}=|[0-9a-f]{16})/, " $1 …");
}

/** Throws unless everything was applied. */
export function done(applied: Applied): Applied {
  if (hasErrors(applied.diagnostics)) throw new Error(applied.diagnostics.map(say).join("\n"));
  return applied;
}

/** Lines without the settings of the host and its links, which are ensured and never reverted. */
export function withoutForwarding(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => !/ - sysctl net\.ipv[46]\..*(forward|accept_ra = [12]|proxy_ndp|src_valid_mark)/.test(line));
}
