/** How a client shows its password to PostgreSQL. */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { int32, message, numberAt, text, type PgMessage } from "./wire";

const MECHANISM = "SCRAM-SHA-256";

export interface PgAccount {
  readonly user: string;
  readonly password?: string | undefined;
}

/** The conversation so far. */
export interface Authentication {
  readonly account: PgAccount;
  readonly nonce: string;
  /** The proof of the server that it knows the password, which it still has to give. */
  expected?: string | undefined;
}

export function startAuthentication(account: PgAccount): Authentication {
  return { account, nonce: randomBytes(18).toString("base64") };
}

/** The reply to a request of the server (a message "R"); undefined if it wants none. */
export function replyTo(state: Authentication, { body }: PgMessage): Buffer | undefined {
  const kind = numberAt(body, 0, 4);
  const rest = body.subarray(4);
  if (kind === 0 && state.expected === undefined) return undefined;
  if (kind === 3) return message("p", text(passwordOf(state)));
  if (kind === 5) return message("p", text(md5Password(state, rest)));
  if (kind === 10) return firstOf(state, rest);
  if (kind === 11) return finalOf(state, rest.toString("utf8"));
  if (kind === 12 && rest.toString("utf8").split(",").includes(`v=${state.expected}`)) return void (state.expected = undefined);
  if (kind === 12 || kind === 0) throw new Error("the server does not prove that it knows the password");
  throw new Error(`the server wants an authentication (${kind}) that Netweft does not have`);
}

function passwordOf({ account }: Authentication): string {
  if (account.password === undefined) throw new Error("the server wants a password: set PGPASSWORD, or write it into ~/.pgpass");
  return account.password;
}

function md5Password(state: Authentication, salt: Buffer): string {
  const md5 = (...parts: readonly (string | Buffer)[]) => parts.reduce((hash, part) => hash.update(part), createHash("md5")).digest("hex");
  return `md5${md5(md5(passwordOf(state), state.account.user), salt)}`;
}

function firstOf({ nonce }: Authentication, mechanisms: Buffer): Buffer {
  if (!mechanisms.toString("utf8").split("\0").includes(MECHANISM)) throw new Error(`the server does not accept ${MECHANISM}`);
  const first = Buffer.from(`n,,n=,r=${nonce}`);
  return message("p", text(MECHANISM), int32(first.length), first);
}

/** PostgreSQL's default is 4096. These take a second; without a limit a server could keep its clients busy for hours. */
const MOST_ROUNDS = 1_000_000;

/** RFC 5802: the proof that the client knows the password. */
function finalOf(state: Authentication, challenge: string): Buffer {
  const fields = new Map(challenge.split(",").map((field) => [field[0], field.slice(2)]));
  const [nonce = "", salt = "", rounds = "0"] = [fields.get("r"), fields.get("s"), fields.get("i")];
  if (Number(rounds) > MOST_ROUNDS) throw new Error(`the server asks for ${rounds} rounds of hashing, more than ${MOST_ROUNDS}`);
  if (!nonce.startsWith(state.nonce) || !/^[1-9]\d*$/.test(rounds))
    throw new Error("the server's challenge is not an answer to this client");
  const hmac = (key: Buffer, value: string) => createHmac("sha256", key).update(value).digest();
  const salted = pbkdf2Sync(passwordOf(state).normalize("NFKC"), Buffer.from(salt, "base64"), Number(rounds), 32, "sha256");
  const last = `c=${Buffer.from("n,,").toString("base64")},r=${nonce}`;
  const signed = `n=,r=${state.nonce},${challenge},${last}`;
  const key = hmac(salted, "Client Key");
  const signature = hmac(createHash("sha256").update(key).digest(), signed);
  const proof = Buffer.from(key.map((byte, n) => byte ^ signature[n]!));
  state.expected = hmac(hmac(salted, "Server Key"), signed).toString("base64");
  return message("p", Buffer.from(`${last},p=${proof.toString("base64")}`));
}
