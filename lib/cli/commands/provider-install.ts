import { createHash } from "node:crypto";
import { join } from "node:path";
import { diagnose, fail, ok, type Result } from "../../diagnostic";
import { PROVIDER_ADDRESSES } from "../../schema/terraform";
import { failed, print, printJson, type CliSession } from "../session";

/** A copy of the provider in a mirror. */
interface Copy {
  readonly path: string;
  /** Whether another file of the same version was there, whose hash lock files may contain. */
  readonly replaced: boolean;
}

/** The default mirror of Terraform and OpenTofu. */
function ownMirror({ env }: CliSession): Result<string> {
  const home = env["HOME"];
  if (home) return ok(join(home, ".terraform.d", "plugins"));
  return fail(diagnose("missing-argument", "HOME is not set, so the user's own mirror is unknown. Name one with --mirror DIR."));
}

/** The hash of the folder as in lock files: of the names and hashes of all files in it. */
function lockHash(name: string, program: string): string {
  const file = createHash("sha256").update(program).digest("hex");
  return `h1:${createHash("sha256").update(`${file}  ${name}\n`).digest("base64")}`;
}

async function put(path: string, program: string, { doors: { files } }: CliSession): Promise<Result<Copy>> {
  const before = (await files.kind(path)) === "file" ? await files.read(path) : undefined;
  if (before?.ok && before.value === program) return ok({ path, replaced: false });
  const written = await files.write(path, program, { program: true });
  return written.ok ? ok({ path, replaced: before !== undefined }) : written;
}

function* report(copies: readonly Copy[], hash: string, session: CliSession): Generator<string> {
  const { platform } = session.doors.provider;
  yield `Netweft ${session.version} is installed as a provider for ${platform}:\n`;
  for (const { path } of copies) yield `  ${path}\n`;
  if (copies.some(({ replaced }) => replaced))
    yield `\nThis version was installed before, with other content. Where a .terraform.lock.hcl contains it, \`terraform init\` refuses\nthe new one: remove its block there first. Its hash is now ${hash}.\n`;
  if (session.given.value("mirror") !== undefined)
    yield `\nConfigure Terraform to use this mirror: \`terraform init -plugin-dir=DIR\`, or \`filesystem_mirror\` in its CLI configuration.\n`;
  yield `\nAdd it as "netweft/netweft" in \`required_providers\`, and run \`terraform init\`.\n`;
}

/** `netweft provider install`: installs the provider in a local mirror, under its addresses in Terraform and OpenTofu. */
export async function providerInstall(session: CliSession): Promise<number> {
  const { doors, version, given } = session;
  const named = given.value("mirror");
  const mirror = named === undefined ? ownMirror(session) : ok(named);
  const program = await doors.files.read(doors.provider.path);
  if (!mirror.ok) return failed(session, mirror.diagnostics);
  if (!program.ok) return failed(session, program.diagnostics);
  const name = `terraform-provider-netweft_v${version}`;
  const copies: Copy[] = [];
  for (const address of PROVIDER_ADDRESSES) {
    const copy = await put(join(mirror.value, address, version, doors.provider.platform, name), program.value, session);
    if (!copy.ok) return failed(session, copy.diagnostics);
    copies.push(copy.value);
  }
  const hash = lockHash(name, program.value);
  if (session.json) printJson(session, { version, hash, paths: copies.map(({ path }) => path) });
  else print(session, report(copies, hash, session));
  return 0;
}
