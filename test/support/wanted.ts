/** A small network as facts, and a minimal planner for it: for tests of drivers. */
import type { Observation, Scope } from "../../lib/ports/backend";
import type { Fact } from "../../lib/kernel/fact";
import { keyOf, sameFact } from "../../lib/kernel/kinds";
import type { Step } from "../../lib/kernel/step";
import { factOf } from "./test-driver";

/** `count` containers on one bridge of a host, with addresses of both families and default routes. */
export function smallNetwork(host: string, count: number): readonly Fact[] {
  const numbers = Array.from({ length: count }, (_, n) => n);
  const lines = [
    ...numbers.map((n) => `${host} - netns c${n} # netweft:lab:netweft_namespace:c${n}`),
    `${host} - link nw-blue type bridge mtu 1450 mac 02:11:22:33:44:55 stp off up # netweft:lab:netweft_bridge_network:blue`,
    ...numbers.map(
      (n) =>
        `${host} - veth nwe${n} <> c${n} eth0 mtu 1450 mac 02:11:22:33:55:0${n} up addresses 10.8.0.${n + 2}/24 # netweft:lab:netweft_endpoint:c${n}/eth0`,
    ),
    ...numbers.map((n) => `${host} - port nwe${n} bridge nw-blue`),
    `${host} - addr 10.8.0.1/24 dev nw-blue`,
    `${host} - addr fd00:8::1/64 dev nw-blue`,
    ...numbers.flatMap((n) => [`${host} c${n} addr 10.8.0.${n + 2}/24 dev eth0`, `${host} c${n} addr fd00:8::${n + 2}/64 dev eth0`]),
    ...numbers.flatMap((n) => [`${host} c${n} route default via 10.8.0.1 dev eth0`, `${host} c${n} route default via fd00:8::1 dev eth0`]),
  ];
  return lines.map(factOf);
}

export function scopeOfNetwork(count: number): Scope {
  return { netns: Array.from({ length: count }, (_, n) => `c${n}`), adopt: {}, sysctls: [] };
}

export function adding(facts: readonly Fact[]): Step[] {
  return facts.map((fact) => ({ verb: "add", fact }));
}

export function deleting(facts: readonly Fact[]): Step[] {
  return [...facts].reverse().map((fact) => ({ verb: "del", fact }));
}

/** The steps from the observed to the wanted facts: missing ones are added, different ones are changed. */
export function healing(wanted: readonly Fact[], { facts }: Observation): Step[] {
  return wanted.flatMap((fact): Step[] => {
    const actual = facts.get(keyOf(fact));
    if (actual === undefined) return [{ verb: "add", fact }];
    return sameFact(actual, fact) ? [] : [{ verb: "set", fact, from: actual }];
  });
}
