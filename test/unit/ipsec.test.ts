import { fingerprintOf, isKey, KEY_BYTES, spiOf } from "../../lib/kernel/esp";
import { kinds } from "../../lib/kernel/kinds";
import { textOf } from "../../lib/kernel/line";
import { linesOf } from "../../providers/backends/iproute2/codecs";
import { associationFacts, selectorFacts } from "../../providers/backends/iproute2/ipsec/observe";
import { namesOf } from "../../providers/backends/iproute2/names";
import { applyScript } from "../../providers/backends/iproute2/script";
import { plainHost } from "../support/hosts";
import { factOf } from "../support/test-driver";
import { textOf as commandText } from "../../providers/backends/iproute2/command";

const KEY = "0123456789abcdef".repeat(4) + "01234567";
const A = fingerprintOf(KEY);
const names = namesOf(plainHost);
const sas = (...lines: readonly string[]) => associationFacts("local", lines).map(textOf);
const policies = (...lines: readonly string[]) => selectorFacts("local", lines).map(textOf);

describe("ESP keys", () => {
  test("are 36 bytes in small hexadecimal digits", () => {
    expect(KEY).toHaveLength(2 * KEY_BYTES);
    expect([KEY, KEY.slice(1), `${KEY}0`, KEY.toUpperCase(), `0x${KEY.slice(2)}`, `${KEY}\n`].filter(isKey)).toEqual([KEY]);
  });

  test("are identified by the first digits of the SHA-256 of their text", () => {
    expect(fingerprintOf("0".repeat(72))).toBe("80422a5d2b733230");
  });

  test("determine the SPI, which is never one that ESP reserves", () => {
    expect(spiOf("1a2b3c4d5e6f7081")).toBe(0x1a2b3c4d);
    expect(spiOf("000000ff5e6f7081")).toBe(0x1ff);
    expect(spiOf("0000000000000000")).toBe(0x100);
    expect(spiOf("ffffffff00000000")).toBe(0xffffffff);
  });
});

describe("associations of a host", () => {
  const spi = (fingerprint: string) => `0x${fingerprint.slice(0, 8)}`;
  const ours = (fingerprint: string) => `192.0.2.1 192.0.2.2 4789 ${spi(fingerprint)} ${fingerprint}`;
  const line = "local - sa 192.0.2.1 > 192.0.2.2 reqid 4789 key";

  test("are ours if the SPI follows from the key, and foreign otherwise, or if the key has another form", () => {
    expect(sas(ours(A))).toEqual([`${line} ${A}`]);
    expect(sas(`192.0.2.1 192.0.2.2 4789 0x00001157 ${A}`)).toEqual([`${line} other`]);
    expect(sas("192.0.2.1 192.0.2.2 4789 0x00001157 -")).toEqual([`${line} other`]);
  });

  test("of one pair and request id are one fact, with the key of the newest", () => {
    const [newest, oldest] = ["ffffffff00000000", "1a2b3c4d5e6f7081"];
    const lines = [ours(newest), ours(A), "192.0.2.1 192.0.2.2 4789 0x00001157 -", ours(oldest), "fd00::1 fd00::2 1 0x00000101 -"];
    expect(sas(...lines)).toEqual([
      `${line} ${newest} also ${[A, oldest, "other"].sort().join(",")}`,
      "local - sa fd00::1 > fd00::2 reqid 1 key other",
    ]);
  });
});

describe("policies of a host", () => {
  const SELECTOR = "src 192.0.2.1/32 dst 192.0.2.2/32 proto udp dport 4789 ";
  const TMPL = "\ttmpl src 192.0.2.1 dst 192.0.2.2";
  const PROTO = "\t\tproto esp reqid 4789 mode transport";
  const of = (...parts: readonly string[]) => `${parts.join("\\")}\\`;
  const line = "local - xfrm out 192.0.2.1 > 192.0.2.2 udp port 4789 reqid";

  test.each([
    ["one of ours", [SELECTOR, "\tdir out priority 157 ptype main ", TMPL, PROTO], `${line} 4789`],
    ["one of another priority", [SELECTOR, "\tdir out priority 5 ptype main ", TMPL, PROTO], `${line} 4789 other`],
    ["one that is content without", [SELECTOR, "\tdir out priority 157 ptype main ", TMPL, PROTO, "\t\tlevel use "], `${line} 4789 other`],
    ["one that lets all pass", [SELECTOR, "\tdir out priority 157 ptype main "], `${line} 0 other`],
    ["one that blocks", [SELECTOR, "\tdir out action block priority 157 ptype main "], `${line} 0 other`],
    ["a tunnel", [SELECTOR, "\tdir out priority 157 ptype main ", TMPL, PROTO.replace("transport", "tunnel")], `${line} 0 other`],
    ["a template of other ends", [SELECTOR, "\tdir out priority 157 ptype main ", TMPL.replace("2.2", "2.3"), PROTO], `${line} 4789 other`],
  ])("are observed: %s", (_, parts, text) => {
    expect(policies(of(...parts))).toEqual([text]);
  });

  test.each([
    ["of whole networks", ["src 192.0.2.0/24 dst 192.0.2.2/32 proto udp dport 4789 ", "\tdir out priority 157 ptype main ", TMPL, PROTO]],
    ["of TCP", [SELECTOR.replace("udp", "tcp"), "\tdir out priority 157 ptype main ", TMPL, PROTO]],
    ["of one source port", [SELECTOR.replace("dport", "sport 7 dport"), "\tdir out priority 157 ptype main ", TMPL, PROTO]],
    ["of what is passed on", [SELECTOR, "\tdir fwd priority 157 ptype main ", TMPL, PROTO]],
    ["of marked packets", [SELECTOR, "\tdir out priority 157 ptype main ", "\tmark 0x5/0xff ", TMPL, PROTO]],
    ["of one interface", [SELECTOR, "\tdir out priority 157 ptype main ", TMPL, PROTO, "\tif_id 0x7"]],
  ])("are skipped: %s", (_, parts) => {
    expect(policies(of(...parts))).toEqual([]);
  });
});

describe("the commands for a host", () => {
  const sa = factOf(`local - sa 192.0.2.1 > 192.0.2.2 reqid 4789 key ${A}`);
  const stage = () => new Map([["-", linesOf({ verb: "add", fact: sa }, names).map((line) => ({ line, steps: [0] }))]]);
  const work = { scope: { netns: [], adopt: {}, sysctls: [] }, generation: "00000000.0" };
  const input = (secrets?: ReadonlyMap<string, string>) => applyScript([stage()], { ...work, ...(secrets && { secrets }) }, names);

  test("have the key in a separate file, and no unused key", () => {
    const script = input(
      new Map([
        [A, KEY],
        [fingerprintOf("f".repeat(72)), "f".repeat(72)],
      ]),
    );
    const pieces = script.text.filter((piece) => piece.includes(KEY));
    expect(pieces).toEqual([`.file secrets\n${A} ${KEY}\n`]);
    expect(script.text.join("")).not.toContain("f".repeat(72));
    expect([...script.files.values()].flat().map(({ line }) => commandText(line.command))).toEqual([expect.stringContaining(`@${A}`)]);
  });

  test("do not exist if a key is missing or wrong, and the error does not contain it", () => {
    for (const secrets of [undefined, new Map([[A, "f".repeat(72)]]), new Map([[A, `${KEY}\nx`]])])
      expect(() => input(secrets)).toThrow(new Error(`not the key of ${A}`));
  });

  test("never contains placeholders or foreign objects", () => {
    for (const key of ["?edge1/edge2", "other"]) {
      const fact = factOf(`local - sa 192.0.2.1 > 192.0.2.2 reqid 4789 key ${key}`);
      expect(() => linesOf({ verb: "add", fact }, names)).toThrow("not fit for a batch line: fingerprint");
    }
    const theirs = factOf("local - xfrm in 192.0.2.1 > 192.0.2.2 udp port 4789 reqid 4789 other");
    expect(() => linesOf({ verb: "add", fact: theirs }, names)).toThrow("a foreign policy");
  });

  test("gets a newer key in place, and cannot make an old key the newest", () => {
    const [one, other] = ["1a2b3c4d5e6f7081", "ffffffff00000000"].map((key, n, all) =>
      factOf(`local - sa 192.0.2.1 > 192.0.2.2 reqid 1 key ${key} also ${all[1 - n]}`),
    );
    const { canChange } = kinds.sa;
    expect(canChange(one as never, other as never)).toBe(false);
    expect(canChange(one as never, factOf("local - sa 192.0.2.1 > 192.0.2.2 reqid 1 key ffffffff00000000") as never)).toBe(true);
  });
});
