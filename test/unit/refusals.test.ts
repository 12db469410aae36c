import fc from "fast-check";
import { applySteps } from "../../lib/kernel/cascade";
import { worldOf } from "../../lib/kernel/world";
import { refusalOf } from "../../providers/backends/iproute2/refusals";
import { stepsOf, tasks } from "../support/random-steps";

test("what the simulator refuses has the codes that its text has on the real kernel", () => {
  const codes = new Set<string>();
  const property = fc.property(tasks, (lists) => {
    const world = worldOf([]);
    for (const task of lists) {
      const refusal = applySteps(world, stepsOf(task, world.facts))?.refusal;
      if (refusal === undefined) continue;
      expect(refusalOf(refusal.text)).toEqual(refusal);
      codes.add(refusal.reason ?? refusal.errno!);
    }
  });
  fc.assert(property, { numRuns: 60 });
  // Which codes come depends on the draws; without any, the test would be empty.
  expect(codes.size).toBeGreaterThan(1);
});

test.each([
  ["Could not process rule: Device or resource busy", { errno: "EBUSY" }],
  ["Unable to modify interface: No such device", { errno: "ENODEV" }],
  ["Exclusivity flag on, cannot modify.", { errno: "EEXIST" }],
  ['argument "nw-blue" is wrong: Device does not exist', { errno: "ENODEV" }],
  ["dnsmasq: failed to create inotify: Too many open files", { reason: "inotify-limit" }],
  ["dnsmasq: failed to create listening socket for 10.8.0.1: Address already in use", { errno: "EADDRINUSE" }],
  ["Requested AEAD algorithm not found.", { reason: "no-esp" }],
  ["BGP is already running; AS is 65001", { reason: "another-asn" }],
  ["BGP is not running: vtysh reaches no zebra and bgpd.", { reason: "no-bgp" }],
  ["The neighbor is foreign: 192.0.2.1", { reason: "foreign-neighbor" }],
  ["Nexthop has invalid gateway.", { errno: "EINVAL", reason: "invalid-gateway" }],
  ["Invalid source address.", { errno: "EINVAL" }],
  ["IPv6 is disabled on nexthop device.", { errno: "EACCES", reason: "ipv6-disabled" }],
  ["Something that is not known.", {}],
])("the message %p of a program is read as %p", (text, codes) => expect(refusalOf(text)).toEqual({ ...codes, text }));
