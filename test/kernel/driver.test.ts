import type { Fact } from "../../lib/kernel/fact";
import { container, makeByHand, type Container } from "../support/by-hand";
import { emptyFirewalls, makePolicy } from "../support/firewalls";
import { foreignBgp, startFrr, type Frr } from "../support/frr";
import { emptyLab, insideLab, openLab } from "../support/lab";
import { listen } from "../support/listen";
import { factOf, testDriver } from "../support/test-driver";

insideLab();

testDriver({
  name: "iproute2",
  async open() {
    emptyLab();
    const driver = await openLab();
    const others: Container[] = [];
    const listeners: (() => void)[] = [];
    let frr: Frr | undefined;
    return {
      driver,
      async foreign(lines) {
        const facts = lines.map(factOf);
        const isOfIp = ({ kind }: Fact) => !["socket", "policy", "bgp", "neighbor"].includes(kind);
        makeByHand(lines.filter((_, n) => isOfIp(facts[n]!)));
        const bgp = foreignBgp(facts);
        if (bgp.length > 0) frr!.configure(...bgp);
        for (const fact of facts) {
          if (fact.kind === "policy") makePolicy(fact);
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
      },
    };
  },
});
