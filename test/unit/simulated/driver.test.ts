import { simSet } from "../../../providers/backends/simulated";
import { simulatedLab } from "../../support/simulated";
import { counted, testCoverage } from "../../support/coverage";
import { testDriver } from "../../support/test-driver";
import { value } from "../../support/world";
import { testEncryption } from "../../support/test-encryption";

const driver = counted({
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
});

testDriver(driver);
testEncryption({ ...driver, encrypts: true });

test("routes that are learned by EVPN are observed on request", async () => {
  const bench = await driver.open();
  const lines = ["local - bgp 65157 router-id 192.0.2.1", "local - evpn 42 mac 02:11:22:33:44:66 via 192.0.2.2"];
  await bench.foreign(lines);
  const scope = { netns: [], adopt: {}, sysctls: [] };
  const seen = async (more: object) =>
    value((await bench.driver.observe(new Map([["local", { ...scope, ...more }]]))).get("local")!).facts.size;
  expect([await seen({}), await seen({ bgp: true }), await seen({ bgp: true, evpn: true })]).toEqual([0, 1, 2]);
  await bench.close();
});

testCoverage(driver);
