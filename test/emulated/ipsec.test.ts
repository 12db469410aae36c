/** VXLAN between two hosts under ESP: real packets, on a kernel that supports it. */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import type { Backend } from "../../lib/ports/backend";
import { fingerprintOf } from "../../lib/kernel/esp";
import type { Step } from "../../lib/kernel/step";
import { command, emptyLab, hostConfig, insideLab, ipBatch, labConfig, openLab, perform, scopeOf } from "../support/lab";
import { openBench } from "../support/lab-bench";
import { TIMES } from "../support/runs";
import { openStreams, type Streams } from "../support/stream";
import { factOf } from "../support/test-driver";
import { testEncryption } from "../support/test-encryption";

insideLab();

// On a busy machine the emulated one takes a minute for what otherwise takes a second.

testEncryption({ name: "iproute2 on a kernel with ESP", open: openBench, encrypts: true });

const HOSTS = ["edge1", "edge2"] as const;
type Host = (typeof HOSTS)[number];
const SCOPE = scopeOf([], { ipsec: true, firewall: true });
const [THERE, BACK, NEXT, LAST] = Array.from({ length: 4 }, () => randomBytes(36).toString("hex")) as [string, string, string, string];
const SECRETS = new Map([THERE, BACK, NEXT, LAST].map((key) => [fingerprintOf(key), key]));

/** An emulated machine is slow for concurrent clients. */
const PATIENCE_MS = 180_000;
const INTERVAL_MS = 50;

const add = (...lines: readonly string[]): Step[] => lines.map((line) => ({ verb: "add", fact: factOf(line) }));
const del = (...lines: readonly string[]): Step[] => lines.map((line) => ({ verb: "del", fact: factOf(line) }));
const change = (from: string, to: string): Step => ({ verb: "set", fact: factOf(to), from: factOf(from) });

/** The tests of one family follow each other on the same hosts. In the short form IPv6 has those of what differs: the packets. */
describe.each([
  ["IPv4", ["192.0.2.1", "192.0.2.2"]],
  ["IPv6", ["fd00:2::1", "fd00:2::2"]],
] as const)("over %s", (family, [one, two]) => {
  const isWhole = family === "IPv4" || TIMES > 1;
  let driver: Backend;

  /** The state of one direction on a host; `also` an older key. */
  const sa = (host: Host, way: "there" | "back", key: string, also?: string) => {
    const ends = way === "there" ? `${one} > ${two}` : `${two} > ${one}`;
    return `${host} - sa ${ends} reqid 4789 key ${fingerprintOf(key)}${also === undefined ? "" : ` also ${fingerprintOf(also)}`}`;
  };
  const policies = (host: Host) => {
    const [there, back] = host === "edge1" ? ["out", "in"] : ["in", "out"];
    return [
      `${host} - xfrm ${there} ${one} > ${two} udp port 4789 reqid 4789`,
      `${host} - xfrm ${back} ${two} > ${one} udp port 4789 reqid 4789`,
    ];
  };
  const closed = (host: Host) => [
    `${host} - table inet netweft`,
    `${host} - chain encap-out type filter hook output priority 0 { udp dport 4789 @th,96,24 0x2a rt ipsec missing drop }`,
    `${host} - chain encap-in type filter hook input priority 0 { udp dport 4789 @th,96,24 0x2a meta ipsec missing drop }`,
  ];
  const associations = (host: Host) => [sa(host, "there", THERE), sa(host, "back", BACK)];

  const done = async (host: Host, steps: readonly Step[]) => {
    const outcome = await perform(driver, steps, SCOPE, host, SECRETS);
    expect([outcome.failed?.diagnostic.detail, outcome.done]).toEqual([undefined, steps.length]);
  };
  const inside = (host: Host, line: string) => command(`nsenter --net=/run/netns/${host} ${line}`);
  const pings = (from: Host = "edge1", seconds = 20) => {
    try {
      inside(from, `ping -c 1 -w ${seconds} 10.8.0.${from === "edge1" ? 2 : 1}`);
      return true;
    } catch {
      return false;
    }
  };
  /** Packets on the wire so far, in both directions: VXLAN, and ESP. */
  const onTheWire = () => {
    const rules = HOSTS.map((host) => inside(host, "nft list table netdev wire")).join("");
    const counted = (what: string) =>
      [...rules.matchAll(new RegExp(`${what} counter packets (\\d+)`, "g"))].reduce((sum, [, packets]) => sum + Number(packets), 0);
    return { clear: counted("udp dport 4789"), esp: counted("meta l4proto esp") };
  };

  /** How many packets the hosts have dropped because of IPsec states and policies, for any reason. */
  const dropped = () => {
    const counters = HOSTS.map((host) => inside(host, "cat /proc/net/xfrm_stat")).join("");
    return [...counters.matchAll(/\s(\d+)$/gm)].reduce((sum, [, packets]) => sum + Number(packets), 0);
  };

  beforeAll(() => {
    emptyLab();
    ipBatch([...HOSTS.map((host) => `netns add ${host}`), "link add under0 netns edge1 type veth peer name under0 netns edge2"]);
    HOSTS.forEach((host, n) => {
      const [own, other] = n === 0 ? [one, two] : [two, one];
      const under = [`addr add ${own}/${family === "IPv4" ? "24" : "64 nodad"} dev under0`, "link set under0 up", "link set lo up"];
      const tunnel = `link add nwx42 mtu 1350 type vxlan id 42 local ${own} remote ${other} dstport 4789`;
      ipBatch([...under, tunnel, `addr add 10.8.0.${n + 1}/24 dev nwx42`, "link set nwx42 up"], host);
      const wire = "type filter hook ingress device under0 priority 0; udp dport 4789 counter; meta l4proto esp counter;";
      const input = `table netdev wire { chain in { ${wire} }; }\n`;
      execFileSync("nsenter", [`--net=/run/netns/${host}`, "nft", "-f", "-"], { input });
    });
  });
  beforeAll(async () => void (driver = await openLab(labConfig({ edge1: hostConfig("edge1"), edge2: hostConfig("edge2") }))));
  afterAll(async () => {
    await driver.close();
    emptyLab();
  });

  if (isWhole) {
    test("without a policy nothing is sent in clear text, and nothing in clear text is accepted", async () => {
      for (const host of HOSTS) await done(host, add(...closed(host)));
      const { clear } = onTheWire();
      expect(pings("edge1", 1)).toBe(false);
      expect(onTheWire().clear).toBe(clear);
      await done("edge1", del(...closed("edge1").reverse()));
      expect(pings("edge1", 1)).toBe(false);
      expect(onTheWire().clear).toBeGreaterThan(clear);
      await done("edge2", del(...closed("edge2").reverse()));
      expect(pings()).toBe(true);
    });

    test("without a state nothing passes, whichever host lacks it and whichever direction it is for", async () => {
      for (const host of HOSTS) await done(host, add(...associations(host), ...policies(host)));
      const { clear } = onTheWire();
      // Of one host the first is for what it sends, the second for what it receives; of the other host they are the other way round.
      for (const host of TIMES === 1 ? HOSTS.slice(0, 1) : HOSTS) {
        for (const [n, line] of associations(host).entries()) {
          expect(pings()).toBe(true);
          await done(host, del(line));
          expect({ line, passes: pings("edge1", 1) }).toEqual({ line, passes: false });
          // Sequence numbers restart with a new state, so both hosts get a new one.
          for (const each of HOSTS) await done(each, [...del(associations(each)[n]!), ...add(associations(each)[n]!)]);
        }
      }
      expect(onTheWire().clear).toBe(clear);
    });
  }

  test("protected traffic passes, not in clear text on the wire, and input chains that drop must accept ESP and the VXLAN packets in it", async () => {
    for (const host of HOSTS) await done(host, add(...closed(host), ...(isWhole ? [] : [...associations(host), ...policies(host)])));
    const before = onTheWire();
    expect([pings("edge1"), pings("edge2")]).toEqual([true, true]);
    const stream = await openStreams("edge2", "edge1", ["10.8.0.1"], { interval: INTERVAL_MS });
    await stream.moved(PATIENCE_MS);
    stream.close();
    const after = onTheWire();
    expect(after.clear).toBe(before.clear);
    expect(after.esp - before.esp).toBeGreaterThan(10);

    const accept = (what: string) => inside("edge1", `nft insert rule inet host input ${what} accept`);
    const from = `${family === "IPv4" ? "ip" : "ip6"} saddr ${two}`;
    inside("edge1", "nft add table inet host");
    inside("edge1", "nft add chain inet host input { type filter hook input priority 10 ; policy drop ; }");
    for (const what of ["iifname nwx42", "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert }", `${from} meta l4proto esp`])
      accept(what);
    expect(pings("edge1", 1)).toBe(false);
    accept(`${from} udp dport 4789`);
    expect(pings()).toBe(true);
    inside("edge1", "nft delete table inet host");
  });

  if (!isWhole) return;

  describe("while a connection is open", () => {
    let stream: Streams;
    beforeAll(async () => {
      stream = await openStreams("edge2", "edge1", ["10.8.0.1"], { interval: INTERVAL_MS });
    });
    afterAll(() => stream.close());

    test("a key is changed in three steps without packet loss", async () => {
      const before = dropped();
      const beside = (host: Host) => sa(host, "there", NEXT, THERE);
      await done("edge2", [change(sa("edge2", "there", THERE), beside("edge2"))]);
      await done("edge1", [change(sa("edge1", "there", THERE), sa("edge1", "there", NEXT))]);
      await stream.moved(PATIENCE_MS);
      await done("edge2", [change(beside("edge2"), sa("edge2", "there", NEXT))]);
      expect((await stream.moved(PATIENCE_MS))[0]!.ended).toBeUndefined();
      expect(dropped()).toBe(before);
    });

    test("a key changed on both hosts at once costs packets, but no connection", async () => {
      const exchange = (host: Host) => done(host, [change(sa(host, "there", NEXT), sa(host, "there", LAST))]);
      await Promise.all(HOSTS.map(exchange));
      expect((await stream.moved(PATIENCE_MS))[0]!.ended).toBeUndefined();
    });
  });
});
