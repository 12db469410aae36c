/* eslint-disable @typescript-eslint/no-require-imports -- adapters are loaded when a command needs them, and only then */
import { hostname, userInfo } from "node:os";
import { basename, dirname, join } from "node:path";
import { diagnose, fail, ok } from "../lib/diagnostic";
import type { CliEnvironment } from "../lib/cli/doors";
import { machineClock } from "../providers/system/clock";
import { machineTerminal } from "../providers/system/terminal";
import { drivers } from "./drivers";

const machine = () => (require("../providers/system/files") as typeof import("../providers/system/files")).machineFiles;
const simulated = () => require("../providers/backends/simulated") as typeof import("../providers/backends/simulated");

/** The environment of the command line interface on this machine. */
export const doors: CliEnvironment = {
  terminal: machineTerminal,
  clock: machineClock,
  get files() {
    return machine();
  },
  get processes() {
    return (require("../providers/system/processes") as typeof import("../providers/system/processes")).machineProcesses;
  },
  store: (path) => (require("../providers/system/store/local") as typeof import("../providers/system/store/local")).openLocalStore(path),
  drivers,
  rehearsal: (stage) => simulated().rehearsal(stage, Object.keys(drivers)),
  simulator: {
    show: (config, host) => simulated().simShow(config, host),
    set: (config, line) => simulated().simSet(config, line),
    unset: (config, line) => simulated().simUnset(config, line),
  },
  provider: {
    path: join(__dirname, basename(dirname(__dirname)) === "dist" ? ".." : "../dist", "provider", "terraform-provider-netweft"),
    platform: `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`,
    serve: (addresses) => (require("./serve") as typeof import("./serve")).serve(addresses),
  },
  cwd: () => process.cwd(),
  enter,
  identity: () => ({ who: `${userInfo().username}@${hostname()}`, pid: process.pid }),
  onInterrupt(listener) {
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const signal of signals) process.on(signal, listener);
    return () => {
      for (const signal of signals) process.off(signal, listener);
    };
  },
  exit: (code) => process.exit(code),
};

function enter(folder: string): ReturnType<CliEnvironment["enter"]> {
  try {
    process.chdir(folder);
    return ok(undefined);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === "ENOENT" ? "it does not exist" : (error as Error).message;
    return fail(diagnose("folder-unusable", `The folder ${folder} cannot be entered: ${reason}.`, { file: folder }));
  }
}
