import { formats } from "../../lib/schema/formats";
import { nearest, nearestType } from "../../lib/schema/nearest";
import type { Format } from "../../lib/schema/type";

const samples: Record<Format | "plain", { good: readonly string[]; bad: readonly string[] }> = {
  cidr: { good: ["10.0.0.0/24", "fd00::/64", "0.0.0.0/0"], bad: ["10.0.0.1/24", "10.0.0/24", "10.0.0.0", "10.0.0.0/33", "fd00::1/64"] },
  block: { good: ["10.0.0.7", "10.0.0.0/28", "fd00::7", "fd00::/120"], bad: ["10.0.0.7/28", "10.0.0.256", "fd00::1/64", "host"] },
  address: { good: ["10.0.0.1/24", "fd00::1/64"], bad: ["10.0.0.1", "10.0.0.256/24", "fd00::1/129"] },
  assigned: {
    good: ["10.0.0.1", "10.0.0.1/24", "FD00::1/64"],
    bad: ["10.0.0.256/24", "fd00::1/129", "fd00::1%eth0", "::ffff:10.0.0.1", "10.0.0.01/24"],
  },
  ip: { good: ["10.0.0.1", "fd00::1"], bad: ["10.0.0.1/24", "10.0.0.01", "fd00::1%eth0", "host"] },
  mac: { good: ["02:11:22:33:44:55", "02:AA:bb:cc:dd:ee"], bad: ["01:11:22:33:44:55", "00:00:00:00:00:00", "02-11-22-33-44-55", "02:11"] },
  name: { good: ["web", "a1_b.c-d", "0"], bad: ["Web", "-web", "", "a".repeat(64), "a b"] },
  ifname: {
    good: ["eth0", "nw-front", "a".repeat(15), "up", "dev", "ifb0"],
    bad: ["a".repeat(16), "all", "default", "lo", "if2", "eth0/1"],
  },
  "ifname?": { good: ["", "eth0"], bad: ["a".repeat(16), "all", "eth0/1"] },
  sysctl: {
    good: ["net.ipv4.ip_forward", "net.ipv6.conf.eth0.accept_dad"],
    bad: ["kernel.panic", "net", "net..x", "net.ipv4.ip_forward=1", "net.core.-rf"],
  },
  bits: { good: ["0x0f000000", "0x1", "0xFFFF0000"], bad: ["0x0", "0x0f00f000", "0xffffffff", "15", "0x100000000", "f0"] },
  path: { good: ["/run/netns/web", ".netweft/simulated.json", "/proc/1/ns/net"], bad: ["", "-rf", "/tmp/a b", "/tmp/*", "~/key"] },
  file: {
    good: ["/etc/netweft/key", "keys/id_ed25519", "~/.ssh/id_ed25519"],
    bad: ["", "-oProxyCommand", "~/-key", "~root/key", "/a b", "%d/key"],
  },
  destination: {
    good: ["192.0.2.7", "2001:db8::7", "::1", "fe80::1%eth0", "edge1.example", "Edge_1"],
    bad: ["", "-oProxyCommand", "root@edge1", "edge1/22", "[::1]", "x".repeat(256)],
  },
  user: { good: ["root", "deploy.netweft", "_ops-1"], bad: ["", "-l", "root@edge1", "a b", "x".repeat(33)] },
  rate: { good: ["100mbit", "64kbit", "100gbit", "8000bit"], bad: ["100", "0mbit", "7999bit", "101gbit", "1.5gbit", "100mb", "100 mbit"] },
  label: { good: ["", "shop front", "1024 65535", "grüße"], bad: ["x".repeat(256), "a{b}"] },
  setting: { good: ["", "1024 65535", "fq_codel"], bad: ["x".repeat(256), "a{b}", "é", "²"] },
  id: { good: ["local/front", "local/web/eth0"], bad: ["", "local front"] },
  plain: { good: ["", "anything $(goes) here; really"], bad: [] },
};

const hostile = ["a\nb", "a\n", "a\r", "a\0b", "a\u001b[31m", "a\u0085b", "a\u2028b"];
const shell = ["a;b", "a|b", "a&b", "$a", "`a`", "$(a)", "a>b", "a'b", 'a"b', "a\\b", "a*", "a?", "a!b", "#a", "a<b"];

describe.each(Object.keys(samples) as (Format | "plain")[])("the format %s", (format) => {
  const check = formats[format];

  test("accepts valid texts", () => {
    for (const text of samples[format].good) expect([text, check(text)?.detail]).toEqual([text, undefined]);
  });

  test("refuses everything else, quotes it and names what is expected", () => {
    for (const text of samples[format].bad) {
      const found = check(text);
      expect([text, found?.severity]).toEqual([text, "error"]);
      if (text !== "") expect(found!.detail).toContain(text.slice(0, 20).replaceAll('"', '\\"'));
      expect(found!.detail).toMatch(/\.$/);
    }
  });

  test("refuses control characters and line breaks, and never repeats them", () => {
    for (const text of hostile) {
      const found = check(text);
      expect([text, found?.severity]).toEqual([text, "error"]);
      expect(found!.detail).not.toMatch(/[\p{Cc}\u2028]/u);
    }
  });

  if (format !== "plain") {
    test("refuses texts that a shell would not read as one word", () => {
      for (const text of shell) expect([text, check(text)?.severity]).toEqual([text, "error"]);
    });
  }
});

describe("nearestType", () => {
  const types = ["netweft_bridge_network", "netweft_overlay_network", "netweft_endpoint"];
  it.each([
    ["netweft_brigde_network", "netweft_bridge_network"],
    ["netweft_endpoints", "netweft_endpoint"],
    ["netweft_macvlan_network", undefined],
  ])("%s", (type, meant) => {
    expect(nearestType(type, types)).toBe(meant);
  });
});

describe("nearest", () => {
  test.each([
    ["subnet", "subnets"],
    ["mut", "mtu"],
    ["endpointIsolation", "endpoint_isolation"],
    ["gateway", "gateways"],
  ])("%s is corrected to %s", (word, meant) => {
    expect(nearest(word, ["subnets", "gateways", "mtu", "stp", "endpoint_isolation"])).toBe(meant);
  });

  test("finds nothing if nothing is near", () => {
    expect(nearest("vlan", ["subnets", "mtu"])).toBeUndefined();
    expect(nearest("", ["subnets"])).toBeUndefined();
  });
});
