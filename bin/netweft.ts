/** The command line interface with all of its backends and transports. Each is loaded on first use. */
import { setFlagsFromString } from "node:v8";
import { main } from "../lib/cli/main";
import { version } from "../package.json";
import { doors } from "./doors";

/** The default of Node 20: how much code a function runs until it is optimized. */
const BUDGET = 135_168;

/**
 * Most commands end within a second, and with the default they spend up to a third of it on optimizing functions that they hardly
 * call again. One that runs for longer has many objects, and optimizing pays.
 */
if (process.versions.v8.startsWith("11.")) {
  setFlagsFromString(`--interrupt-budget=${4 * BUDGET}`);
  setTimeout(() => setFlagsFromString(`--interrupt-budget=${BUDGET}`), 1000).unref();
}

const { NETWEFT_PLAN_PASSPHRASE: passphrase, ...others } = process.env;
// ssh, an app and the programs of a laboratory inherit this process's environment.
delete process.env["NETWEFT_PLAN_PASSPHRASE"];

void main(
  process.argv.slice(2),
  passphrase === undefined ? process.env : { ...others, NETWEFT_PLAN_PASSPHRASE: passphrase },
  doors,
  version,
).then((code) => {
  process.exitCode = code;
});
