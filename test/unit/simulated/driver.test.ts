import { simSet } from "../../../providers/simulated";
import { simulatedLab } from "../../support/simulated";
import { testDriver } from "../../support/test-driver";

testDriver({
  name: "simulated",
  async open() {
    const lab = simulatedLab();
    const driver = await lab.open();
    return {
      driver,
      async foreign(lines) {
        for (const line of lines) expect(await simSet(lab.config, line)).toMatchObject({ ok: true });
      },
      namespaceOfAnother: async () => "/proc/4711/ns/net",
      async close() {
        await driver.close();
        lab.remove();
      },
    };
  },
});
