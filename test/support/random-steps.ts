/**
 * Random work for a small host: two namespaces, two bridges, three veth pairs. The meaning of a list of numbers depends on the
 * current facts, so that most steps can be done and many have side effects; the same numbers always yield the same work.
 */
import fc from "fast-check";
import { applyStep } from "../../lib/kernel/cascade";
import { fact, ROOT, type Fact, type FactOf, type Kind } from "../../lib/kernel/fact";
import { canChange, keyOf, normal, sameFact } from "../../lib/kernel/kinds";
import type { Step } from "../../lib/kernel/step";
import { worldOf, type World } from "../../lib/kernel/world";
import { stepOf } from "./simulated";

/** One step to generate: the kind of work, and numbers for every other choice. */
export interface Intent {
  readonly act: number;
  readonly picks: readonly number[];
}

/** The work of one run of a driver. Only its last step may be refused by the kernel. */
export interface Task {
  readonly intents: readonly Intent[];
  readonly last?: Intent;
}

const intent = fc.record({ act: fc.nat(99), picks: fc.array(fc.nat(999), { minLength: 10, maxLength: 10 }) });

export const tasks = fc.array(
  fc.record(
    { intents: fc.array(intent, { minLength: 1, maxLength: 14 }), last: fc.option(intent, { nil: undefined, freq: 3 }) },
    { requiredKeys: ["intents"] },
  ),
  { minLength: 4, maxLength: 4 },
);

const HOST = "local";
const NAMESPACES = ["a", "b"];
const BRIDGES = ["br0", "br1"];
const PAIRS = ["v0", "v1", "v2"];
const MTUS = [1500, 1450, 1400, 1280, 1279, 1000];
/** Settings that overwrite, follow or are kept in one way or another, each with the values that it is given. */
const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  "net.ipv4.ip_forward": ["0", "1"],
  "net.ipv4.conf.all.accept_redirects": ["0", "1"],
  ...ofLinks("net.ipv4.conf.*.forwarding", ["default", "eth0"], ["0", "1"]),
  ...ofLinks("net.ipv4.conf.*.rp_filter", ["all", "default", "lo", "eth0", "eth1"], ["0", "1", "2"]),
  ...ofLinks("net.ipv6.conf.*.disable_ipv6", ["all", "default", "eth0"], ["0", "1"]),
};

function ofLinks(name: string, links: readonly string[], values: readonly string[]) {
  return Object.fromEntries(links.map((link) => [name.replace("*", link), values]));
}

export const scope = {
  netns: NAMESPACES,
  adopt: {},
  qdiscs: [ROOT, ...NAMESPACES],
  sysctls: NAMESPACES.flatMap((netns) => Object.keys(SETTINGS).map((name) => ({ netns, name }))),
};

type Choose = <T>(from: readonly T[]) => T;

/** Makes choices with one number after the other; `shift` makes other choices from the same numbers. */
function chooser(picks: readonly number[], shift: number): Choose {
  let at = 0;
  return (from) => from[(picks[at++ % picks.length]! + shift * 7) % from.length]!;
}

const flag = [true, false];
const mostly = [true, true, true, false];

function addressFor(choose: Choose): string {
  const [net, n] = [choose([0, 1]), choose([1, 2, 3])];
  return choose([`10.0.${net}.${n}`, `fd00:${net}::${n}`]);
}

/** Only addresses are added to `lo`: the kernel has special rules for routes over it. */
function placeFor(choose: Choose, inside: readonly string[]): { readonly netns: string; readonly dev: string } {
  const netns = choose([ROOT, ...NAMESPACES, ...NAMESPACES]);
  return { netns, dev: netns === ROOT ? choose([...BRIDGES, ...PAIRS]) : choose(inside) };
}

/** The pool of names and values. */
type Played = Extract<Kind, "netns" | "link" | "veth" | "port" | "addr" | "route" | "qdisc" | "sysctl">;

const makers: { readonly [K in Played]: (choose: Choose) => FactOf<K> } = {
  netns: (choose) => {
    const name = choose(NAMESPACES);
    return fact("netns", { host: HOST, netns: ROOT }, { name }, { mark: `netweft:${choose(["s", "t"])}:netweft_namespace:${name}` });
  },
  link(choose) {
    const name = choose(BRIDGES);
    const body = {
      name,
      type: "bridge",
      mtu: choose(MTUS),
      mac: `02:00:00:00:00:0${choose([1, 2, 3])}`,
      stp: choose(flag),
      up: choose(mostly),
    };
    return fact("link", { host: HOST, netns: ROOT }, body, { mark: `netweft:${choose(["s", "t"])}:netweft_bridge_network:${name}` });
  },
  veth(choose) {
    const [name, peerNetns] = [choose(PAIRS), choose(NAMESPACES)];
    const ends = {
      peer: choose(["eth0", "eth0", "eth1"]),
      mtu: choose(MTUS),
      peerMtu: choose(MTUS),
      up: choose(mostly),
      peerUp: choose(mostly),
    };
    const body = { name, peerNetns, ...ends, mac: `02:00:00:00:01:0${choose([1, 2, 3])}`, addresses: choose([[], ["10.0.0.2/24"]]) };
    return fact("veth", { host: HOST, netns: ROOT }, body, { mark: `netweft:s:netweft_endpoint:${name}` });
  },
  port: (choose) =>
    fact(
      "port",
      { host: HOST, netns: ROOT },
      { dev: choose(PAIRS), bridge: choose(BRIDGES), isolated: choose(flag), hairpin: choose(flag) },
    ),
  qdisc(choose) {
    const { netns, dev } = placeFor(choose, ["eth0", "eth0", "eth1"]);
    const rate = choose([64_000, 7_777_776, 20_000_000, 1_000_000_000]);
    return fact(
      "qdisc",
      { host: HOST, netns },
      { dev, type: "tbf", rate, burst: choose([3036, 12_345, 500_001]), limit: choose([3400, 700_000]) },
    );
  },
  addr(choose) {
    const { netns, dev } = placeFor(choose, ["eth0", "eth0", "eth1", "lo"]);
    const address = addressFor(choose);
    return fact("addr", { host: HOST, netns }, { address: `${address}/${address.includes(":") ? 64 : 24}`, dev });
  },
  route(choose) {
    const { netns, dev } = placeFor(choose, ["eth0", "eth0", "eth1", "eth1"]);
    const via = addressFor(choose);
    const six = via.includes(":");
    const body = {
      destination: choose(six ? ["::/0", "fd09::/64"] : ["0.0.0.0/0", "10.9.0.0/16"]),
      dev,
      metric: choose([undefined, undefined, 100]),
      table: choose([undefined, undefined, 20]),
    };
    return fact("route", { host: HOST, netns }, { ...body, ...(choose(mostly) ? { via } : {}) });
  },
  sysctl(choose) {
    const name = choose(Object.keys(SETTINGS));
    return fact("sysctl", { host: HOST, netns: choose(NAMESPACES) }, { name, value: choose(SETTINGS[name]!) });
  },
};

/** The frequency of each kind, by repetition. */
const KINDS: readonly Played[] = [
  "netns",
  "netns",
  "link",
  "link",
  "veth",
  "veth",
  "veth",
  "port",
  "port",
  "qdisc",
  "qdisc",
  "addr",
  "addr",
  "addr",
  "route",
  "route",
  "route",
  "sysctl",
  "sysctl",
  "sysctl",
];

function randomFact(choose: Choose): Fact {
  return normal(makers[choose(KINDS)](choose) as Fact);
}

/** A deletion or change of an existing object, or an addition. */
function stepFor({ act, picks }: Intent, shift: number, world: World): Step {
  const choose = chooser(picks, shift);
  const present = [...world.facts.values()].filter((each) => each.kind !== "sysctl");
  if (act < 20 && present.length > 0) return { verb: "del", fact: choose(present) };
  if (act < 25) return { verb: "del", fact: randomFact(choose) };
  const made = randomFact(choose);
  const before = world.facts.get(keyOf(made));
  // An existing attachment is never added again: its flags would be undefined then.
  const changes = before !== undefined && canChange(before, made) && (act < 80 || made.kind === "port");
  return changes ? { verb: "set", fact: made, from: before } : { verb: "add", fact: made };
}

/** A driver deletes the actual object, not just its key. */
function fits({ verb, fact: wanted }: Step, world: World): boolean {
  const actual = world.facts.get(keyOf(wanted));
  return verb !== "del" || actual === undefined || sameFact(actual, wanted);
}

/** The steps of a task on a host with these facts, which are not modified. */
export function stepsOf(task: Task, facts: ReadonlyMap<string, Fact>): readonly Step[] {
  const world = worldOf(new Map(facts));
  const steps: Step[] = [];
  for (const each of task.intents) {
    const step = shifts
      .map((shift) => stepFor(each, shift, world))
      .find((candidate) => fits(candidate, world) && applyStep(worldOf(new Map(world.facts)), candidate) === undefined);
    if (step === undefined) continue;
    applyStep(world, step);
    steps.push(step);
  }
  const last = task.last && stepFor(task.last, 0, world);
  return last && fits(last, world) ? [...steps, last] : steps;
}

/** The steps that these texts say, as `stepText` writes them. */
export function stepsIn(texts: readonly string[], facts: ReadonlyMap<string, Fact>): readonly Step[] {
  const world = worldOf(new Map(facts));
  return texts.map((text) => {
    const step = stepOf(text);
    const before = world.facts.get(keyOf(step.fact));
    const whole = step.verb === "set" && before !== undefined ? { ...step, from: before } : step;
    applyStep(world, whole);
    return whole;
  });
}

const shifts = [0, 1, 2, 3, 4, 5];
