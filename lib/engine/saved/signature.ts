/** The signature of a saved plan: who has the passphrase approved exactly these lines. See ADR 0082. */
import { createHmac, scryptSync, timingSafeEqual } from "node:crypto";
import { members, oneOfTexts } from "../../schema/shape";

/** What stands behind the end of a signed plan. Numbers are scrypt's parameters (RFC 7914); texts are in hex. */
export interface PlanSignature {
  readonly kdf: "scrypt";
  readonly n: number;
  readonly r: number;
  readonly p: number;
  readonly salt: string;
  readonly mac: string;
}

/** Half a second and 128 MiB. */
const COST = { n: 2 ** 17, r: 8, p: 1 } as const;

/** Plans of other costs are not computed: a file must not be able to fill the memory of the machine that checks it. */
const COSTS: readonly number[] = [2 ** 15, 2 ** 16, 2 ** 17];

const MEMORY = 2 ** 28;
export const SALT_BYTES = 16;
const MAC_BYTES = 32;

const hexOf = (bytes: number) => (value: unknown) => typeof value === "string" && value.length === 2 * bytes && /^[0-9a-f]*$/.test(value);
const shape = members({
  kdf: oneOfTexts("scrypt"),
  n: (n) => COSTS.includes(n as number),
  r: (r) => r === COST.r,
  p: (p) => p === COST.p,
  salt: hexOf(SALT_BYTES),
  mac: hexOf(MAC_BYTES),
});

/** Whether it is a signature whose check has bounded costs. */
export function isSignature(value: unknown): value is PlanSignature {
  return shape(value);
}

/** Signs the digest of a plan. `salt`: `SALT_BYTES` random ones, in hex. */
export function signed(digest: string, passphrase: string, salt: string): PlanSignature {
  const parameters = { kdf: "scrypt", ...COST, salt } as const;
  return { ...parameters, mac: macOf(digest, passphrase, parameters).toString("hex") };
}

/** Whether the digest was signed with this passphrase. */
export function isSignedWith(digest: string, passphrase: string, { mac, ...parameters }: PlanSignature): boolean {
  return timingSafeEqual(macOf(digest, passphrase, parameters), Buffer.from(mac, "hex"));
}

/** The parameters are signed, too. */
function macOf(digest: string, passphrase: string, { kdf, n, r, p, salt }: Omit<PlanSignature, "mac">): Buffer {
  const key = scryptSync(passphrase.normalize("NFKC"), Buffer.from(salt, "hex"), MAC_BYTES, { N: n, r, p, maxmem: MEMORY });
  return createHmac("sha256", key).update(["netweft-plan-signature", kdf, n, r, p, salt, digest].join("\n")).digest();
}
