import fc from "fast-check";
import { claimsOf } from "../../../lib/engine/claims";
import { lastPort, meet, reachOf, type DeclaredPortClaim } from "../../../lib/kernel/port-claim";
import { newlyPublished } from "../../../lib/engine/apply/published-ports";
import { clashing } from "../../../lib/engine/checks/shared-ports";
import { portsInUse } from "../../../lib/reconcile/listeners";
import { factsOf } from "../../../lib/kernel/facts";
import type { Draft } from "../../../lib/schema/value";
import { registry } from "../../../lib/resources";
import { expectGrowth, processorTime } from "../../support/growth";
import { instance } from "../../support/state";
import { factOf } from "../../support/test-driver";

const base = { host: "local", protocol: "tcp", portCount: 1, path: ["publish", 0] } as const;
let count = 0;
const publish = (port: number, address?: string, more: Partial<DeclaredPortClaim> = {}): DeclaredPortClaim => ({
  ...base,
  what: "publish",
  address,
  port,
  resource: `netweft_endpoint.e${count++}`,
  ...more,
});
const bind = (port: number, address?: string, more: Partial<DeclaredPortClaim> = {}): DeclaredPortClaim =>
  publish(port, address, { what: "bind", path: ["binds"], ...more });

describe("two claims of one port of a host", () => {
  test.each([
    ["without an address, both", publish(80), publish(80)],
    ["one of them of every address", publish(80), publish(80, "192.0.2.1")],
    ["one of them of every IPv4 address", publish(80, "192.0.2.1"), publish(80, "0.0.0.0")],
    ["one of them of every IPv6 address", publish(80, "::"), publish(80, "fd00::1")],
    ["one address, written in two ways", publish(80, "fd00::1"), publish(80, "fd00:0::1")],
    ["a bind of `::`, which takes IPv4 along", bind(80, "::"), publish(80, "0.0.0.0")],
    ["ranges that overlap by one port", publish(8000, undefined, { portCount: 10 }), publish(8009, "192.0.2.1", { portCount: 5 })],
    ["a port inside of a range", publish(8000, undefined, { portCount: 1000 }), bind(8500)],
  ])("clash: %s", (_, one, other) => {
    expect(clashing([one, other])).toEqual([{ claim: other, with: one }]);
    expect(clashing([other, one])).toEqual([{ claim: one, with: other }]);
  });

  test.each([
    ["two addresses", publish(80, "192.0.2.1"), publish(80, "192.0.2.2")],
    ["two protocols", publish(53), publish(53, undefined, { protocol: "udp" })],
    ["two hosts", publish(80), publish(80, undefined, { host: "edge1" })],
    ["two families", publish(80, "0.0.0.0"), publish(80, "::")],
    ["a family and an address of the other", publish(80, "0.0.0.0"), bind(80, "fd00::1")],
    ["ranges side by side", publish(8000, undefined, { portCount: 10 }), publish(8010, undefined, { portCount: 10 })],
  ])("do not: %s", (_, one, other) => {
    expect(clashing([one, other])).toEqual([]);
  });

  const anyClaim = fc.record({
    what: fc.constantFrom("bind" as const, "publish" as const),
    host: fc.constantFrom("local", "edge1"),
    protocol: fc.constantFrom("tcp" as const, "udp" as const),
    address: fc.constantFrom(undefined, "0.0.0.0", "::", "192.0.2.1", "192.0.2.2", "fd00::1"),
    port: fc.integer({ min: 1, max: 30 }),
    portCount: fc.integer({ min: 1, max: 6 }),
    resource: fc.constant("netweft_endpoint.web"),
    path: fc.constant([]),
  });

  test("clash exactly where a pairwise comparison finds a clash", () => {
    const clash = (one: DeclaredPortClaim, other: DeclaredPortClaim) =>
      one.host === other.host &&
      one.protocol === other.protocol &&
      one.port <= lastPort(other) &&
      other.port <= lastPort(one) &&
      reachOf(one).some((a) => reachOf(other).some((b) => meet(a, b)));
    const check = (claims: readonly DeclaredPortClaim[]) => {
      const found = clashing(claims);
      for (const { claim, with: other } of found) expect(clash(claim, other)).toBe(true);
      const any = claims.some((one, n) => claims.slice(n + 1).some((other) => clash(one, other)));
      expect(found.length > 0).toBe(any);
    };
    fc.assert(fc.property(fc.array(anyClaim, { maxLength: 8 }), check), { numRuns: 2000 });
  });

  test("take about eight times as long to check when there are eight times as many", () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, n) => publish(1 + (n % 60_000), `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, { portCount: 5000 }));
    const cost = (size: number) => {
      const claims = many(size);
      let found: ReturnType<typeof clashing> = [];
      const time = processorTime(() => (found = clashing(claims)));
      expect(found).toEqual([]);
      return time;
    };
    expectGrowth(cost, { small: 6250, large: 50_000, limit: 20 });
  });
});

describe("what an instance claims", () => {
  const endpoint = (publishes: readonly Draft[] | null, host: string | null = "local") => ({
    address: "netweft_endpoint.web",
    type: "netweft_endpoint",
    attributes: { network: { id: "local/front", host }, publish: publishes } as Draft,
  });
  const port = { protocol: "tcp", host_port: 8080, port: 80, host_ip: null, port_count: 1 };

  test("is each port that an endpoint publishes on its network's host", () => {
    expect(claimsOf(endpoint([port, { ...port, protocol: "udp", host_ip: "192.0.2.1", port_count: 3 }]), registry)).toMatchObject([
      { what: "publish", host: "local", protocol: "tcp", address: undefined, port: 8080, portCount: 1, path: ["publish", 0] },
      { protocol: "udp", address: "192.0.2.1", portCount: 3, path: ["publish", 1] },
    ]);
  });

  test("is empty while it is unknown, and without published ports", () => {
    expect(
      [endpoint(null), endpoint([port], null), endpoint([{ ...port, host_port: null }])].flatMap((one) => claimsOf(one, registry)),
    ).toEqual([]);
    expect(claimsOf({ address: "x", type: "netweft_namespace", attributes: {} }, registry)).toEqual([]);
  });

  test("is new in a plan unless it was published before", () => {
    const attributes = (...ports: readonly number[]) => endpoint(ports.map((host_port) => ({ ...port, host_port }))).attributes;
    const plan = (before: Draft | null, after: Draft) => ({
      instances: [instance({ type: "netweft_endpoint", name: "web", attributes: after })],
      resources: [{ address: "netweft_endpoint.web", action: "update" as const, before, after, replaceBy: [], sensitive: [] }],
    });
    expect(newlyPublished(plan(null, attributes(80, 81)), registry).map(({ port: claimed }) => claimed)).toEqual([80, 81]);
    expect(newlyPublished(plan(attributes(80), attributes(80, 81)), registry).map(({ port: claimed }) => claimed)).toEqual([81]);
    expect(newlyPublished(plan(attributes(80, 81), attributes(80)), registry)).toEqual([]);
  });
});

describe("a port that is published", () => {
  const inUse = (claim: DeclaredPortClaim, ...sockets: readonly string[]) =>
    portsInUse([claim], new Map([["local", factsOf(sockets.map((socket) => factOf(`local - socket ${socket}`)))]]), "port-in-use").map(
      ({ at }) => at.fact?.replace("local - socket ", ""),
    );
  const everywhere = "tcp * 8080 by nginx";

  test.each([
    ["every address", publish(8080), everywhere],
    ["every address, of one family", publish(8080, "0.0.0.0"), "tcp 0.0.0.0 8080"],
    ["one address", publish(8080, "192.0.2.1"), everywhere],
    ["loopback", publish(8080), "tcp 127.0.0.1 8080"],
    ["a link", publish(8080), "tcp 0.0.0.0 8080 dev eth0"],
    ["a port in the range", publish(8000, undefined, { portCount: 100 }), everywhere],
  ])("is in use where a process listens on %s", (_, claim, socket) => {
    expect(inUse(claim, "tcp 0.0.0.0 7999", socket, "tcp 0.0.0.0 9000")).toEqual([socket]);
  });

  test.each([
    ["another port", publish(8081), everywhere],
    ["another address", publish(8080, "192.0.2.1"), "tcp 192.0.2.2 8080"],
    ["the other family", publish(8080, "0.0.0.0"), "tcp :: 8080"],
    ["the other protocol", publish(8080), "udp 0.0.0.0 8080"],
    ["a port that is bound as declared", bind(8080), everywhere],
  ])("is free where a process listens on %s", (_, claim, socket) => {
    expect(inUse(claim, socket)).toEqual([]);
  });

  test("is reported in use with the program, and how to find it", () => {
    const actual = new Map([["local", factsOf([factOf(`local - socket ${everywhere}`)])]]);
    const [found] = portsInUse([publish(8080, undefined, { resource: "netweft_endpoint.web" })], actual, "port-taken");
    expect(found).toMatchObject({ code: "port-taken", severity: "error", at: { resource: "netweft_endpoint.web", path: ["publish", 0] } });
    expect(found!.detail).toContain('"nginx" listens on host "local"');
    expect(found!.detail).toContain("ss -lntup sport = :8080");
  });
});
