/**
 * Puts the provider into one file that Terraform can start: `dist/provider/terraform-provider-netweft`. Each module in it is
 * run when it is first asked for, so that the handshake does not wait for the engine.
 */
import { chmodSync, renameSync } from "node:fs";
import { buildSync } from "esbuild";

const FILE = "dist/provider/terraform-provider-netweft";
/** Others may read the file meanwhile: lanes of tests side by side make it, each for itself. */
const UNFINISHED = `${FILE}.${process.pid}`;

// What users set for other programs of theirs is not for this one: certificates alone take Node 60 ms to read.
const SHEBANG = "#!/usr/bin/env -S -u NODE_EXTRA_CA_CERTS -u NODE_OPTIONS node";

buildSync({
  entryPoints: ["bin/terraform-provider-netweft.ts"],
  outfile: UNFINISHED,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minify: true,
  keepNames: true,
  banner: { js: SHEBANG },
  legalComments: "none",
  logLevel: "warning",
});
chmodSync(UNFINISHED, 0o755);
renameSync(UNFINISHED, FILE);
