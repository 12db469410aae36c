import { container, makeByHand, type Container } from "../support/by-hand";
import { emptyFirewalls, makePolicy } from "../support/firewalls";
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
    return {
      driver,
      async foreign(lines) {
        const facts = lines.map(factOf);
        makeByHand(lines.filter((_, n) => facts[n]!.kind !== "socket" && facts[n]!.kind !== "policy"));
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
      async close() {
        await driver.close();
        for (const other of others) await other.end();
        for (const close of listeners) close();
        emptyFirewalls();
        emptyLab();
      },
    };
  },
});
