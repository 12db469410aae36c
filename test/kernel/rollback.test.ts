/** Applies that change what is in use, and break at a step: the hosts are as before, or as wanted after the next apply. */
import { mkdtempSync } from "node:fs";
import { hasErrors } from "../../lib/diagnostic";
import type { Planned } from "../../lib/engine";
import { iproute2 } from "../../providers/backends/iproute2";
import { openShell } from "../../providers/transports";
import { breaking, ENDS, KILLED } from "../support/broken-runs";
import { fullDump } from "../support/full-dump";
import { openKiller } from "../support/killer";
import { emptyLab, insideLab, ipBatch } from "../support/lab";
import { TIMES } from "../support/runs";
import { factOf } from "../support/test-driver";
import { makeUnderlay } from "../support/underlay";
import { done, openLab, say, value, type Lab } from "../support/world";

insideLab();

const NAMES = { local: "edge1", far: "edge2" } as const;
const ADDRESSES = { local: "192.0.2.1", far: "192.0.2.2" } as const;

/** What a change says of one resource, beside or in place of what the stack has; null: not there. */
type Over = Readonly<Record<string, Readonly<Record<string, object | null>>>>;

const on = (namespace: string, network: string, more: object = {}) => ({
  namespace: `\${netweft_namespace.${namespace}.ref}`,
  network: `\${netweft_${network}.ref}`,
  ...more,
});

const published = (port: number, more: object = {}) => [{ protocol: "tcp", host_port: port, port: 80, ...more }];

type Stack = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** A published container on a bridge network with names. */
const FRONT: Stack = {
  netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24", "fd00:8::/64"] } },
  netweft_namespace: { web: { name: "web", sysctls: { "net.core.somaxconn": "1024" } } },
  netweft_endpoint: {
    web: on("web", "bridge_network.front", { addresses: ["10.8.0.10", "fd00:8::10"], publish: published(8080), aliases: ["shop"] }),
  },
  netweft_route: { plain: { destination: "192.168.8.0/24", via: "192.0.2.9", dev: "eth0" } },
};

/** Two containers on an overlay network over two hosts. */
const MESH: Stack = {
  netweft_overlay_network: {
    mesh: { name: "mesh", vni: 42, subnets: ["10.20.0.0/24"], members: ["local", "far"], forwarding: "static", names: false },
  },
  netweft_namespace: { near: { name: "near" }, far: { name: "far", host: "far" } },
  netweft_endpoint: {
    near: on("near", "overlay_network.mesh", { addresses: ["10.20.0.10"] }),
    far: on("far", "overlay_network.mesh", { addresses: ["10.20.0.11"] }),
  },
};

const each = <T>(make: (host: keyof typeof NAMES) => T) => ({ local: make("local"), far: make("far") });
const provider = {
  backend: "iproute2",
  stack: "shop",
  hosts: each((host) => ({ connection: "netns", netns: NAMES[host], underlay: ADDRESSES[host] })),
};

function stack(base: Stack, over: Over = {}): string {
  const types = [...new Set([...Object.keys(base), ...Object.keys(over)])].map((type) => {
    const all = Object.entries({ ...base[type], ...over[type] });
    const resources = all.flatMap(([name, more]) => (more === null ? [] : [[name, { ...base[type]?.[name], ...more }] as const]));
    return [type, Object.fromEntries(resources)] as const;
  });
  const hosts = base === MESH ? provider.hosts : { local: provider.hosts.local };
  return JSON.stringify({ provider: { netweft: { ...provider, hosts } }, resource: Object.fromEntries(types) });
}

const OF_FRONT: Readonly<Record<string, Over>> = {
  "mtu, masquerading and what is accepted": {
    netweft_bridge_network: { front: { mtu: 1400, masquerade: false, accept_from: ["outside"], stp: true } },
  },
  "a published port": { netweft_endpoint: { web: { publish: published(9090, { sources: ["192.0.2.0/24"] }), egress_rate: "100mbit" } } },
  "addresses and names": {
    netweft_endpoint: { web: { addresses: ["10.8.0.20", "fd00:8::20"], aliases: ["store"] } },
  },
  "the subnets of a network": {
    netweft_bridge_network: { front: { subnets: ["10.9.0.0/24"] } },
    netweft_endpoint: { web: { addresses: ["10.9.0.10"] } },
  },
  "another container in the place of one": { netweft_namespace: { web: { name: "web2", sysctls: { "net.ipv4.ip_forward": "1" } } } },
  "routes, rules and settings": {
    netweft_route: {
      plain: { via: "192.0.2.8" },
      more: { destination: "192.168.9.0/24", via: "192.0.2.9", table: 21, rules: [{ fwmark: 5, mask: 255, priority: 90 }] },
    },
    netweft_namespace: { web: { sysctls: { "net.core.somaxconn": "2048" }, routes: [{ destination: "10.66.0.0/16", type: "blackhole" }] } },
  },
  "another sort of network": {
    netweft_macvlan_network: { lan: { name: "lan", parent: "lan0", subnets: ["198.51.100.0/24"], host_addresses: ["198.51.100.250"] } },
    netweft_endpoint: {
      web: { network: "${netweft_macvlan_network.lan.ref}", addresses: ["198.51.100.10"], publish: [], aliases: [] },
    },
  },
};

const OF_MESH: Readonly<Record<string, Over>> = {
  "the members of an overlay network": {
    netweft_overlay_network: { mesh: { members: ["local"] } },
    netweft_namespace: { far: null },
    netweft_endpoint: { far: null },
  },
  "the number and forwarding of an overlay network": { netweft_overlay_network: { mesh: { vni: 43, forwarding: "learning" } } },
  "the encryption of an overlay network": { netweft_overlay_network: { mesh: { encryption: "wireguard" } } },
};

/** So many breaks of each change. */
const BREAKS = TIMES === 1 ? ENDS.length : 40;

/** The ways back whose program is killed on the host. */
const KILLS = TIMES === 1 ? [0, 3, 6] : Array.from({ length: 60 }, (_, n) => n);

const { drivers, set } = breaking({
  open: iproute2(openShell),
  name: "iproute2",
  refused: (host) => ({ verb: "add", fact: factOf(`${host} - addr 203.0.113.9/32 dev absent0`) }),
});

let lab: Lab;
beforeAll(async () => {
  emptyLab();
  makeUnderlay(Object.values(NAMES));
  ipBatch(["link add lan0 type veth peer name lan1", "link set lan0 up", "link set lan1 up"], NAMES.local);
  lab = openLab({ drivers });
});
afterAll(() => {
  lab.close();
  emptyLab();
});

/** Tables of nftables are listed in the order in which they were made. */
const inAnyOrder = (dump: string) => dump.split("\n").sort();

const stepsOf = ({ plan }: Planned) => plan.phases.flatMap((phase) => Object.values(phase).flat()).length;

/** The hosts with the stack after the change, and before it. */
async function thereAndBack(start: string, target: string): Promise<{ readonly goal: string; readonly before: string }> {
  done(await lab.apply(start));
  done(await lab.apply(target));
  const goal = fullDump();
  done(await lab.apply(start));
  return { goal, before: fullDump() };
}

describe.each([
  [FRONT, OF_FRONT],
  [MESH, OF_MESH],
])("%#", (base, changes) => {
  test.each(Object.entries(changes).map(([name, over], n) => [name, over, n] as const))("a change of %s", async (_, over, first) => {
    const [start, target] = [stack(base), stack(base, over)];
    const { goal, before } = await thereAndBack(start, target);
    for (let n = 0; n < BREAKS; n++) {
      const planned = value(await lab.plan(target));
      const steps = stepsOf(planned);
      const [at, end] = [Math.floor(((n + 0.5) * steps) / BREAKS), ENDS[(n + first) % ENDS.length]!];
      set({ at, end });
      if (end === "kill") {
        await expect(lab.run(planned, target)).rejects.toThrow(KILLED);
        done(await lab.apply(target));
        expect({ at, end, hosts: fullDump() }).toEqual({ at, end, hosts: goal });
        done(await lab.apply(start));
      } else {
        const { diagnostics } = await lab.run(planned, target, { onFailure: "rollback" });
        expect(hasErrors(diagnostics)).toBe(true);
        expect(diagnostics.filter(({ code }) => code === "rollback-incomplete").map(say)).toEqual([]);
      }
      expect({ at, end, hosts: fullDump() }).toEqual({ at, end, hosts: before });
    }
  });
});

test("the program of the way back is killed on its host, at any call: the next try, or the next apply, does the rest", async () => {
  // What other tests left may be on a host that this stack does not name.
  done(await lab.apply(JSON.stringify({ provider: { netweft: provider } })));
  const [start, target] = [stack(FRONT), stack(FRONT, OF_FRONT["addresses and names"])];
  const { goal, before } = await thereAndBack(start, target);
  const killer = openKiller(mkdtempSync("/run/killer."));
  let killed = 0;
  for (const n of KILLS) {
    const planned = value(await lab.plan(target));
    const steps = stepsOf(planned);
    set({ at: steps - 1 - (n % steps), end: "fail" }, () => killer.at(1 + n * 3));
    const { diagnostics } = await lab.run(planned, target, { onFailure: "rollback" });
    if (killer.off()) killed++;
    const isOpen = diagnostics.some(({ code }) => code === "rollback-incomplete");
    if (isOpen) {
      done(await lab.apply(target));
      expect({ n, hosts: inAnyOrder(fullDump()) }).toEqual({ n, hosts: inAnyOrder(goal) });
      done(await lab.apply(start));
    }
    expect({ n, hosts: inAnyOrder(fullDump()) }).toEqual({ n, hosts: inAnyOrder(before) });
  }
  expect(killed).toBeGreaterThan(0);
});
