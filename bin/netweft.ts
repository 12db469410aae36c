/** The command line interface with all of its backends and transports. Each is loaded on first use. */
import { setFlagsFromString } from "node:v8";
import { main } from "../lib/cli/main";
import { version } from "../package.json";
import { doors } from "./doors";

/**
 * Four times the default of Node 20: how much code a function runs until it is optimized. A command ends after a second or a few,
 * and with the default it spends up to a third of that on optimizing functions that it hardly calls again.
 */
if (process.versions.v8.startsWith("11.")) setFlagsFromString("--interrupt-budget=540672");

void main(process.argv.slice(2), process.env, doors, version).then((code) => {
  process.exitCode = code;
});
