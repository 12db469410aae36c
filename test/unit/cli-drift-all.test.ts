/** `netweft drift --all`: a stack that cannot be read does not hide the others. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openShop, type Shop } from "../support/shop";

let shop: Shop;
beforeAll(() => {
  shop = openShop();
  const write = (name: string, content: string) => writeFileSync(join(shop.folder, name), content);
  for (const name of ["broken", "good"]) mkdirSync(join(shop.folder, "cdktf.out/stacks", name), { recursive: true });
  write("cdktf.json", JSON.stringify({ language: "typescript", app: "false" }));
  write("cdktf.out/manifest.json", JSON.stringify({ version: "0.0.0", stacks: { broken: { name: "broken" }, good: { name: "good" } } }));
  write("cdktf.out/stacks/broken/cdk.tf.json", "{");
  const provider = { netweft: { stack: "good", hosts: { local: {} }, simulated: { file: "kernel.json" } } };
  write("cdktf.out/stacks/good/cdk.tf.json", JSON.stringify({ provider }));
});
afterAll(() => shop.close());

test("the reports of the others are written, the diagnostics are in them, and the exit code is 1", async () => {
  const { stdout } = await shop.run(1, "drift", "--all", "--skip-synth", "--json");
  expect(JSON.parse(stdout)).toMatchObject({ stacks: [{ stack: "good" }], diagnostics: [{ severity: "error" }] });
});

test("as text the diagnostics are beside the reports", async () => {
  const { stdout, stderr } = await shop.run(1, "drift", "--all", "--skip-synth");
  expect(stdout).toContain("No drift.");
  expect(stderr).toContain("stacks/broken/cdk.tf.json");
});
