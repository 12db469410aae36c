/** Signing a saved plan, and refusing plans that are not signed: the passphrase is in the environment, or is asked for, and never an argument. */
import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import { isSignedWith, SALT_BYTES, signed, type DecodedPlan, type PlanSignature } from "../engine/saved";
import type { CliSession } from "./session";

/** The variable with the passphrase of signed plans. */
const PASSPHRASE = "NETWEFT_PLAN_PASSPHRASE";

/** Characters. A shorter one is found by trying, whatever one try costs. */
const SHORTEST = 12;

type SignPlan = (digest: string) => PlanSignature;

/** How the plan is to be signed; undefined without `--sign`. */
export async function signing(session: CliSession): Promise<Result<SignPlan | undefined>> {
  const { given, doors } = session;
  if (!given.isOn("sign")) return ok(undefined);
  if (given.value("out") === undefined) return fail(diagnose("option-incomplete", WITHOUT_FILE));
  const passphrase = await passphraseOf(session, "the plan is to be signed with");
  if (!passphrase.ok) return passphrase;
  if ([...passphrase.value].length < SHORTEST) {
    const detail = `The passphrase has fewer than ${SHORTEST} characters, so it can be found by trying. No plan was made. Use a longer one, for example six words.`;
    return fail(diagnose("passphrase-unusable", detail));
  }
  return ok((digest) => signed(digest, passphrase.value, doors.clock.random(SALT_BYTES)));
}

/** Why `--require-signed` refuses a plan; undefined if it does not. */
export async function unsigned(session: CliSession, { signature, digest }: DecodedPlan, file: string): Promise<Diagnostic | undefined> {
  if (!session.given.isOn("require-signed")) return undefined;
  if (signature === undefined)
    return diagnose("plan-unsigned", `${file} is not signed, and --require-signed is given. ${NOTHING_DONE}`, { file });
  const passphrase = await passphraseOf(session, `${file} has to be signed with`);
  if (!passphrase.ok) return passphrase.diagnostics[0];
  if (isSignedWith(digest, passphrase.value, signature)) return undefined;
  const detail = `${file} was not signed with this passphrase: it was changed after it was signed, or signed with another one. ${NOTHING_DONE}`;
  return diagnose("plan-signature-wrong", detail, { file });
}

const NOTHING_DONE = "Nothing was changed. Review what `netweft show` says of it, and make the plan again with --sign.";
const WITHOUT_FILE = "--sign signs the file of a plan. Give --out FILE as well.";

/** Only a saved plan has a signature. */
export function signedFolder({ given }: CliSession): Diagnostic | undefined {
  if (!given.isOn("require-signed")) return undefined;
  const detail =
    "--require-signed checks the signature of a saved plan, and no file of one is given. Nothing was changed. Run `netweft apply --require-signed FILE`.";
  return diagnose("option-incomplete", detail);
}

async function passphraseOf({ env, given, json, doors: { terminal } }: CliSession, what: string): Promise<Result<string>> {
  const set = env[PASSPHRASE];
  if (set !== undefined && set !== "") return ok(set);
  const typed = given.isOn("input") && !json ? await terminal.askSecret(`The passphrase that ${what}: `) : undefined;
  if (typed !== undefined && typed !== "") return ok(typed);
  const detail = `The passphrase that ${what} is neither in the environment nor on the standard input. Nothing was changed. Set ${PASSPHRASE}, or pass it on the standard input. It is no option, because other users see the arguments of programs.`;
  return fail(diagnose("passphrase-unusable", detail));
}
