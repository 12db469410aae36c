import { basename, dirname, join } from "node:path";
import { diagnose, fail, ok } from "../lib/diagnostic";
import type { CliEnvironment } from "../lib/cli/doors";
import { whoRuns } from "../providers/system/disk/who";
import { machineClock } from "../providers/system/clock";
import { machineFiles } from "../providers/system/files";
import { machineProcesses } from "../providers/system/processes";
import { openStore, openWorkspaces } from "../providers/system/store";
import { machineTerminal } from "../providers/system/terminal";
import { machineBackends as drivers } from "../api/machine";

const simulated = () => import("../providers/backends/simulated");

/** The built program is two folders below. */
const root = join(__dirname, basename(dirname(__dirname)) === "dist" ? "../.." : "..");

/** The environment of the command line interface on this machine. */
export const doors: CliEnvironment = {
  terminal: machineTerminal,
  clock: machineClock,
  files: machineFiles,
  processes: machineProcesses,
  store: openStore,
  workspaces: openWorkspaces,
  drivers,
  rehearsal: async (stage) => (await simulated()).rehearsal(stage, Object.keys(drivers)),
  simulator: {
    show: async (config, host) => (await simulated()).simShow(config, host),
    set: async (config, line) => (await simulated()).simSet(config, line),
    unset: async (config, line) => (await simulated()).simUnset(config, line),
  },
  exec: async (command) => (await import("./exec")).exec(command),
  reach: async (asked, within) => (await import("./exec")).reach(asked, within),
  provider: {
    path: join(root, "dist/provider/terraform-provider-netweft"),
    platform: `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`,
    serve: async (addresses) => (await import("./serve")).serve(addresses),
  },
  postJson: async (address, body) => (await import("../providers/system/webhook")).postJson(address, body),
  root,
  cwd: () => process.cwd(),
  enter,
  identity: () => ({ who: whoRuns(), pid: process.pid }),
  onInterrupt(listener) {
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const signal of signals) process.on(signal, listener);
    return () => {
      for (const signal of signals) process.off(signal, listener);
    };
  },
  exit: (code) => process.exit(code),
};

const UNUSABLE: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist.",
  ENOTDIR: "it is a file. Name the folder in which the file is, or start the command there without an argument.",
  EACCES: "this user has no permission to search it.",
};

function enter(folder: string): ReturnType<CliEnvironment["enter"]> {
  try {
    process.chdir(folder);
    return ok(undefined);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    const reason = UNUSABLE[code] ?? `${message}.`;
    return fail(diagnose("folder-unusable", `The folder ${folder} cannot be entered: ${reason}`, { file: folder }));
  }
}
