import * as fc from "fast-check";
import { addressPicker, givable, stillFitting } from "../../../lib/engine/allocate/addresses";
import { subnetCutter } from "../../../lib/engine/allocate/subnets";
import { contains, formatCidr, networkOf, overlaps, parseCidr, parseNetwork } from "../../../lib/net/cidr";
import { parseIp } from "../../../lib/net/ip";

/** All values of a source, up to a limit. */
function all(next: () => string | undefined, most = 2000): readonly string[] {
  const found: string[] = [];
  for (let value = next(); value !== undefined && found.length < most; value = next()) found.push(value);
  return found;
}

describe("subnets from a pool", () => {
  test("are in ascending order and end with the pool", () => {
    expect(all(subnetCutter({ cidr: "10.0.0.0/22", size: 24 }, []))).toEqual(["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]);
  });

  test("skip networks in use, whether those are wider or narrower", () => {
    const used = ["10.0.0.128/25", "10.0.2.0/23"].map((text) => parseCidr(text)!);
    expect(all(subnetCutter({ cidr: "10.0.0.0/21", size: 24 }, used))).toEqual([
      "10.0.1.0/24",
      "10.0.4.0/24",
      "10.0.5.0/24",
      "10.0.6.0/24",
      "10.0.7.0/24",
    ]);
  });

  test("end at the end of the address space", () => {
    expect(all(subnetCutter({ cidr: "255.255.255.0/24", size: 25 }, [parseCidr("255.255.255.128/25")!]))).toEqual(["255.255.255.0/25"]);
  });

  test("of IPv6 work the same way", () => {
    expect(all(subnetCutter({ cidr: "fd00::/62", size: 64 }, [parseCidr("fd00:0:0:1::/64")!]))).toEqual([
      "fd00::/64",
      "fd00:0:0:2::/64",
      "fd00:0:0:3::/64",
    ]);
  });

  test("never overlap networks in use nor each other, and no free one is skipped", () => {
    const network = fc
      .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 22, max: 30 }))
      .map(([n, prefix]) => parseCidr(`10.0.${n % 16}.${(n * 16) % 256}/${prefix}`)!);
    fc.assert(
      fc.property(fc.array(network, { maxLength: 12 }), (used) => {
        const given = all(subnetCutter({ cidr: "10.0.0.0/20", size: 24 }, used)).map((text) => parseNetwork(text)!);
        for (const subnet of given) expect(used.some((other) => overlaps(other, subnet))).toBe(false);
        const every = all(subnetCutter({ cidr: "10.0.0.0/20", size: 24 }, [])).map((text) => parseNetwork(text)!);
        const free = every.filter((subnet) => !used.some((other) => overlaps(other, subnet)));
        expect(given).toEqual(free);
      }),
    );
  });
});

describe("addresses from a subnet", () => {
  const picker = (
    subnet: string,
    choosing: { ranges?: readonly string[]; avoid?: readonly string[] } = {},
    taken: readonly string[] = [],
  ) => addressPicker(givable(subnet, { ranges: [], avoid: [], ...choosing }), (address) => !taken.includes(address));

  test("skip the network's and the broadcast address, and addresses in use", () => {
    expect(all(picker("10.0.0.0/29", {}, ["10.0.0.1", "10.0.0.4"]))).toEqual(["10.0.0.2", "10.0.0.3", "10.0.0.5", "10.0.0.6"]);
  });

  test("of IPv6 may be the last one", () => {
    expect(all(picker("fd00::/126"))).toEqual(["fd00::1", "fd00::2", "fd00::3"]);
  });

  test("of a huge subnet are not enumerated", () => {
    expect(all(picker("fd00::/64"), 3)).toEqual(["fd00::1", "fd00::2", "fd00::3"]);
  });

  test("are all inside", () => {
    for (const address of all(picker("10.0.0.64/26"))) expect(contains(parseNetwork("10.0.0.64/26")!, parseIp(address)!)).toBe(true);
  });

  test("are from its ranges only, which may be at its far end", () => {
    expect(all(picker("10.0.0.0/8", { ranges: ["10.255.255.252/30", "10.9.0.0/31", "fd00::/64"] }))).toEqual([
      "10.9.0.0",
      "10.9.0.1",
      "10.255.255.252",
      "10.255.255.253",
      "10.255.255.254",
    ]);
    expect(all(picker("fd00::/64", { ranges: ["fd00::ffff:0:0:0/126"] }))).toEqual([
      "fd00::ffff:0:0:0",
      "fd00::ffff:0:0:1",
      "fd00::ffff:0:0:2",
      "fd00::ffff:0:0:3",
    ]);
  });

  test("are from the whole subnet if the ranges are in other subnets", () => {
    expect(all(picker("10.0.0.0/30", { ranges: ["fd00::/126"] }))).toEqual(["10.0.0.1", "10.0.0.2"]);
  });

  test("skip a reserved block as a whole, however large it is", () => {
    const avoid = ["10.0.0.0/9", "10.128.0.3", "fd00::/65"];
    expect(all(picker("10.0.0.0/8", { avoid }), 4)).toEqual(["10.128.0.0", "10.128.0.1", "10.128.0.2", "10.128.0.4"]);
    expect(all(picker("fd00::/64", { avoid }), 2)).toEqual(["fd00::8000:0:0:0", "fd00::8000:0:0:1"]);
  });

  test("do not exist if all of the ranges are reserved", () => {
    expect(all(picker("10.0.0.0/24", { ranges: ["10.0.0.64/26"], avoid: ["10.0.0.0/25"] }))).toEqual([]);
  });

  test("are those that are in a range and in no reserved network, each once, in order", () => {
    const part = fc
      .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 24, max: 32 }))
      .map(([n, prefix]) => formatCidr(networkOf(parseCidr(`10.0.0.${n}/${prefix}`)!)));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), fc.array(part, { maxLength: 6 }), (ranges, avoid) => {
        const within = (some: readonly string[], ip: string) => some.some((one) => contains(parseNetwork(one)!, parseIp(ip)!));
        const hosts = Array.from({ length: 254 }, (_, n) => `10.0.0.${n + 1}`);
        const ranged = hosts.filter((ip) => within(ranges, ip));
        const expected = (ranged.length > 0 ? ranged : hosts).filter((ip) => !within(avoid, ip));
        expect(all(picker("10.0.0.0/24", { ranges, avoid }))).toEqual(expected);
      }),
    );
  });
});

test("of the addresses that an endpoint had, each subnet keeps the one that is in it", () => {
  expect(stillFitting(["10.0.1.5", "fd00::5"], ["fd00::/64", "10.0.0.0/24", "10.0.1.0/24"])).toEqual(["fd00::5", undefined, "10.0.1.5"]);
});
