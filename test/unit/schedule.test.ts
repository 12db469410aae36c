import type { Step } from "../../lib/kernel/step";
import { namesOf } from "../../providers/backends/iproute2/names";
import { schedule } from "../../providers/backends/iproute2/schedule";
import { factOf } from "../support/test-driver";
import { textOf } from "../../providers/backends/iproute2/command";

const pair = (n: number) => `local - veth nwe${n} <> c${n} eth0 mtu 1500 mac 02:00:00:00:00:0${n} up`;

/** The stages of lines. */
function stagesOf(steps: readonly Step[]): readonly (readonly string[])[] {
  const { stages } = schedule(steps, namesOf({ connection: "local", netns: null }));
  return stages.map((stage) => [...stage.values()].flatMap((placed) => placed.map(({ line }) => `${line.netns} ${textOf(line.command)}`)));
}

function resized(line: string, mtu: number): Step {
  return { verb: "set", fact: factOf(line.replace("mtu 1500", `mtu ${mtu}`)), from: factOf(line) };
}

test("a smaller mtu is set on all senders before the receivers that would drop larger packets", () => {
  expect(stagesOf([resized(pair(1), 1400), resized(pair(2), 1400)])).toEqual([
    [],
    ["c1 link set dev eth0 mtu 1400", "c2 link set dev eth0 mtu 1400"],
    ["- link set dev nwe1 mtu 1400", "- link set dev nwe2 mtu 1400"],
  ]);
});

test("a larger mtu is set on all senders last", () => {
  expect(stagesOf([resized(pair(1), 9000), resized(pair(2), 9000)])).toEqual([
    ["- link set dev nwe1 mtu 9000", "- link set dev nwe2 mtu 9000"],
    ["c1 link set dev eth0 mtu 9000", "c2 link set dev eth0 mtu 9000"],
  ]);
});

test("an address of the host is removed after the routes to it were changed, whatever namespace they are in", () => {
  const turn: Step = {
    verb: "set",
    fact: factOf("local c1 route default via 10.8.1.1 dev eth0"),
    from: factOf("local c1 route default via 10.8.0.1 dev eth0"),
  };
  const gone: Step = { verb: "del", fact: factOf("local - addr 10.8.0.1/24 dev nw-a") };
  expect(stagesOf([turn, gone])).toEqual([
    [],
    ["c1 route replace 0.0.0.0/0 via 10.8.1.1 dev eth0 proto 157"],
    ["- addr del 10.8.0.1/24 dev nw-a"],
  ]);
});

test("namespaces are recorded once they are complete, all in one run, and nothing waits for that", () => {
  const facts = ["c1", "c2"].map((name) => factOf(`local - netns ${name} # netweft:lab:netweft_namespace:${name}`));
  const ends = [1, 2].map((n) => factOf(pair(n)));
  expect(stagesOf([...facts, ...ends].map((fact) => ({ verb: "add", fact })))).toEqual([
    expect.arrayContaining(["- c1", "- c2"]),
    expect.arrayContaining(["c1 link set lo up", "c2 link set lo up"]),
    ["- c1 netweft:lab:netweft_namespace:c1", "- c2 netweft:lab:netweft_namespace:c2"],
  ]);
});

test("an IPv6 address is added where it moves to after it is gone where it was", () => {
  const addr = (netns: string, n: number) => factOf(`local ${netns} addr fd00:8::${n}/64 dev eth0`);
  const swap = (verb: "add" | "del", one: number, other: number): readonly Step[] => [
    { verb, fact: addr("c1", one) },
    { verb, fact: addr("c2", other) },
  ];
  const stages = stagesOf([...swap("del", 1, 2), ...swap("add", 2, 1)]).map((lines) => lines.map((line) => line.replace(/ dev.*/, "")));
  expect(stages).toEqual([
    [],
    ["c1 addr del fd00:8::1/64", "c2 addr del fd00:8::2/64"],
    [],
    ["c1 addr replace fd00:8::2/64", "c2 addr replace fd00:8::1/64"],
  ]);
});
