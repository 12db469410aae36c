import type { Process } from "./serve";

/** A Terraform that is gone reads nothing any more; the watch over the parent ends the process in good order. */
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

/** This process, for `serveProvider`. */
export const thisProcess: Process = {
  env: process.env,
  pid: process.pid,
  parent: () => process.ppid,
  writeOut: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
  on: (signal, listener) => void process.on(signal, listener),
  exit: (code) => process.exit(code),
};
