import { simSet } from "../../../providers/simulated";
import { simulatedLab } from "../../support/simulated";
import { testDriver } from "../../support/test-driver";

testDriver({
  name: "simulated",
  async open() {
    const lab = simulatedLab();
    const driver = await lab.open();
    let pid = 4711;
    return {
      driver,
      async foreign(lines) {
        for (const line of lines) expect(await simSet(lab.config, line)).toMatchObject({ ok: true });
      },
      namespaceOfAnother: async () => `/proc/${++pid}/ns/net`,
      async nothing() {
        expect(await simSet(lab.config, "local - netns ended from /proc/99/ns/net inode 0")).toMatchObject({ ok: true });
        return "/proc/99/ns/net";
      },
      startBgp: async () => {},
      async close() {
        await driver.close();
        lab.remove();
      },
    };
  },
});
