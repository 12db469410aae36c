import type { Process } from "./serve";

/** Ignores write errors after Terraform has exited; the watch on the parent process shuts the provider down properly. */
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
