/** A simulated kernel that another process holds. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lock } from "../../../providers/backends/simulated/lock";
import { machineDisk } from "../../../providers/system/disk/disk";

test("the error for a lock without a sign of life says whose it is, and since when", async () => {
  const folder = mkdtempSync(join(tmpdir(), "netweft-lock-"));
  const file = join(folder, "simulated.json");
  const held = await lock(machineDisk, file);
  const refused = await lock(machineDisk, file, 20);
  expect(refused.diagnostics.map(({ code }) => code)).toEqual(["simulated-locked"]);
  expect(refused.diagnostics[0]!.detail).toMatch(
    new RegExp(`^The process ${process.pid} on \\S+ of \\S+@\\S+ holds \\S+ since \\d{4}-\\S+Z and`),
  );
  if (held.ok) held.value.release();
  expect((await lock(machineDisk, file, 20)).ok).toBe(true);
  rmSync(folder, { recursive: true });
});
