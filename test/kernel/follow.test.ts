/** What a host reports while it is followed: the namespace and the sort of each change, and nothing without one. */
import { execFileSync } from "node:child_process";
import type { Backend, HostEvent } from "../../lib/ports/backend";
import { command, emptyLab, insideLab, openLab, scopeOf } from "../support/lab";
import { until } from "../support/until";

insideLab();

let driver: Backend;
beforeAll(async () => {
  emptyLab();
  for (const line of ["ip netns add web", "ip link add nwh0 type veth peer name eth0 netns web", "nft add table inet netweft"])
    command(line);
  driver = await openLab();
});
afterAll(async () => {
  await driver.close();
  emptyLab();
});

const scope = scopeOf(["web"], { firewall: true, neighbours: true, ipsec: true });

/** Follows the host while the work is done. */
async function following(work: (events: readonly HostEvent[]) => Promise<void>): Promise<void> {
  const events: HostEvent[] = [];
  const end = new AbortController();
  let begun = false;
  const onBegun = () => void (begun = true);
  const ended = driver.follow!("local", { scope, onBegun, onEvent: (event) => events.push(event), signal: end.signal });
  await until(() => begun, "the program did not begin");
  await work(events);
  end.abort();
  expect(await ended).toBeUndefined();
}

const CHANGES: readonly (readonly [does: string, event: Partial<HostEvent>])[] = [
  ["ip -n web addr add 10.9.0.2/24 dev eth0", { netns: "web", what: "addr" }],
  ["ip -n web link set eth0 up", { netns: "web", what: "link" }],
  ["ip -n web route add blackhole 192.0.2.0/24", { netns: "web", what: "route" }],
  ["ip -n web rule add priority 50 blackhole", { netns: "web", what: "rule" }],
  ["ip link set nwh0 mtu 1400", { netns: "-", what: "link", dev: "nwh0" }],
  ["ip neigh add 10.9.0.9 lladdr 02:00:00:00:00:09 dev nwh0 nud permanent", { netns: "-", what: "neigh" }],
  ["bridge fdb add 02:00:00:00:00:08 dev nwh0", { netns: "-", what: "fdb" }],
  ["nft add set inet netweft s { type ipv4_addr; }", { netns: "-", what: "nft" }],
  ["sysctl -qw net.ipv4.conf.nwh0.forwarding=1", { netns: "-", what: "netconf" }],
  ["ip xfrm policy add src 192.0.2.1 dst 192.0.2.2 dir out action block", { netns: "-", what: "xfrm" }],
  ["ip netns add late", {}],
  ["ip netns delete late", {}],
];

test("each change is reported with its namespace and its sort", () =>
  following(async (events) => {
    for (const [does, event] of CHANGES) {
      const from = events.length;
      command(does);
      if (Object.keys(event).length === 0) continue;
      const isIt = (one: HostEvent) => Object.entries(event).every(([name, value]) => one[name as keyof HostEvent] === value);
      await until(() => events.slice(from).some(isIt), `${does} was reported as ${JSON.stringify(events.slice(from))}`);
    }
  }));

test("a namespace that is made later is named in the reports of it", () =>
  following(async (events) => {
    command("ip netns add later");
    command("ip link add nwh1 type veth peer name eth0 netns later");
    command("ip -n later link set eth0 up");
    await until(() => events.some(({ netns, what }) => netns === "later" && what === "link"), "the namespace is not named");
    command("ip netns delete later");
    await until(() => events.some(({ netns, what }) => netns === "later" && what === "netns"), "its end is not reported");
  }));

test("a monitor that ends on the host ends the following, with the reason", async () => {
  const end = new AbortController();
  let begun = false;
  const ended = driver.follow!("local", { scope, onBegun: () => void (begun = true), onEvent: () => undefined, signal: end.signal });
  await until(() => begun, "the program did not begin");
  command("pkill -f ^nft.monitor");
  expect(await ended).toMatchObject({ code: "host-unreachable" });
});

test("an observation by another run is no change, and nothing runs on after the end", async () => {
  await following(async (events) => {
    await driver.observe(
      new Map([["local", scopeOf(["web"], { firewall: true, policies: true, marks: true, rules: true, sockets: true })]]),
    );
    command("nft add chain inet netweft last");
    await until(() => events.some(({ what }) => what === "nft"), "the last change was not reported");
    expect(events.filter(({ what }) => what !== "nft")).toEqual([]);
  });
  await until(() => !execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).includes("monitor label all-nsid"), "a program still runs");
});
