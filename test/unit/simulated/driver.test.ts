import { simSet } from "../../../providers/backends/simulated";
import { simulatedLab } from "../../support/simulated";
import { testDriver, type DriverUnderTest } from "../../support/test-driver";
import { testEncryption } from "../../support/test-encryption";

const driver: DriverUnderTest = {
  name: "simulated",
  async open() {
    const lab = simulatedLab();
    const opened = await lab.open();
    let pid = 4711;
    return {
      driver: opened,
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
        await opened.close();
        lab.remove();
      },
    };
  },
};

testDriver(driver);
testEncryption({ ...driver, encrypts: true });
