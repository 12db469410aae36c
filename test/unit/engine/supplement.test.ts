import { done, inLab, value, type Lab, withoutForwarding } from "../../support/world";
import { factOf } from "../../support/test-driver";
import { order } from "../../../lib/reconcile/order";
import { keyOf } from "../../../lib/kernel/kinds";
import { textOf } from "../../../lib/kernel/line";
import { acceptRa, forwards, listeningLinks, settledLinks } from "../../../lib/engine/resolve/supplement/accept-ra";
import { supplement } from "../../../lib/engine/resolve/supplement";
import { desiredBy } from "../../../lib/reconcile/goal";
import type { Resolved } from "../../../lib/engine/resolve/resolve";
import type { Context } from "../../../lib/resources";
import type { Fact } from "../../../lib/kernel/fact";
import { observationOf } from "../../support/observation";
import { instance } from "../../support/state";
import { factsOf } from "../../../lib/kernel/facts";

const text = (lab: Lab, provider: object = {}) =>
  JSON.stringify({
    provider: { netweft: { ...lab.provider, ...provider } },
    resource: { netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24"] }, back: { name: "back" } } },
  });

describe("a host that accepts router advertisements and is to forward IPv6", () => {
  const forwarding = factOf("local - sysctl net.ipv6.conf.all.forwarding = 1");
  const setting = "local - sysctl net.ipv6.conf.eth0/7.accept_ra = 2";
  const accepting = (dev: string) => factOf(`local - sysctl net.ipv6.conf.${dev}.accept_ra = 1`);
  const link = factOf("local - link eth0.7 type vlan mtu 1500 up");

  test("keeps accepting them, received or not: the settings of its links are added along with forwarding", () => {
    expect(forwards([forwarding, factOf("local web sysctl net.ipv6.conf.all.forwarding = 1")])).toEqual(["local"]);
    expect(forwards([factOf("local - sysctl net.ipv6.conf.all.forwarding = 0")])).toEqual([]);
    const facts = [link, accepting("eth0/7"), accepting("default"), accepting("lo"), accepting("gone0")];
    const links = listeningLinks("local", factsOf(facts), new Set());
    expect(links).toEqual(["eth0.7"]);
    expect(acceptRa("local", links).map(textOf)).toEqual([setting]);
    expect(acceptRa("local", links)[0]!.shared).toBe(true);
    expect(listeningLinks("local", factsOf([...facts, forwarding]), new Set())).toEqual([]);
  });

  test("does not listen where it did not, to its endpoints, or on the port of a bridge", () => {
    const facts = [
      "local - link eth0 type ether mtu 1500 up",
      "local - sysctl net.ipv6.conf.eth0.accept_ra = 0",
      "local - link nw-front type bridge mtu 1500 stp off up # netweft:default:netweft_bridge_network:front",
      "local - sysctl net.ipv6.conf.nw-front.accept_ra = 1",
      "local - link eth1 type ether mtu 1500 up",
      "local - port eth1 bridge br0",
      "local - sysctl net.ipv6.conf.eth1.accept_ra = 1",
      "local web sysctl net.ipv6.conf.eth0.accept_ra = 1",
    ];
    expect(listeningLinks("local", factsOf(facts.map(factOf)), new Set())).toEqual([]);
    const imported = factsOf([link, accepting("eth0/7")]);
    expect(listeningLinks("local", imported, new Set([keyOf(link)]))).toEqual([]);
  });

  test("does so before it forwards, which would remove the route", () => {
    const changes = [forwarding, factOf(setting)].map((after) => ({
      action: "add" as const,
      key: keyOf(after),
      after,
      owners: ["it"],
      because: "declared" as const,
    }));
    expect(order(changes).map(({ fact }) => textOf(fact))).toEqual([setting, textOf(forwarding)]);
    const [key, set] = ["k", factOf("local - set accept.default/front type ifname")];
    const chain = (rule: string) => factOf(`local - chain from-nw-front { ${rule} }`);
    const [before, after] = [chain("oifname @accept.default/front accept"), chain("drop")];
    const more = [
      { action: "change" as const, key: keyOf(before), before, after, owners: ["it"], because: "declared" as const },
      { action: "remove" as const, key, before: set, owners: ["it"], because: "declared" as const },
    ];
    expect(order([...changes, ...more]).map(({ verb, fact }) => `${verb} ${fact.kind}`)).toEqual([
      ...["set chain", "del set", "add sysctl", "add sysctl"],
    ]);
  });

  test("adds the setting to each instance that enables forwarding, and to no other", () => {
    const resolved = (name: string, ...facts: readonly Fact[]): readonly [string, Resolved] => {
      const { address, ...rest } = { ...instance({ name }), config: {}, lifecycle: {} };
      return [
        address,
        {
          instance: { address, ...rest } as unknown as Resolved["instance"],
          attributes: {},
          wants: [],
          seen: [],
          known: true,
          facts,
          diagnostics: [],
        },
      ];
    };
    const observed = new Map([["local", observationOf([link, accepting("eth0/7")])]]);
    const contextOf = () => ({ provider: { host_firewall: "observe" } }) as Context;
    const all = new Map([resolved("a", forwarding), resolved("b", forwarding), resolved("c")]);
    const more = supplement(all, { observed, owned: new Map(), contextOf });
    expect([...more.values()].map(({ facts }) => facts.map(textOf))).toEqual([
      [textOf(forwarding), setting],
      [textOf(forwarding), setting],
      [],
    ]);
    const { desired, diagnostics } = desiredBy([...more].map(([address, { facts }]) => ({ address, facts: facts.slice(1) })));
    expect(diagnostics).toEqual([]);
    expect([...desired.values()].map(({ owners }) => owners)).toEqual([["netweft_namespace.a", "netweft_namespace.b"]]);
  });

  test("keeps the setting while the link is there, and until a program that handles advertisements itself turns it off", () => {
    const owned = new Map([["key", { fact: factOf(setting), owners: ["a"] }]]);
    const settled = (...facts: readonly Fact[]) => settledLinks(owned, () => factsOf([link, ...facts]));
    expect(settled()("local", "a")).toEqual(["eth0.7"]);
    expect(settled(accepting("eth0/7"))("local", "a")).toEqual(["eth0.7"]);
    expect(settled()("local", "b")).toEqual([]);
    expect(settled(factOf(setting.replace("= 2", "= 0")))("local", "a")).toEqual([]);
    expect(settledLinks(owned, () => new Map())("local", "a")).toEqual([]);
  });
});

describe("a foreign firewall that drops forwarded packets", () => {
  const docker = "local - policy ip filter FORWARD hook forward drop by docker in docker0";
  const six = "local - policy ip6-legacy filter FORWARD hook forward drop";
  const native = "local - policy inet filter forward hook forward drop";

  test("gets rules of ours for each bridge with `cooperate`, and then nothing is left to report or to do", () =>
    inLab(async (lab) => {
      for (const line of [docker, six, native]) await lab.set(line);
      const stack = text(lab, { host_firewall: "cooperate" });
      const applied = done(await lab.apply(stack));
      const rules = (await lab.lines()).filter((line) => line.includes(" iptables "));
      expect(rules.filter((line) => line.includes("front"))).toEqual(
        ["ip DOCKER-USER", "ip6-legacy FORWARD"].flatMap((chain) =>
          ["in", "out"].map((side) => `local - iptables ${chain} nw-front ${side} # netweft:default:netweft_bridge_network:front`),
        ),
      );
      expect(rules).toHaveLength(8);
      const facts = applied.state.instances.get("netweft_bridge_network.front")!.private!.facts;
      expect(facts).toEqual(expect.arrayContaining(rules.filter((line) => line.includes("front"))));
      const { plan } = value(await lab.plan(stack));
      expect(plan.changes).toEqual([]);
      expect(plan.diagnostics.map(({ code, detail }) => [code, detail.includes("inet filter")])).toEqual([["forwarding-dropped", true]]);
      expect(plan.diagnostics[0]!.detail).toMatch(/nw-front[^]*nw-/);
      expect((await lab.drift(stack)).lines).toEqual([]);
    }));

  test("loses its exceptions, which is drift, and gets them back", () =>
    inLab(async (lab) => {
      await lab.set(docker);
      const stack = text(lab, { host_firewall: "cooperate" });
      done(await lab.apply(stack));
      await lab.unset("local - iptables ip DOCKER-USER nw-front in");
      expect((await lab.drift(stack)).lines).toMatchObject([
        { what: "missing", line: "local - iptables ip DOCKER-USER nw-front in", owners: ["netweft_bridge_network.front"] },
      ]);
      done(await lab.apply(stack));
      expect((await lab.drift(stack)).lines).toEqual([]);
    }));

  test("has no rules of ours any more when it is gone, with `observe`, and when the networks are gone", () =>
    inLab(async (lab) => {
      const rules = async () => (await lab.lines()).filter((line) => line.includes(" iptables "));
      const cooperating = text(lab, { host_firewall: "cooperate" });
      await lab.set(six);
      done(await lab.apply(cooperating));
      expect(await rules()).toHaveLength(4);
      done(await lab.apply(text(lab)));
      expect(await rules()).toEqual([]);
      done(await lab.apply(cooperating));
      await lab.unset(six);
      done(await lab.apply(cooperating));
      expect(await rules()).toEqual([]);
      await lab.set(docker);
      done(await lab.apply(cooperating));
      done(await lab.apply(cooperating, { mode: "destroy" }));
      expect(withoutForwarding(await lab.lines())).toEqual([docker]);
    }));

  test("is a warning of drift, too, and no difference", () =>
    inLab(async (lab) => {
      done(await lab.apply(text(lab)));
      await lab.set(docker);
      const { lines, diagnostics } = await lab.drift(text(lab));
      expect(lines).toEqual([]);
      expect(new Set(diagnostics.map(({ code, severity }) => `${severity} ${code}`))).toEqual(new Set(["warning forwarding-dropped"]));
    }));
});
