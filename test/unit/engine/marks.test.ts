/** Foreign rules that set firewall marks, as nft and iptables print them. */
import { textOf } from "../../../lib/kernel/line";
import { markingFacts } from "../../../providers/backends/iproute2/firewall/marks";

test.each([
  ["a constant", "nft inet x y meta mark set 0x00000005", ["meta 0x5/0xffffffff"]],
  ["a chain at prerouting", "nft ip x y prerouting -80 meta mark set 0x00000005", ["meta 0x5/0xffffffff prerouting -80"]],
  ["some bits", "nft inet x y meta mark set meta mark & 0xf1ffffff | 0x01000000", ["meta 0x1000000/0xf000000"]],
  [
    "what nft makes of --set-xmark",
    'nft inet x y iifname "up0" counter packets 0 bytes 0 meta mark set mark and 0xf0ffffff xor 0x1000000',
    ["meta 0x1000000/0xf000000"],
  ],
  ["a copy of the whole mark", "nft inet x y meta mark set ct mark accept", []],
  ["a copy of some bits", "nft inet x y ct mark set meta mark and 0xff", ["ct 0x0/0xffffff00"]],
  ["two statements and a comment", 'nft inet x y ct mark set 0x1 meta mark set ct mark comment "ct mark set 0xf0"', ["ct 0x1/0xffffffff"]],
  [
    "a map, whose values are not known",
    "nft inet x y meta mark set ip saddr map { 10.0.0.1 : 0x00000001 }",
    ["meta 0xffffffff/0xffffffff"],
  ],
  ["a number generator", "nft inet x y ct mark set numgen inc mod 2 offset 100", ["ct 0xffffffff/0xffffffff"]],
  ["a target that nft does not show", 'nft ip x y counter packets 0 bytes 0 xt target "CONNMARK"', ["ct 0xffffffff/0xffffffff"]],
  ["iptables", "iptables ip x y -i eth9 -j MARK --set-xmark 0x1000000/0xf000000", ["meta 0x1000000/0xf000000"]],
  ["an exclusive or", "iptables ip x y -j MARK --set-xmark 0x3/0x1", ["meta 0x3/0x3"]],
  ["CONNMARK", "iptables ip6-legacy x y -m mark --mark 0x1 -j CONNMARK --set-xmark 0x200/0xf00", ["ct 0x200/0xf00"]],
  [
    "a mark that is saved and restored, as wg-quick does",
    "iptables ip x y -p udp -j CONNMARK --save-mark --nfmask 0xffffffff --ctmask 0xffffffff",
    [],
  ],
  ["a part of it", "iptables ip x y -j CONNMARK --save-mark --nfmask 0xff --ctmask 0xff", ["ct 0x0/0xff"]],
  ["restored", "iptables ip x y -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff", []],
  ["an option that is not known", "iptables ip x y -j CONNMARK --left-shift-mark 2", ["ct 0xffffffff/0xffffffff"]],
])("%s", (_, line, expected) => {
  expect(markingFacts("local", [line]).map((fact) => textOf(fact).replace(/^.* x y /, ""))).toEqual(expected);
});

test("the rules of one chain are one fact", () => {
  const lines = [
    "iptables ip mangle OUTPUT -j MARK --set-xmark 0x1/0xf",
    "iptables ip mangle OUTPUT -j MARK --set-xmark 0x80000000/0x80000000",
  ];
  expect(markingFacts("local", lines).map(textOf)).toEqual(["local - marking ip mangle OUTPUT meta 0x80000001/0x8000000f"]);
});
