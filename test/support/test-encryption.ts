/** Requirements for every backend about IPsec states and policies. Keys are secrets: no test may find one in a driver's output. */
import type { Observation, Outcome, Scope } from "../../lib/ports/backend";
import { fingerprintOf } from "../../lib/kernel/esp";
import { lineOf } from "../../lib/kernel/line";
import type { Step, Verb } from "../../lib/kernel/step";
import { factOf, type Bench, type DriverUnderTest } from "./test-driver";

interface Encrypting extends DriverUnderTest {
  /** Whether the kernel under test supports ESP. */
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
    /** The driver's complete output. */
    let output: string[];
    /** The host's generation: only the driver under test changes it. */
    let generation: string | undefined;

    const observe = async (scope: Scope): Promise<Observation> => {
      const observation = (await bench.driver.observe(new Map([[HOST, scope]]))).get(HOST)!;
      if (!observation.ok) throw new Error(observation.diagnostics.map(({ detail }) => detail).join("\n"));
      generation = observation.value.generation;
      return observation.value;
    };
    const linesOf = ({ facts }: Observation) => [...facts.values()].map(lineOf);
    const run = async (work: readonly Step[], secrets?: ReadonlyMap<string, string>): Promise<Outcome> => {
      const from = generation ?? (await observe(ASKED)).generation;
      const given = { steps: work, scope: ASKED, generation: from, ...(secrets && { secrets }) };
      const outcome = (await bench.driver.run(new Map([[HOST, given]]), () => undefined)).get(HOST)!;
      generation = outcome.after?.generation;
      output.push(JSON.stringify(outcome), ...(outcome.after ? linesOf(outcome.after) : []));
      return outcome;
    };
    const done = async (work: readonly Step[]) => {
      const { done: count, failed } = await run(work, SECRETS);
      expect([failed?.diagnostic.detail, count]).toEqual([undefined, work.length]);
    };
    const observed = async (scope = ASKED) => linesOf(await observe(scope)).filter((line) => / (sa|xfrm) /.test(line));
    const expectObserved = async (...lines: readonly string[]) => expect((await observed()).sort()).toEqual([...lines].sort());

    beforeEach(async () => {
      output = [];
      generation = undefined;
      bench = await open();
    });
    afterEach(async () => {
      output.push(...(await observed()));
      await bench.close();
      for (const key of KEYS) expect(output.join("\n")).not.toContain(key);
    });

    describe("a policy", () => {
      test("is added, observed only on request, changed and deleted", async () => {
        await done(add(OUT, IN, SIX));
        await done(add(OUT, IN, SIX));
        await expectObserved(OUT, IN, SIX);
        expect(await observed({ ...ASKED, ipsec: false })).toEqual([]);
        const changed = OUT.replace(/4789$/, "1853297333");
        await done(change(OUT, changed));
        await expectObserved(changed, IN, SIX);
        await done(del(changed, IN));
        await done(del(changed, IN));
        await expectObserved(SIX);
      });

      test("of another program for the same packets is observed as foreign, stays, and prevents one of ours", async () => {
        await bench.foreign([FOREIGN, BLOCKED]);
        await expectObserved(FOREIGN, BLOCKED);
        await done(add(SIX));
        const outcome = await run(add(OUT));
        expect(outcome).toMatchObject({ done: 0, failed: { step: 0, diagnostic: { code: "kernel-refused" } } });
        expect(outcome.failed!.diagnostic.detail).toContain("File exists");
        await expectObserved(FOREIGN, BLOCKED, SIX);
      });

      test("that was altered is repaired", async () => {
        await bench.foreign([FOREIGN, BLOCKED]);
        await done([...change(FOREIGN, OUT), ...change(BLOCKED, IN)]);
        await expectObserved(OUT, IN);
      });
    });

    test("the host reports whether it supports ESP, and tests it only on request", async () => {
      expect((await observe(ASKED)).programs.includes("esp")).toBe(encrypts);
      expect((await observe({ ...ASKED, ipsec: false })).programs).not.toContain("esp");
    });

    test("a state whose key is missing is not added, and no earlier step is done", async () => {
      for (const secrets of [undefined, new Map([[B, SECRETS.get(B)!]])]) {
        const outcome = await run(add(OUT, SA), secrets);
        expect(outcome).toMatchObject({ done: 0, failed: { step: 1, diagnostic: { code: "key-unknown" } } });
        expect(outcome.failed!.diagnostic.detail).toContain(A);
      }
      await expectObserved();
    });

    test("a placeholder and a foreign key are rejected", async () => {
      for (const key of ["?edge1/edge2", "other"])
        await expect(run(add(SA.replace(A, key)), SECRETS)).rejects.toThrow("cannot add this key");
    });

    if (!encrypts) {
      test("a kernel without ESP refuses a state, and the message names the required modules", async () => {
        const outcome = await run(add(OUT, SA), SECRETS);
        expect(outcome).toMatchObject({ done: 1, failed: { step: 1, diagnostic: { code: "kernel-refused" } } });
        expect(outcome.failed!.diagnostic.detail).toContain("esp4 (for IPv6 esp6), xfrm_user, gcm");
        await expectObserved(OUT);
      });
      return;
    }

    describe("a state", () => {
      test("is added with its key, observed with the key's fingerprint, and deleted", async () => {
        await done(add(SA, BACK, SIX_SA));
        await done(add(SA, BACK, SIX_SA));
        await expectObserved(SA, BACK, SIX_SA);
        await done(del(SA, SIX_SA));
        await done(del(SA, SIX_SA));
        await expectObserved(BACK);
      });

      test("gets another key, instead of the old one or beside it", async () => {
        await done(add(SA));
        const [both, fresh, third] = [`${SA.replace(A, B)} also ${A}`, SA.replace(A, B), SA.replace(A, C)];
        await done(change(SA, both));
        await expectObserved(both);
        await done(change(both, fresh));
        await expectObserved(fresh);
        await done(change(fresh, third));
        await expectObserved(third);
      });

      test("of another program for the same packets is observed as foreign; it stays until ours replaces it", async () => {
        await bench.foreign([OTHER]);
        await done(add(BACK));
        await expectObserved(OTHER, BACK);
        await done(change(OTHER, SA));
        await expectObserved(SA, BACK);
      });
    });
  });
}
