#!/usr/bin/env node
/** The command line interface with all of its adapters. Each is loaded when it is first needed. */
import { main } from "../lib/cli/main";
import { version } from "../package.json";
import { doors } from "./doors";

// Whoever reads the output may stop early, as `head` does. What was begun is brought to its end all the same.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") process.exit(1);
});

void main(process.argv.slice(2), process.env, doors, version).then((code) => {
  process.exitCode = code;
});
