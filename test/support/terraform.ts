/** Folders with a configuration, in which the real terraform uses the provider on a simulated kernel. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { machineBackends as drivers } from "../../api/machine";
import { providerFields, type ProviderConfig } from "../../lib/resources/provider";
import { registry } from "../../lib/resources";
import { withDefaults } from "../../lib/schema/defaults";
import { machineClock } from "../../providers/system/clock";
import { simSet, simShow, simUnset } from "../../providers/backends/simulated";
import { openLog } from "../../providers/frontends/terraform/plugin/log";
import { serveReattached } from "../../providers/frontends/terraform/plugin/serve";
import type { PluginConnection } from "../../providers/frontends/terraform/plugin/connection";
import { openProvider, type Provider } from "../../providers/frontends/terraform/rpcs";
import { rpcs, type Rpc } from "../../providers/frontends/terraform/wire/messages";
import { TIMES } from "./runs";
import { mirrorFolder } from "./terraform-mirror";
import { startTerraform, terraform, type Ran, type Running } from "./terraform-run";
import type { PlanJson, StateJson } from "./terraform-json";
import { value } from "./world";

const ADDRESS = "registry.terraform.io/netweft/netweft";

/**
 * How terraform gets its provider: it starts the bundle from a mirror, three to five times in a run; it connects to a process that
 * has a provider for all runs; or that has one for each connection, and so remembers as little as the started ones, for a tenth of
 * their processor time.
 */
export type Way = "from a mirror" | "reattached" | "a provider for each connection";

/** In the long form, tests run with a provider that serves all runs, too. Without it, many others do: all of `openBothEngines`, for one. */
const andServed: readonly Way[] = TIMES > 1 ? ["reattached"] : [];

/** For tests of processes: how they start, are interrupted, and end. */
export const ways: readonly Way[] = ["from a mirror", ...andServed];

/** For tests of what a provider does: without what it may remember of earlier runs, as terraform starts it. */
export const memories: readonly Way[] = ["a provider for each connection", ...andServed];

export interface WorkspaceOptions {
  /** The provider block, beside the file of the simulated kernel. */
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Workspace {
  readonly path: string;
  /** The provider block, without an alias. */
  readonly provider: Readonly<Record<string, unknown>>;
  /** Writes the sections of the configuration; the provider block is added if it is missing. */
  configure(sections: Readonly<Record<string, unknown>>): void;
  /** Another file beside it. */
  write(name: string, text: string): void;
  read(name: string): string;
  remove(name: string): void;
  /** Runs terraform; an unexpected exit code fails the test with the output. */
  run(code: number, ...args: readonly string[]): Promise<Ran>;
  start(...args: readonly string[]): Running;
  /** Plans into a file `plan`, and reads it. The exit code is 2 if there are changes. */
  plan(code: 0 | 2, ...args: readonly string[]): Promise<PlanJson>;
  apply(...args: readonly string[]): Promise<Ran>;
  /** Expects an empty plan, before which the refresh found no change. */
  isQuiet(): Promise<void>;
  /** The attributes in the state file, by address. */
  state(): StateJson;
  /** All lines of the simulated hosts, sorted; with marks on request. */
  lines(marked?: boolean): Promise<readonly string[]>;
  set(line: string): Promise<void>;
  unset(line: string): Promise<void>;
  close(): Promise<void>;
}

/** A provider in this process, and the environment for terraform to connect to it. */
export async function serve(
  way: Exclude<Way, "from a mirror">,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly env: Record<string, string>; close(): Promise<void> }> {
  const own = { env: { ...process.env, ...env }, pid: process.pid, writeError: (text: string) => void process.stderr.write(text) };
  const open = () =>
    openProvider({ types: registry, drivers, clock: machineClock }, openLog(own.env, own.writeError), env["NETWEFT_BACKEND"]);
  const provider = way === "reattached" ? open() : forEachConnection(open);
  const { reattach, close } = await serveReattached(provider.handlers, own, ADDRESS);
  return {
    env: { TF_REATTACH_PROVIDERS: JSON.stringify(reattach) },
    close: async () => {
      close();
      await provider.close();
    },
  };
}

/** Opens a provider for each connection, and closes it with the connection. */
function forEachConnection(open: () => Provider): Provider {
  const opened = new Map<PluginConnection, Provider>();
  const of = (connection: PluginConnection) => {
    const known = opened.get(connection);
    if (known !== undefined) return known;
    const provider = open();
    opened.set(connection, provider);
    connection.onClose(() => {
      opened.delete(connection);
      void provider.close();
    });
    return provider;
  };
  const call = (rpc: Rpc) => (request: never, connection: PluginConnection) => of(connection).handlers[rpc](request, connection);
  return {
    handlers: Object.fromEntries(Object.keys(rpcs).map((name) => [name, call(name as Rpc)])) as unknown as Provider["handlers"],
    close: async () => void (await Promise.all([...opened.values()].map((provider) => provider.close()))),
  };
}

/** Manual changes to the simulated kernel of a workspace. */
function kernel(provider: Workspace["provider"]): Pick<Workspace, "lines" | "set" | "unset"> {
  const config = withDefaults(providerFields, provider as never) as unknown as ProviderConfig;
  return {
    lines: async (marked = false) => {
      const all = value(await simShow(config));
      return (marked ? [...all] : all.map((line) => line.replace(/ # .*/, ""))).sort();
    },
    set: async (line) => value(await simSet(config, line)),
    unset: async (line) => value(await simUnset(config, line)),
  };
}

const REQUIRED = { required_providers: { netweft: { source: "netweft/netweft" } } };

/** The files of a workspace. */
function files(path: string, provider: Workspace["provider"]): Pick<Workspace, "configure" | "write" | "read" | "remove" | "state"> {
  const write = (name: string, text: string) => writeFileSync(join(path, name), text);
  const read = (name: string) => readFileSync(join(path, name), "utf8");
  return {
    configure: (sections) =>
      write("main.tf.json", JSON.stringify({ terraform: REQUIRED, provider: { netweft: provider }, ...sections }, null, 2)),
    write,
    read,
    remove: (name) => rmSync(join(path, name), { force: true }),
    state: () => (existsSync(join(path, "terraform.tfstate")) ? (JSON.parse(read("terraform.tfstate")) as StateJson) : { resources: [] }),
  };
}

/** Opens a folder in which terraform can run. */
export async function openWorkspace(way: Way, options: WorkspaceOptions = {}): Promise<Workspace> {
  const path = mkdtempSync(join(tmpdir(), "netweft-terraform-"));
  const server = way === "from a mirror" ? { env: {}, close: async () => {} } : await serve(way, options.env);
  const where = { cwd: path, env: { ...options.env, ...server.env } };
  const provider = { stack: "shop", simulated: { file: join(path, "simulated.json") }, ...options.provider };
  const run = (code: number, ...args: readonly string[]) => terraform(code, args, where);
  const own = files(path, provider);
  const workspace: Workspace = {
    path,
    provider,
    ...own,
    ...kernel(provider),
    run,
    start: (...args) => startTerraform(args, where),
    async plan(code, ...args) {
      await run(code, "plan", "-detailed-exitcode", "-out=plan", ...args);
      return JSON.parse((await run(0, "show", "-json", "plan")).stdout) as PlanJson;
    },
    apply: (...args) => run(0, "apply", "-auto-approve", ...args),
    async isQuiet() {
      const { stdout } = await run(0, "plan", "-detailed-exitcode", "-json");
      const drift = stdout.split("\n").filter((line) => line.includes('"type":"resource_drift"'));
      if (drift.length > 0) throw new Error(`The refresh found changes:\n${drift.join("\n")}`);
    },
    async close() {
      await server.close();
      rmSync(path, { recursive: true, force: true });
    },
  };
  own.configure({});
  // Nothing is to be initialized for a provider that runs.
  if (way === "from a mirror") await run(0, "init", `-plugin-dir=${mirrorFolder()}`);
  return workspace;
}
