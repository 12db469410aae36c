/** What every backend must do about associations and policies of IPsec. Keys are secrets: no test finds one in what a driver says. */
import type { Observation, Outcome, Scope } from "../../lib/io";
import { fingerprintOf } from "../../lib/kernel/esp";
import { lineOf } from "../../lib/kernel/line";
import type { Step, Verb } from "../../lib/kernel/step";
import { factOf, type Bench, type DriverUnderTest } from "./test-driver";

interface Encrypting extends DriverUnderTest {
  /** Whether the kernel under test has ESP. */
  readonly encrypts: boolean;
}

const HOST = "local";
const ASKED: Scope = { netns: [], adopt: {}, sysctls: [], ipsec: true };
const KEYS = ["3", "4", "5"].map((digit) => digit.repeat(72));
const SECRETS = new Map(KEYS.map((key) => [fingerprintOf(key), key]));
const [A, B, C] = KEYS.map(fingerprintOf) as [string, string, string];

const OUT = "local - xfrm out 192.0.2.1 > 192.0.2.2 udp port 4789 reqid 4789";
const IN = "local - xfrm in 192.0.2.2 > 192.0.2.1 udp port 4789 reqid 4789";
const SIX = "local - xfrm out fd00::1 > fd00::2 udp port 4790 reqid 1853297334";
const FOREIGN = "local - xfrm out 192.0.2.1 > 192.0.2.2 udp port 4789 reqid 7 other";
const BLOCKED = "local - xfrm in 192.0.2.2 > 192.0.2.1 udp port 4789 reqid 0 other";
const SA = `local - sa 192.0.2.1 > 192.0.2.2 reqid 4789 key ${A}`;
const BACK = `local - sa 192.0.2.2 > 192.0.2.1 reqid 4789 key ${B}`;
const SIX_SA = `local - sa fd00::1 > fd00::2 reqid 1853297334 key ${C}`;
const OTHER = "local - sa 192.0.2.1 > 192.0.2.2 reqid 4789 key other";

const steps = (verb: Verb, lines: readonly string[]): Step[] => lines.map((line) => ({ verb, fact: factOf(line) }));
const add = (...lines: readonly string[]) => steps("add", lines);
const del = (...lines: readonly string[]) => steps("del", lines);
const change = (from: string, to: string): Step[] => [{ verb: "set", fact: factOf(to), from: factOf(from) }];

export function testEncryption({ name, open, encrypts }: Encrypting): void {
  describe(`encryption by the driver ${name}`, () => {
    let bench: Bench;
    /** All that the driver has said. */
    let said: string[];

    const observe = async (scope: Scope): Promise<Observation> => {
      const seen = (await bench.driver.observe(new Map([[HOST, scope]]))).get(HOST)!;
      if (!seen.ok) throw new Error(seen.diagnostics.map(({ detail }) => detail).join("\n"));
      return seen.value;
    };
    const linesOf = ({ facts }: Observation) => [...facts.values()].map(lineOf);
    const run = async (work: readonly Step[], secrets?: ReadonlyMap<string, string>): Promise<Outcome> => {
      const { generation } = await observe(ASKED);
      const given = { steps: work, scope: ASKED, generation, ...(secrets && { secrets }) };
      const outcome = (await bench.driver.run(new Map([[HOST, given]]), () => undefined)).get(HOST)!;
      said.push(JSON.stringify(outcome), ...(outcome.after ? linesOf(outcome.after) : []));
      return outcome;
    };
    const done = async (work: readonly Step[]) => {
      const { done: count, failed } = await run(work, SECRETS);
      expect([failed?.diagnostic.detail, count]).toEqual([undefined, work.length]);
    };
    const seen = async (scope = ASKED) => linesOf(await observe(scope)).filter((line) => / (sa|xfrm) /.test(line));
    const expectSeen = async (...lines: readonly string[]) => expect((await seen()).sort()).toEqual([...lines].sort());

    beforeEach(async () => {
      said = [];
      bench = await open();
    });
    afterEach(async () => {
      said.push(...(await seen()));
      await bench.close();
      for (const key of KEYS) expect(said.join("\n")).not.toContain(key);
    });

    describe("a policy", () => {
      test("is added, seen by those only who ask, changed and taken away", async () => {
        await done(add(OUT, IN, SIX));
        await done(add(OUT, IN, SIX));
        await expectSeen(OUT, IN, SIX);
        expect(await seen({ ...ASKED, ipsec: false })).toEqual([]);
        const changed = OUT.replace(/4789$/, "1853297333");
        await done(change(OUT, changed));
        await expectSeen(changed, IN, SIX);
        await done(del(changed, IN));
        await done(del(changed, IN));
        await expectSeen(SIX);
      });

      test("of somebody else for the same packets is seen as such, stays, and leaves no room for one of ours", async () => {
        await bench.foreign([FOREIGN, BLOCKED]);
        await expectSeen(FOREIGN, BLOCKED);
        await done(add(SIX));
        const outcome = await run(add(OUT));
        expect(outcome).toMatchObject({ done: 0, failed: { step: 0, diagnostic: { code: "kernel-refused" } } });
        expect(outcome.failed!.diagnostic.detail).toContain("File exists");
        await expectSeen(FOREIGN, BLOCKED, SIX);
      });

      test("that somebody altered is put right", async () => {
        await bench.foreign([FOREIGN, BLOCKED]);
        await done([...change(FOREIGN, OUT), ...change(BLOCKED, IN)]);
        await expectSeen(OUT, IN);
      });
    });

    test("the host says whether it can encrypt, and nobody tries it for those who do not ask", async () => {
      expect((await observe(ASKED)).programs.includes("esp")).toBe(encrypts);
      expect((await observe({ ...ASKED, ipsec: false })).programs).not.toContain("esp");
    });

    test("an association whose key did not come along is not added, and nothing before it", async () => {
      for (const secrets of [undefined, new Map([[B, SECRETS.get(B)!]])]) {
        const outcome = await run(add(OUT, SA), secrets);
        expect(outcome).toMatchObject({ done: 0, failed: { step: 1, diagnostic: { code: "key-unknown" } } });
        expect(outcome.failed!.diagnostic.detail).toContain(A);
      }
      await expectSeen();
    });

    test("a hole is no key, and neither is what somebody else has", async () => {
      for (const key of ["?edge1/edge2", "other"]) await expect(run(add(SA.replace(A, key)), SECRETS)).rejects.toThrow("no key to be told");
    });

    if (!encrypts) {
      test("a kernel without ESP refuses an association, and what is said tells which modules it needs", async () => {
        const outcome = await run(add(OUT, SA), SECRETS);
        expect(outcome).toMatchObject({ done: 1, failed: { step: 1, diagnostic: { code: "kernel-refused" } } });
        expect(outcome.failed!.diagnostic.detail).toContain("esp4 (for IPv6 esp6), xfrm_user, gcm");
        await expectSeen(OUT);
      });
      return;
    }

    describe("an association", () => {
      test("is added with its key, seen by the key's fingerprint, and taken away", async () => {
        await done(add(SA, BACK, SIX_SA));
        await done(add(SA, BACK, SIX_SA));
        await expectSeen(SA, BACK, SIX_SA);
        await done(del(SA, SIX_SA));
        await done(del(SA, SIX_SA));
        await expectSeen(BACK);
      });

      test("gets another key, at once or beside the old one", async () => {
        await done(add(SA));
        const [both, fresh, third] = [`${SA.replace(A, B)} also ${A}`, SA.replace(A, B), SA.replace(A, C)];
        await done(change(SA, both));
        await expectSeen(both);
        await done(change(both, fresh));
        await expectSeen(fresh);
        await done(change(fresh, third));
        await expectSeen(third);
      });

      test("of somebody else for the same packets is seen as such; it stays until ours takes its place", async () => {
        await bench.foreign([OTHER]);
        await done(add(BACK));
        await expectSeen(OTHER, BACK);
        await done(change(OTHER, SA));
        await expectSeen(SA, BACK);
      });
    });
  });
}
