/** Addresses that change owners while others communicate with them. */
import { command, emptyLab, insideLab, ipBatch } from "../support/lab";
import { runProgram } from "../support/starter";
import { chanceOf } from "../support/spellings";
import { openFolder, type Folder } from "../support/folder";
import { makeOutside } from "../support/outside";
import { hostsOver, openMesh, type Mesh } from "../support/mesh";
import { openTraffic, type Traffic } from "../support/traffic";
import { makeUnderlay } from "../support/underlay";

insideLab();

/** Waits for a condition, for at most half a minute: stale entries live longer. */
async function eventually(isSo: () => boolean): Promise<boolean> {
  for (let n = 0; n < 100 && !isSo(); n++) await new Promise((resolve) => setTimeout(resolve, 100));
  return isSo();
}

function inside(netns: string, line: string): string {
  return command(netns === "-" ? line : `nsenter --net=/run/netns/${netns} ${line}`);
}

/** The addresses among these that do not answer a namespace. */
function silent(netns: string, addresses: readonly string[]): readonly string[] {
  const ping = 'for each; do ping -n -c 1 -W 1 "$each" >/dev/null || echo "$each"; done';
  const into = netns === "-" ? [] : ["nsenter", `--net=/run/netns/${netns}`];
  return runProgram([...into, "sh", "-c", ping, "sh", ...addresses])
    .split("\n")
    .filter(Boolean);
}

function macOf(netns: string, dev = "eth0"): string {
  return /link\/ether (\S+)/.exec(inside(netns, `ip -o link show ${dev}`))![1]!;
}

/** The MAC addresses in a namespace's neighbour entries of these addresses, if any. */
function known(netns: string, addresses: readonly string[]): readonly (string | undefined)[] {
  const entries = inside(netns, "ip neigh show").matchAll(/^(\S+) .* lladdr (\S+)/gm);
  const macs = new Map([...entries].map(([, address, mac]) => [address, mac]));
  return addresses.map((address) => macs.get(address));
}

/** Sends packets from all of them to all addresses, so that every neighbour table has the owners, and returns these by speaker. */
async function warm(speakers: readonly string[], addresses: readonly string[]): Promise<readonly (readonly (string | undefined)[])[]> {
  const all = [];
  for (const speaker of speakers) {
    let left = addresses;
    await eventually(() => (left = silent(speaker, left)).length === 0);
    expect({ speaker, left }).toEqual({ speaker, left: [] });
    const macs = known(speaker, addresses);
    for (const mac of macs) expect(mac).toBeDefined();
    all.push(macs);
  }
  return all;
}

/** No neighbour table has an earlier owner any more, and all reach the current one. */
async function expectLedTo(owner: string, speakers: readonly string[], addresses: readonly string[]): Promise<void> {
  const mac = macOf(owner);
  const all = speakers.map(() => addresses.map(() => mac));
  expect(speakers.map((speaker) => known(speaker, addresses).map((entry) => entry ?? mac))).toEqual(all);
  expect(await warm(speakers, addresses)).toEqual(all);
}

describe("on a bridge", () => {
  let folder: Folder;
  let traffic: Traffic;
  /** The addresses of one test are others' in the next. */
  beforeAll(() => {
    emptyLab();
    makeOutside();
    folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
    traffic = openTraffic();
  });
  afterAll(() => {
    traffic.close();
    folder.close();
  });

  async function apply(endpoints: Readonly<Record<string, object>>): Promise<string> {
    const netns = Object.keys(endpoints);
    const ref = (namespace: string) => ({
      namespace: `\${netweft_namespace.${namespace}.ref}`,
      network: "${netweft_bridge_network.f.ref}",
    });
    folder.write({
      resource: {
        netweft_bridge_network: { f: { name: "f", subnets: ["10.10.0.0/24", "fd00:10::/64"], names: false } },
        netweft_namespace: Object.fromEntries(netns.map((name) => [name, { name }])),
        netweft_endpoint: Object.fromEntries(netns.map((name) => [name, { ...ref(name), ...endpoints[name] }])),
      },
    });
    return (await folder.run(0, "apply", "--auto-approve")).stdout;
  }

  const at = (n: number) => ({ addresses: [`10.10.0.${n}`, `fd00:10::${n}`] });
  const X = at(50).addresses;
  const api = at(10);

  test("an address is reused: the neighbour, the host and external clients reach the new owner", async () => {
    const publish = [{ host_port: 5432, port: 80 }];
    await apply({ api, db1: { ...at(50), publish } });
    await traffic.serve("db1", { protocol: "tcp", address: "0.0.0.0", port: 80 });
    await warm(["api", "-"], X);
    expect(await traffic.ask("out", "tcp", "192.0.2.1", 5432)).toBe("192.0.2.2");
    await apply({ api });
    for (const speaker of ["api", "-"]) expect(known(speaker, X)).toEqual([undefined, undefined]);
    // Continuous traffic in the meantime leaves no stale entry.
    expect(silent("api", [X[0]!])).toEqual([X[0]]);
    await apply({ api, db2: { ...at(50), publish } });
    await traffic.serve("db2", { protocol: "tcp", address: "0.0.0.0", port: 80 });
    await expectLedTo("db2", ["api", "-"], X);
    expect(await traffic.ask("out", "tcp", "192.0.2.1", 5432)).toBe("192.0.2.2");
    await folder.run(0, "plan", "--detailed-exitcode");
  });

  test("an address moves to another namespace, and two swap theirs", async () => {
    await apply({ api, a: at(50), b: at(51) });
    await warm(["api", "-", "b"], X);
    await warm(["api", "-"], at(51).addresses);
    expect(await apply({ api, a: at(51), b: at(50) })).toContain("netweft_endpoint.api: only those of");
    await expectLedTo("b", ["api", "-"], X);
    await expectLedTo("a", ["api", "-", "b"], at(51).addresses);
    await apply({ api, a: at(52), b: at(51), c: at(50) });
    await expectLedTo("c", ["api", "-"], X);
    await expectLedTo("b", ["api", "-"], at(51).addresses);
    await folder.run(0, "plan", "--detailed-exitcode");
  });

  test("two endpoints swap their hardware addresses, and one gets a new one", async () => {
    const [one, two] = ["02:00:00:00:00:01", "02:00:00:00:00:02"];
    await apply({ api, a: { ...at(50), mac: one }, b: { ...at(51), mac: two } });
    await warm(["api", "-"], [...X, ...at(51).addresses]);
    await apply({ api, a: { ...at(50), mac: two }, b: { ...at(51), mac: one } });
    await expectLedTo("a", ["api", "-"], X);
    await expectLedTo("b", ["api", "-"], at(51).addresses);
    await apply({ api, a: { ...at(50), mac: "02:00:00:00:00:03" }, b: { ...at(51), mac: one } });
    await expectLedTo("a", ["api", "-"], X);
  });

  test("addresses change hands at random: after the last change the host and a sibling come to each owner", async () => {
    const chance = chanceOf(process.env.CI ? 4711 : Date.now());
    const names = ["a", "b", "c", "d"];
    const dealt = () => {
      const order = names.map((name) => [chance(1000), name] as const).sort(([one], [other]) => one - other);
      return order.slice(0, 2 + chance(2)).map(([, name], n) => [name, 50 + n] as const);
    };
    const deal = (hands: ReturnType<typeof dealt>) => apply({ api, ...Object.fromEntries(hands.map(([name, n]) => [name, at(n)])) });
    let hands = dealt();
    await deal(hands);
    for (let moves = 0; moves < 3; moves++) {
      for (const [, n] of hands) await warm(["api", "-"], at(n).addresses);
      await deal((hands = dealt()));
    }
    for (const [name, n] of hands) await expectLedTo(name, ["api", "-"], at(n).addresses);
    await folder.run(0, "plan", "--detailed-exitcode");
  });

  test("learned entries of other endpoints stay", async () => {
    await apply({ api, a: at(50), b: at(51) });
    await warm(["api", "-"], [...X, ...at(51).addresses]);
    const lines = () => ["api", "-"].map((speaker) => known(speaker, at(51).addresses));
    const before = lines();
    ipBatch([`neigh replace 10.10.0.50 lladdr ${macOf("a")} dev eth0 nud permanent`], "api");
    await apply({ api, c: at(50), b: at(51) });
    expect(lines()).toEqual(before);
    expect(inside("api", "ip neigh show nud permanent")).toContain("10.10.0.50");
  });
});

describe.each(["learning", "static"])("on an overlay network with forwarding = %s", (forwarding) => {
  const hosts = ["edge1", "edge2", "edge3"];
  const at = (n: number, more: object = {}) => ({ addresses: [`10.20.0.${n}`, `fd00:20::${n}`], ...more });

  const opened: Mesh[] = [];
  beforeAll(emptyLab);
  afterAll(() => {
    opened.forEach((mesh) => mesh.close());
    emptyLab();
  });

  test("an address moves to a container on another host, with and without its MAC address", async () => {
    const mesh = openMesh(hostsOver(makeUnderlay(hosts)), { network: { forwarding, names: false } });
    opened.push(mesh);
    const containers = { peer: "edge1", near: "edge2", a: "edge2", b: "edge3" };
    const endpoints = (a: object, b: object) => ({ peer: at(10), near: at(11), a, b });
    const change = async (a: object, b: object) => {
      mesh.configure({ network: { forwarding, names: false }, containers, endpoints: endpoints(a, b) });
      await mesh.run(0, "apply", "-auto-approve");
    };
    const [mine, yours] = [{ mac: "02:00:00:00:00:01" }, { mac: "02:00:00:00:00:02" }];
    const netns = (name: keyof typeof containers) => `${containers[name]}.${name}`;
    const speakers = ["peer", "near"].map((name) => netns(name as keyof typeof containers));
    await change(at(50), at(51));
    await warm(speakers, [...at(50).addresses, ...at(51).addresses]);
    await change(at(51), at(50));
    await expectLedTo(netns("b"), speakers, at(50).addresses);
    await expectLedTo(netns("a"), speakers, at(51).addresses);
    await change(at(51, mine), at(50, yours));
    await expectLedTo(netns("b"), speakers, at(50).addresses);
    await change(at(50, yours), at(51, mine));
    await expectLedTo(netns("a"), speakers, at(50).addresses);
    await expectLedTo(netns("b"), speakers, at(51).addresses);
  });
});
