import fc from "fast-check";
import {
  canonicalCidr,
  contains,
  covers,
  formatCidr,
  hostOf,
  lastOf,
  networkOf,
  nextNetwork,
  overlaps,
  parseCidr,
  parseNetwork,
  readCidr,
  readNetwork,
  sizeOf,
  subnetOf,
  subnetsOf,
} from "../../lib/net/cidr";
import { canonicalIp, compareIp, formatIp, isLinkLocal, isLoopback, isMulticast, parseIp, readIp, type Ip } from "../../lib/net/ip";
import { canonicalMac, isUnicastMac, macOf, readMac } from "../../lib/net/mac";
import { hashedName, isIfname, isName, readableName, readIfname, readName, shortName } from "../../lib/net/names";

const ip4: fc.Arbitrary<Ip> = fc.nat(0xffffffff).map((value) => ({ version: 4, value }));
const ip6: fc.Arbitrary<Ip> = fc.bigInt(0n, 2n ** 128n - 1n).map((value) => ({ version: 6, value }));
const sparseIp6: fc.Arbitrary<Ip> = fc
  .array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 })
  .map((words) => ({ version: 6, value: words.reduce((value, word) => value * 65536n + BigInt(word), 0n) }));
const ip = fc.oneof(ip4, ip6, sparseIp6);
const cidr = ip.chain((address) => fc.nat(address.version === 4 ? 32 : 128).map((prefix) => ({ ip: address, prefix })));

const detailOf = (result: { diagnostics: readonly { detail: string }[] }) => result.diagnostics.map((d) => d.detail).join("\n");

describe("an IP address", () => {
  test("survives being written and read again", () => {
    fc.assert(fc.property(ip, (address) => expect(parseIp(formatIp(address))).toEqual(address)));
  });

  test("has one canonical text, which is its own canonical text", () => {
    fc.assert(fc.property(ip, (address) => canonicalIp(formatIp(address)) === formatIp(address)));
  });

  test.each([
    ["2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["0:0:0:0:0:0:0:0", "::"],
    ["1::", "1::"],
    ["::0001", "::1"],
    ["::ffff:10.0.0.1", "::ffff:10.0.0.1"],
    ["::ffff:a00:1", "::ffff:10.0.0.1"],
    ["64:ff9b::1.2.3.4", "64:ff9b::102:304"],
    ["10.0.0.1", "10.0.0.1"],
    ["255.255.255.255", "255.255.255.255"],
  ])("%s is written %s, as RFC 5952 asks", (text, canonical) => expect(canonicalIp(text)).toBe(canonical));

  test.each(["", "1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.256", "1..2.3", "1.2.3.", ".1.2.3", "1.2.3.4 ", "a.b.c.d", "-1.2.3.4"])(
    "%p is no IPv4 address",
    (text) => expect(parseIp(text)).toBeUndefined(),
  );

  test.each([
    ":",
    ":::",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1::2::3",
    "12345::",
    "g::",
    "fe80::1%eth0",
    "::1.2.3",
    "1.2.3.4::",
    "1:2:3:4:5:6:7::8",
  ])("%p is not an IPv6 address", (text) => expect(parseIp(text)).toBeUndefined());

  test("is ordered by family, then value", () => {
    const sorted = ["10.0.0.2", "9.0.0.1", "::1", "10.0.0.10"].map((text) => parseIp(text)!).sort(compareIp);
    expect(sorted.map(formatIp)).toEqual(["9.0.0.1", "10.0.0.2", "10.0.0.10", "::1"]);
  });

  test("is known to be multicast, loopback or link-local", () => {
    const those = (is: (ip: Ip) => boolean) =>
      ["10.0.0.1", "224.0.0.1", "127.3.0.1", "169.254.1.1", "240.0.0.1", "fd00::1", "ff02::1", "::1", "fe80::1"].filter((text) =>
        is(parseIp(text)!),
      );
    expect(those(isMulticast)).toEqual(["224.0.0.1", "ff02::1"]);
    expect(those(isLoopback)).toEqual(["127.3.0.1", "::1"]);
    expect(those(isLinkLocal)).toEqual(["169.254.1.1", "fe80::1"]);
  });

  test("that is invalid is quoted to the user", () => {
    expect(detailOf(readIp("10.0.0.1/24"))).toBe('"10.0.0.1/24" is not an IP address. Omit the prefix length.');
    expect(readIp("10.0.0.1")).toMatchObject({ ok: true });
  });
});

describe("a network", () => {
  const net = (text: string) => parseNetwork(text)!;

  test("survives being written and read again", () => {
    fc.assert(fc.property(cidr, (c) => expect(parseCidr(formatCidr(c))).toEqual(c)));
    fc.assert(fc.property(cidr, (c) => canonicalCidr(formatCidr(c)) === formatCidr(c)));
  });

  test("contains its first and its last address and not the ones beside them", () => {
    fc.assert(
      fc.property(cidr, (c) => {
        const next = nextNetwork(c);
        return contains(c, networkOf(c).ip) && contains(c, lastOf(c)) && (!next || !contains(c, next.ip));
      }),
    );
  });

  test("overlaps another one exactly when one of them covers the other", () => {
    fc.assert(fc.property(cidr, cidr, (a, b) => overlaps(networkOf(a), networkOf(b)) === (covers(a, b) || covers(b, a))));
    expect(overlaps(net("10.0.0.0/8"), net("10.20.0.0/16"))).toBe(true);
    expect(overlaps(net("10.0.0.0/16"), net("10.1.0.0/16"))).toBe(false);
    expect(overlaps(net("0.0.0.0/0"), net("::/0"))).toBe(false);
  });

  test("numbers its addresses from both ends", () => {
    const text = (cidr: string, n: number) => hostOf(net(cidr), n) && formatIp(hostOf(net(cidr), n)!);
    expect(text("10.8.0.0/24", 0)).toBe("10.8.0.0");
    expect(text("10.8.0.0/24", 1)).toBe("10.8.0.1");
    expect(text("10.8.0.0/24", -1)).toBe("10.8.0.255");
    expect(text("10.8.0.0/24", 256)).toBeUndefined();
    expect(text("10.8.0.0/24", -257)).toBeUndefined();
    expect(text("fd00::/64", 0x10000)).toBe("fd00::1:0");
    expect(sizeOf(net("fd00::/64"))).toBe(2n ** 64n);
  });

  test("is divided into smaller ones, in order", () => {
    expect([...subnetsOf(net("10.0.0.0/22"), 24)].map(formatCidr)).toEqual(["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]);
    expect(formatCidr(subnetOf(net("fd00::/48"), 64, 5)!)).toBe("fd00:0:0:5::/64");
    expect(subnetOf(net("10.0.0.0/24"), 16, 0)).toBeUndefined();
    expect(subnetOf(net("10.0.0.0/24"), 26, 4)).toBeUndefined();
  });

  test("has none after it at the end of the address space", () => {
    expect(formatCidr(nextNetwork(net("10.0.255.0/24"))!)).toBe("10.1.0.0/24");
    expect(nextNetwork(net("255.255.255.0/24"))).toBeUndefined();
    expect(nextNetwork(net("::/0"))).toBeUndefined();
  });

  test.each([
    ["10.0.0.5/24", 'Write "10.0.0.0/24".'],
    ["10.0.0.0", 'write "10.0.0.0/24"'],
    ["fd00::", 'write "fd00::/64"'],
    ["10.0.0.0/33", "from 0 to 32"],
    ["fd00::/129", "from 0 to 128"],
    ["10.0.0.0/08", "from 0 to 32"],
    ["10.0.0/8", 'Write it as "10.0.0.0/24"'],
  ])("%s is refused with the remedy", (text, remedy) => {
    expect(readNetwork(text).ok).toBe(false);
    expect(detailOf(readNetwork(text))).toContain(remedy);
  });

  test("with a host in it is an address with its prefix length", () => {
    expect(readCidr("10.0.0.5/24").ok).toBe(true);
    expect(detailOf(readCidr("10.0.0.5"))).toContain("prefix length is missing");
  });
});

describe("a MAC address", () => {
  test("has a normal form", () => {
    expect(canonicalMac("02:AA:bb:00:11:22")).toBe("02:aa:bb:00:11:22");
    for (const text of ["", "02-aa-bb-00-11-22", "02:aa:bb:00:11", "02:aa:bb:00:11:22:33", "0g:aa:bb:00:11:22"])
      expect(canonicalMac(text)).toBeUndefined();
  });

  test("is refused if it is multicast or not an address", () => {
    expect(readMac("02:AA:00:00:00:01")).toMatchObject({ ok: true, value: "02:aa:00:00:00:01" });
    expect(detailOf(readMac("01:00:5e:00:00:01"))).toContain("not a unicast address");
    expect(readMac("00:00:00:00:00:00").ok).toBe(false);
  });

  test("is derived from a name, locally administered and unicast", () => {
    fc.assert(fc.property(fc.string(), (name) => isUnicastMac(macOf(name)) && (parseInt(macOf(name).slice(0, 2), 16) & 2) === 2));
    expect(macOf("web")).toBe(macOf("web"));
    expect(macOf("web")).not.toBe(macOf("db"));
    expect(canonicalMac(macOf("web"))).toBe(macOf("web"));
  });
});

describe("a name", () => {
  test.each(["web", "0", "a.b-c_d", "x".repeat(63)])("may be %s", (text) => expect(readName(text).ok).toBe(true));
  test.each(["", "-x", ".x", "Web", "a b", "a\nb", "brü", "br%d", "a/b", "x".repeat(64)])("may not be %p", (text) => {
    expect(isName(text)).toBe(false);
    expect(readName(text).ok).toBe(false);
  });

  test("of an interface has at most 15 characters and is not reserved by the settings", () => {
    expect(isIfname("x".repeat(15))).toBe(true);
    expect(detailOf(readIfname("x".repeat(16)))).toContain("has 16 characters; at most 15");
    expect(detailOf(readIfname("all"))).toContain("kernel refuses");
    expect(readIfname("default").ok).toBe(false);
  });

  test("is shortened to a valid interface name: readable where it fits, a hash otherwise", () => {
    expect(shortName("nw-", "blue")).toBe("nw-blue");
    expect(shortName("nw-", "twelve-chars")).toBe("nw-twelve-chars");
    expect(shortName("nw-", "thirteen-char")).toMatch(/^nw-[0-9a-v]{12}$/);
    fc.assert(fc.property(fc.string(), (path) => isIfname(shortName("nw-", path)) && isIfname(hashedName("nwe", path))));
  });

  test("of an interface keeps the beginning of what it is named after where it is too long, and differs by the path", () => {
    expect(readableName("nw-", "shop-front", "front")).toBe("nw-shop-front");
    expect(readableName("nw-", "laboratory-front", "front")).toMatch(/^nw-front-[0-9a-v]{6}$/);
    expect(readableName("nw-", "laboratory-customer-facing", "customer-facing")).toMatch(/^nw-custo-[0-9a-v]{6}$/);
    expect(readableName("nwo-", "laboratory-a.b-c", "a.b-c")).toMatch(/^nwo-a\.b-[0-9a-v]{6}$/);
    expect(readableName("nwo-", "laboratory-abc-d", "abc-d")).toMatch(/^nwo-abc-[0-9a-v]{6}$/);
    expect(readableName("nw-", "one-customer-facing", "customer-facing")).not.toBe(
      readableName("nw-", "two-customer-facing", "customer-facing"),
    );
    fc.assert(fc.property(fc.string(), fc.string(), (stack, name) => isIfname(readableName("nwo-", `${stack}-${name}`, name))));
  });

  test("is shortened differently for different paths", () => {
    const names = new Set(Array.from({ length: 10000 }, (_, n) => hashedName("nwe", `web${n}/eth0`)));
    expect(names.size).toBe(10000);
  });
});
