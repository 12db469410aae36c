import type { Fact } from "../../lib/kernel/fact";
import { container, makeByHand, type Container } from "./by-hand";
import { emptyFirewalls, makeIntake, makeMarking, makePolicy } from "./firewalls";
import { foreignBgp, startFrr, type Frr } from "./frr";
import { command, emptyLab, openLab } from "./lab";
import { listen } from "./listen";
import { factOf, type Bench } from "./test-driver";

let isEmpty = false;

/** The laboratory's machine for the driver test suites. */
export async function openBench(): Promise<Bench> {
  if (!isEmpty) emptyLab();
  isEmpty = false;
  const driver = await openLab();
  const others: Container[] = [];
  const listeners: (() => void)[] = [];
  let frr: Frr | undefined;
  return {
    driver,
    async foreign(lines) {
      const facts = lines.map(factOf);
      const isOfIp = ({ kind }: Fact) => !["socket", "policy", "intake", "marking", "bgp", "neighbor"].includes(kind);
      makeByHand(lines.filter((_, n) => isOfIp(facts[n]!)));
      const bgp = foreignBgp(facts);
      if (bgp.length > 0) frr!.configure(...bgp);
      for (const fact of facts) {
        if (fact.kind === "policy") makePolicy(fact);
        if (fact.kind === "intake") makeIntake(fact);
        if (fact.kind === "marking") makeMarking(fact);
        if (fact.kind === "socket") listeners.push(await listen(fact));
      }
    },
    async namespaceOfAnother() {
      const other = await container();
      others.push(other);
      return other.path;
    },
    async nothing() {
      const other = await container();
      await other.end();
      return other.path;
    },
    async startBgp() {
      frr = await startFrr();
    },
    async close() {
      await driver.close();
      await frr?.stop();
      for (const other of others) await other.end();
      for (const close of listeners) close();
      emptyFirewalls();
      emptyLab();
      isEmpty = true;
    },
  };
}

/** Whether this machine's kernel supports ESP with AES-GCM, as tested with `ip` directly. */
export function canEncrypt(): boolean {
  try {
    const key = `0x${"1".repeat(72)}`;
    command(`unshare --net ip xfrm state add src ::1 dst ::1 proto esp spi 0x101 mode transport aead rfc4106(gcm(aes)) ${key} 128`);
    return true;
  } catch {
    return false;
  }
}
