/**
 * Bundles the provider into one executable for Terraform: `dist/provider/terraform-provider-netweft`. Each module in it is
 * evaluated on first use, so that the handshake does not wait for the engine.
 */
import { chmodSync, renameSync } from "node:fs";
import { buildSync } from "esbuild";

const FILE = "dist/provider/terraform-provider-netweft";
/** Written under another name first: concurrent test lanes build and read this file. */
const UNFINISHED = `${FILE}.${process.pid}`;

// Node options that users set for other programs are removed: reading certificates alone takes Node 60 ms.
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
