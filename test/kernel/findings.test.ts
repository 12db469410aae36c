/** Observations of a shared host: foreign firewalls, sockets, and router advertisements. */
import { readFileSync } from "node:fs";
import { dump } from "../support/by-hand";
import { emptyFirewalls, endIptables, iptablesDump, likeDocker, likeFirewalld, likeUfw, nft, VARIANTS } from "../support/firewalls";
import { command, emptyLab, insideLab, ipBatch, snapshot, openLab, perform, scopeOf } from "../support/lab";
import { listen } from "../support/listen";
import { openShop, type Shop } from "../support/shop";
import { advertise } from "../support/router";
import { factOf } from "../support/test-driver";
import { until } from "../support/until";
import { lineOf, textOf } from "../../lib/kernel/line";
import { order } from "../../lib/reconcile/order";
import { acceptRa, listeningLinks } from "../../lib/engine/resolve/supplement/accept-ra";
import { keyOf } from "../../lib/kernel/kinds";

insideLab();

/** Addresses beyond the host, behind its link `up0`. */
const OUTSIDE = ["192.0.2.2", "fd00:ff::2"];
/** Another container on the same network. */
const NEIGHBOUR = ["10.8.0.3", "fd00:8::3"];

let shop: Shop;

/** A host without a firewall, and the shop that is not applied yet. */
function open(): void {
  emptyLab();
  emptyFirewalls();
  world();
  bridgeCalls(0);
  shop = openShop({ NETWEFT_BACKEND: "iproute2" });
}
function close(): void {
  shop.close();
  emptyFirewalls();
  emptyLab();
}

/** The host is a router, with a neighbour outside that has a route to the containers. */
function world(): void {
  ipBatch([
    "netns add outside",
    "link add up0 type veth peer name eth0 netns outside",
    "link set up0 up",
    "addr add 192.0.2.1/24 dev up0",
    "addr add fd00:ff::1/64 dev up0 nodad",
  ]);
  ipBatch(
    [
      "link set lo up",
      "link set eth0 up",
      "addr add 192.0.2.2/24 dev eth0",
      "addr add fd00:ff::2/64 dev eth0 nodad",
      "route add 10.8.0.0/24 via 192.0.2.1",
      "route add fd00:8::/64 via fd00:ff::1",
    ],
    "outside",
  );
  for (const setting of ["net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding"]) command(`sysctl -qw ${setting}=1`);
}

function bridgeCalls(value: 0 | 1): void {
  for (const family of ["iptables", "ip6tables"]) command(`sysctl -qw net.bridge.bridge-nf-call-${family}=${value}`);
}

/** The first of the addresses that answers the container `web`, with retries, because a new link is not ready immediately. */
function reached(addresses: readonly string[]): readonly string[] {
  return addresses.filter((address) => {
    try {
      command(`nsenter --net=/run/netns/web ping -c 5 -i 0.3 -w 2 ${address}`);
      return true;
    } catch {
      return false;
    }
  });
}

/** The firewall warnings of a plan. */
async function findings(): Promise<readonly string[]> {
  const { stdout } = await shop.run(0, "plan", "--json");
  const { netweft } = JSON.parse(stdout) as { readonly netweft: { readonly diagnostics: readonly Record<"code" | "detail", string>[] } };
  return netweft.diagnostics.filter(({ code }) => code === "forwarding-dropped").map(({ detail }) => detail);
}

/** The commands in a diagnostic. */
function remedies(details: readonly string[], program: RegExp): readonly string[] {
  return details.flatMap((detail) => [...detail.matchAll(/`([^`]*)`/g)].map((match) => match[1]!)).filter((line) => program.test(line));
}

const cooperating = { provider: { netweft: [{ host_firewall: "cooperate" }] } };

describe("containers of an applied stack behind a firewall that appears later", () => {
  beforeAll(async () => {
    open();
    await shop.run(0, "apply", "--auto-approve");
  });
  afterAll(close);

  describe.each(VARIANTS)("of Docker, by iptables-%s,", (variant) => {
    beforeAll(() => likeDocker(variant));
    afterAll(() => endIptables(variant));

    test("which drops even packets within the bridge if the kernel passes them to iptables", async () => {
      bridgeCalls(1);
      expect(reached(NEIGHBOUR)).toEqual([]);
      const found = await findings();
      expect(found.map((detail) => detail.includes("send to each other on the bridge"))).toEqual([true]);
      remedies(found, /^sysctl/).map(command);
      expect(reached(NEIGHBOUR)).toEqual(NEIGHBOUR);
    });

    test("which drops their packets to others, and accepts them after the commands of the warning", async () => {
      bridgeCalls(0);
      expect(reached(OUTSIDE)).toEqual([]);
      expect(reached(NEIGHBOUR)).toEqual(NEIGHBOUR);
      const found = await findings();
      expect(found).toHaveLength(1);
      const typed = remedies(found, /^ip6?tables/);
      expect(typed).toHaveLength(4);
      typed.map(command);
      expect(await findings()).toEqual([]);
      expect(reached(OUTSIDE)).toEqual(OUTSIDE);
    });
  });

  test("of ufw, which is recognised by its chains, accepts replies, and gets its rules through ufw", async () => {
    likeUfw();
    expect(reached(OUTSIDE)).toEqual([]);
    const found = await findings();
    expect(remedies(found, /^ufw/)).toEqual(["ufw route allow in on nw-front", "ufw route allow out on nw-front"]);
    command("iptables-nft -w -A ufw-user-forward -i nw-front -j ACCEPT");
    command("ip6tables-nft -w -A ufw6-user-forward -i nw-front -j ACCEPT");
    expect(await findings()).toEqual([]);
    expect(reached(OUTSIDE)).toEqual(OUTSIDE);
    endIptables("nft");
  });

  test("of firewalld, which drops packets without a zone, and accepts a bridge in the zone of the warning", async () => {
    likeFirewalld();
    expect(reached(OUTSIDE)).toEqual([]);
    const found = await findings();
    expect(found).toHaveLength(1);
    expect(remedies(found, /^firewall-cmd/)[0]).toContain("--zone=trusted --add-interface=nw-front");
    likeFirewalld("nw-front");
    expect(await findings()).toEqual([]);
    expect(reached(OUTSIDE)).toEqual(OUTSIDE);
    nft("delete table inet firewalld");
  });

  test("of an nft ruleset, which is reported with commands that make it accept a bridge, and they work", async () => {
    nft("table inet site {\n chain ours {\n type filter hook forward priority 0; policy drop;\n ip saddr 198.51.100.0/24 accept\n }\n}\n");
    expect(reached(OUTSIDE)).toEqual([]);
    for (const line of remedies(await findings(), /^nft/)) nft(line.replace(/^nft /, ""));
    expect(await findings()).toEqual([]);
    expect(reached(OUTSIDE)).toEqual(OUTSIDE);
    nft("delete table inet site");
  });
});

describe("in cooperative mode", () => {
  beforeEach(() => {
    open();
    shop.configure(cooperating);
  });
  afterEach(close);

  test.each(VARIANTS)(
    "Docker's firewall, by iptables-%s, gets rules of ours, which are repaired, and deleted by a destroy",
    async (variant) => {
      likeDocker(variant);
      bridgeCalls(1);
      const before = iptablesDump();
      await shop.run(0, "apply", "--auto-approve");
      expect(reached([...OUTSIDE, ...NEIGHBOUR])).toEqual([...OUTSIDE, ...NEIGHBOUR]);
      expect(await findings()).toEqual([]);
      await shop.run(0, "plan", "--detailed-exitcode");
      expect(iptablesDump().replace(/^-A DOCKER-USER -[io] nw-front .*"?netweft:.*\n/gm, "")).toBe(before);
      command(`iptables-${variant} -w -F DOCKER-USER`);
      expect((await shop.run(2, "drift", "--detailed-exitcode")).stdout).toContain("DOCKER-USER nw-front out");
      await shop.run(0, "apply", "--auto-approve");
      command(`iptables-${variant} -w -A DOCKER-USER -m comment --comment user -j RETURN`);
      expect(reached(OUTSIDE)).toEqual(OUTSIDE);
      await shop.run(0, "drift", "--detailed-exitcode");
      await shop.run(0, "destroy", "--auto-approve");
      expect(iptablesDump()).toBe(before);
    },
  );

  test("a host without a firewall has none afterwards", async () => {
    await shop.run(0, "apply", "--auto-approve");
    expect(await findings()).toEqual([]);
    expect(command("nft list tables").trim().split("\n").sort()).toEqual(["table bridge netweft", "table inet netweft"]);
    expect(reached(OUTSIDE)).toEqual(OUTSIDE);
  });
});

test("listening sockets of the host are observed with their programs", async () => {
  emptyLab();
  const close = await listen({ protocol: "udp", address: "127.0.0.1", port: 8053 });
  const driver = await openLab();
  const { facts } = await snapshot(driver, scopeOf([], { sockets: true }));
  const name = readFileSync("/proc/self/comm", "utf8")
    .trim()
    .replace(/[^!-~]/g, "_");
  expect([...facts.values()].map(lineOf)).toContain(`local - socket udp 127.0.0.1 8053 by ${name}`);
  await driver.close();
  close();
});

async function learnedRoute(): Promise<void> {
  command("sysctl -qw net.ipv6.conf.all.forwarding=0");
  const isTentative = () => /tentative/.test(command("ip -6 addr show dev up0") + command("nsenter --net=/run/netns/outside ip -6 addr"));
  await until(() => {
    if (!isTentative()) advertise("outside", "up0");
    return command("ip -6 route show proto ra").includes("default");
  }, "No route is learned.");
}

describe("a default route from a router advertisement", () => {
  beforeEach(open);
  afterEach(close);

  const forwarding = factOf("local - sysctl net.ipv6.conf.all.forwarding = 1");

  test("is deleted when the host forwards IPv6, as in the model", async () => {
    await learnedRoute();
    const driver = await openLab();
    const learned = [...(await snapshot(driver, scopeOf([]))).facts.values()].find((fact) => fact.kind === "route" && fact.learned);
    expect(textOf(learned!)).toMatch(/^local - route default via fe80::\S+ dev up0 proto ra$/);
    const { after } = await perform(driver, [{ verb: "add", fact: forwarding }], scopeOf([]));
    expect(after!.facts.has(keyOf(learned!))).toBe(false);
    await driver.close();
  });

  test("survives that with the engine's settings, in the planned order", async () => {
    await learnedRoute();
    const driver = await openLab();
    const before = command("ip -6 route show proto ra").replace(/ expires \S+/, "");
    const links = listeningLinks("local", (await snapshot(driver, { ...scopeOf([]), routers: true })).facts, new Set());
    expect(links).toEqual(["up0"]);
    const changes = [forwarding, ...acceptRa("local", links)].map((after) => {
      return { action: "add" as const, key: keyOf(after), after, owners: ["it"], because: "declared" as const };
    });
    const outcome = await perform(driver, order(changes), scopeOf([]));
    expect(outcome.failed).toBeUndefined();
    expect(command("ip -6 route show proto ra").replace(/ expires \S+/, "")).toBe(before);
    expect(before).toContain("default via fe80::");
    advertise("outside", "up0");
    expect(command("sysctl -n net.ipv6.conf.all.forwarding net.ipv6.conf.up0.accept_ra")).toBe("1\n2\n");
    command("sysctl -qw net.ipv6.conf.default.accept_ra=1");
    await driver.close();
  });
});

test("an observation changes nothing", async () => {
  open();
  likeDocker("legacy");
  likeFirewalld();
  const all = () => dump() + iptablesDump() + command("nft list ruleset");
  const before = all();
  await shop.run(0, "plan");
  expect(all()).toBe(before);
  close();
});
