import { desiredBy } from "../../../lib/reconcile/goal";
import { factOf } from "../../support/test-driver";

const said = (...sources: (readonly [address: string, lines: readonly string[]])[]) =>
  desiredBy(sources.map(([address, lines]) => ({ address, facts: lines.map(factOf) }))).diagnostics.map(({ code, at }) => [
    code,
    at.resource,
  ]);

const end = (netns: string) => `edge1 - veth v0 <> ${netns} eth0 mtu 1500 mac 02:00:00:00:00:01 up addresses 10.8.0.2/24`;

test("of two namespaces of one name, objects inside both are not reported", () => {
  const inside = [end("web"), "edge1 web addr 10.8.0.2/24 dev eth0", "edge1 web route default via 10.8.0.1 dev eth0"];
  expect(said(["n.a", ["edge1 - netns web"]], ["n.b", ["edge1 - netns web"]], ["e.a", inside], ["e.b", inside])).toEqual([
    ["duplicate-object", "n.b"],
  ]);
});

test("of two that share an interface, its address and its route are not reported", () => {
  const all = [end("web"), "edge1 web addr 10.8.0.2/24 dev eth0", "edge1 web route default via 10.8.0.1 dev eth0"];
  expect(said(["n.a", ["edge1 - netns web"]], ["e.a", all], ["e.b", all])).toEqual([["duplicate-object", "e.b"]]);
});

test("a clash does not hide unrelated ones", () => {
  const route = "edge1 db route default via 10.8.0.1 dev eth0";
  const bridge = "edge1 - link br0 type bridge mtu 1500 mac 02:00:00:00:00:02 stp off up";
  expect(said(["b.a", [bridge]], ["b.b", [bridge]], ["n.db", ["edge1 - netns db"]], ["e.a", [route]], ["e.b", [route]])).toEqual([
    ["duplicate-object", "b.b"],
    ["duplicate-route", "e.b"],
  ]);
});
