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
import { openProvider } from "../../providers/frontends/terraform/rpcs";
import { mirrorFolder } from "./terraform-mirror";
import { startTerraform, terraform, type Ran, type Running } from "./terraform-run";
import type { PlanJson, StateJson } from "./terraform-json";
import { value } from "./world";

const ADDRESS = "registry.terraform.io/netweft/netweft";

/** How terraform gets its provider: it starts the bundle from a mirror, or connects to a running one. */
export const ways = ["from a mirror", "reattached"] as const;
export type Way = (typeof ways)[number];

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
  /** Expects an empty plan. The second plan costs another start of a mirrored provider. */
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
async function serve(env: Readonly<Record<string, string>>): Promise<{ readonly env: Record<string, string>; close(): Promise<void> }> {
  const own = { env: { ...process.env, ...env }, pid: process.pid, writeError: (text: string) => void process.stderr.write(text) };
  const provider = openProvider(
    { types: registry, drivers, clock: machineClock },
    openLog(own.env, own.writeError),
    env["NETWEFT_BACKEND"],
  );
  const { reattach, close } = await serveReattached(provider.handlers, own, ADDRESS);
  return {
    env: { TF_REATTACH_PROVIDERS: JSON.stringify(reattach) },
    close: async () => {
      close();
      await provider.close();
    },
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

/** Opens an initialized folder. */
export async function openWorkspace(way: Way, options: WorkspaceOptions = {}): Promise<Workspace> {
  const path = mkdtempSync(join(tmpdir(), "netweft-terraform-"));
  const server = way === "reattached" ? await serve(options.env ?? {}) : { env: {}, close: async () => {} };
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
      await run(0, "plan", "-detailed-exitcode");
      if (way === "reattached") await run(0, "plan", "-refresh-only", "-detailed-exitcode");
    },
    async close() {
      await server.close();
      rmSync(path, { recursive: true, force: true });
    },
  };
  own.configure({});
  await run(0, "init", ...(way === "reattached" ? [] : [`-plugin-dir=${mirrorFolder()}`]));
  return workspace;
}
