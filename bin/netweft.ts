/** The command line interface with all of its backends and transports. Each is loaded on first use. */
import { main } from "../lib/cli/main";
import { version } from "../package.json";
import { doors } from "./doors";

void main(process.argv.slice(2), process.env, doors, version).then((code) => {
  process.exitCode = code;
});
