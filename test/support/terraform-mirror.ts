/** The provider as users install it: a folder for `terraform init`. Created once per test run. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROVIDER_ADDRESS } from "../../lib/schema/terraform";
import { version } from "../../package.json";

const ROOT = join(__dirname, "../..");
const PROGRAM = "terraform-provider-netweft";

/** Bundles the provider, and puts it into a mirror in this folder. */
export function makeMirror(folder: string): void {
  const place = join(folder, PROVIDER_ADDRESS, version, `linux_${process.arch === "x64" ? "amd64" : process.arch}`);
  execFileSync(process.execPath, ["--import", "tsx", "scripts/bundle.ts", join(place, `${PROGRAM}_v${version}`)], { cwd: ROOT });
}

/** The mirror of this test run. */
export function mirrorFolder(): string {
  const folder = process.env["NETWEFT_MIRROR"];
  if (folder === undefined) throw new Error("There is no mirror: the jest project needs terraform-mirror.ts as its `globalSetup`.");
  return folder;
}

export default function setUp(): void {
  const folder = mkdtempSync(join(tmpdir(), "netweft-mirror-"));
  process.env["NETWEFT_MIRROR"] = folder;
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  makeMirror(folder);
}
