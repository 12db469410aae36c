import { lackingPrograms } from "../../../lib/reconcile/requirements";
import type { PlannedStep } from "../../../lib/reconcile/plan";
import type { Verb } from "../../../lib/kernel/step";
import { factOf } from "../../support/test-driver";

const SA = "edge1 - sa 192.0.2.1 > 192.0.2.2 reqid 4789 key 1a2b3c4d5e6f7081";
const XFRM = "edge1 - xfrm out 192.0.2.1 > 192.0.2.2 udp port 4789 reqid 4789";

/** The diagnostics for this step on a host without ESP. */
function said(verb: Verb, line: string) {
  const step: PlannedStep = { n: 1, verb, fact: factOf(line), owners: ["netweft_overlay_network.mesh"], because: "declared" } as never;
  return lackingPrograms(
    [{ edge1: [step], edge2: [step] }],
    new Map([
      ["edge1", ["nft"]],
      ["edge2", ["nft", "esp"]],
    ]),
  );
}

test.each([SA, XFRM])("a host without ESP is reported before anything is done: %s", (line) => {
  const found = said("add", line);
  expect(found).toMatchObject([{ code: "feature-missing", at: { host: "edge1", resource: "netweft_overlay_network.mesh" } }]);
  expect(found[0]!.detail).toContain('Host "edge1" has a kernel without support for ESP');
  expect(found[0]!.detail).toContain("esp4 (for IPv6 esp6), xfrm_user, gcm, ctr, ghash-generic and seqiv");
});

test("removing encryption needs no feature", () => {
  expect(said("del", SA)).toEqual([]);
});
