import { container, makeByHand, type Container } from "../support/by-hand";
import { emptyLab, insideLab, openLab } from "../support/lab";
import { testDriver } from "../support/test-driver";

insideLab();

testDriver({
  name: "iproute2",
  async open() {
    emptyLab();
    const driver = await openLab();
    const others: Container[] = [];
    return {
      driver,
      foreign: (lines) => Promise.resolve(makeByHand(lines)),
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
        emptyLab();
      },
    };
  },
});
