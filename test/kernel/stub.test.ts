/** Containers on several networks on the real kernel: names of all of them, from a stub server in the container's namespace. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { ask, openUpstream } from "../support/ask";
import { command, emptyLab, foldersOfNames, insideLab } from "../support/lab";
import { procText } from "../support/proc";
import { openShop, type Shop } from "../support/shop";
import { until } from "../support/until";

insideLab();

let shop: Shop;

const STUB = "127.0.0.11";
const on = (netns: string, network: string) => ({
  namespace: `\${netweft_namespace.${netns}.ref}`,
  network: `\${netweft_bridge_network.${network}.ref}`,
});

/** Docker's three tiers, and a third network without external connectivity. `api` is on all of them. */
const endpoints = {
  web: on("web", "front"),
  api: on("api", "front"),
  "api-back": { ...on("api", "back"), interface: "eth1" },
  "api-vault": { ...on("api", "vault"), interface: "eth2" },
  db: { ...on("db", "back"), aliases: ["sql"], addresses: ["10.9.0.9", "fd00:9::9"] },
  safe: { ...on("safe", "vault"), addresses: ["10.10.0.9"] },
};
const configuration = (all: object = endpoints, api: object = {}, front: object = {}) => ({
  resource: {
    netweft_bridge_network: {
      front: { name: "front", subnets: ["10.8.0.0/24"], ...front },
      back: { name: "back", subnets: ["10.9.0.0/24", "fd00:9::/64"] },
      vault: { name: "vault", subnets: ["10.10.0.0/24"], internal: true },
    },
    netweft_namespace: { web: { name: "web" }, api: { name: "api", ...api }, db: { name: "db" }, safe: { name: "safe" } },
    netweft_endpoint: all,
  },
});

beforeEach(() => {
  emptyLab();
  shop = openShop({ NETWEFT_BACKEND: "iproute2" });
  shop.configure(configuration());
});
afterEach(() => {
  shop.close();
  emptyLab();
});

const apply = () => shop.run(0, "apply", "--auto-approve");
const converged = async () => {
  await shop.run(0, "plan", "--detailed-exitcode");
  await shop.run(0, "drift", "--detailed-exitcode");
};
const folder = (name: string) => foldersOfNames().find((path) => path.endsWith(`/${name}`));
const stubFolder = () => folder("@api");
const pidOf = (file: "pid" | "keeper") => {
  const path = `${stubFolder()!}/${file}`;
  return existsSync(path) ? Number(readFileSync(path, "utf8")) : NaN;
};
const resolvConf = (netns: string) => readFileSync(`/etc/netns/${netns}/resolv.conf`, "utf8").replaceAll(/^#.*\n/gm, "");

test("a container on three networks finds names of all of them, and the networks learn none of each other's", async () => {
  await apply();
  await converged();
  const expected = {
    "A db": ["10.9.0.9"],
    "AAAA sql": ["fd00:9::9"],
    "A db.back": ["10.9.0.9"],
    "A safe": ["10.10.0.9"],
    "A safe.vault": ["10.10.0.9"],
    "A db.front": "ENOTFOUND",
    "A nosuch": "ENOTFOUND",
    "PTR 10.9.0.9": ["db.back"],
    "PTR fd00:9::9": ["db.back"],
    "PTR 10.10.0.9": ["safe.vault"],
    "PTR 10.10.0.77": "ENOTFOUND",
  };
  expect(ask("api", STUB, ...Object.keys(expected))).toEqual(expected);
  expect(ask("api", STUB, "A web")["A web"]).toEqual(ask("web", "10.8.0.1", "A web")["A web"]);
  for (const name of ["web", "db", "sql", "safe", "web.front", "sql.back"]) {
    expect(command(`ip netns exec api getent ahostsv4 ${name}`)).toContain("STREAM");
  }
  expect(ask("web", "10.8.0.1", "A db", "A safe")).toEqual({ "A db": "ENOTFOUND", "A safe": "ENOTFOUND" });
  expect(ask("db", "10.9.0.1", "A web", "A api")).toMatchObject({ "A web": "ENOTFOUND", "A api": [expect.stringMatching(/^10\.9\.0\./)] });
  // The others are on one network each, and ask its server. That of an internal network forwards nothing.
  expect([resolvConf("web"), resolvConf("safe")]).toEqual(["nameserver 10.8.0.1\nsearch front\n", "nameserver 10.10.0.1\nsearch vault\n"]);
  expect(foldersOfNames().filter((folder) => folder.includes("/@"))).toHaveLength(1);
});

test("the stub follows its networks: new, changed and deleted endpoints, a new subnet, and a network that it joins or leaves", async () => {
  await apply();
  const first = pidOf("pid");
  shop.configure(
    configuration({ ...endpoints, db: { ...endpoints.db, aliases: ["files"] }, safe: { ...endpoints.safe, addresses: ["10.10.0.10"] } }),
  );
  await apply();
  await until(() => Array.isArray(ask("api", STUB, "A files")["A files"]), "The alias is not resolved.");
  await until(() => `${ask("api", STUB, "A safe")["A safe"]}` === "10.10.0.10", "The address is the old one.");
  expect(ask("api", STUB, "A sql")["A sql"]).toBe("ENOTFOUND");
  expect(pidOf("pid")).toBe(first);
  const { "api-vault": _left, ...less } = endpoints;
  shop.configure(configuration(less));
  await apply();
  await converged();
  expect(ask("api", STUB, "A safe", "A sql")).toEqual({ "A safe": "ENOTFOUND", "A sql": ["10.9.0.9"] });
  shop.configure(configuration({ web: endpoints.web, api: endpoints.api, db: endpoints.db }));
  await apply();
  await converged();
  expect([stubFolder(), resolvConf("api")]).toEqual([undefined, "nameserver 10.8.0.1\nsearch front\n"]);
  shop.configure(configuration());
  await apply();
  await converged();
  expect(ask("api", STUB, "A sql", "A safe")).toEqual({ "A sql": ["10.9.0.9"], "A safe": ["10.10.0.9"] });
});

test("a killed stub is restarted; a dead one, one in another namespace, a changed file and lost records are drift, which an apply repairs", async () => {
  await apply();
  const [first, keeper] = [pidOf("pid"), pidOf("keeper")];
  process.kill(first, "SIGKILL");
  await until(() => pidOf("pid") !== first && procText(`${pidOf("pid")}`, "cmdline").includes("dnsmasq"), "The stub was not restarted.");
  await shop.run(0, "drift", "--detailed-exitcode");
  const broken = async (lines: RegExp, damage: () => void) => {
    damage();
    expect((await shop.run(2, "drift", "--detailed-exitcode")).stdout).toMatch(lines);
    await apply();
    await converged();
    expect(ask("api", STUB, "A sql", "A safe")).toEqual({ "A sql": ["10.9.0.9"], "A safe": ["10.10.0.9"] });
  };
  const file = "/etc/netns/api/resolv.conf";
  const edit = (from: string, to: string) => () => writeFileSync(file, readFileSync(file, "utf8").replace(from, to));
  await broken(/ -> local - resolv api from eth1 .* down$/m, () => [keeper, pidOf("pid")].forEach((pid) => process.kill(pid, "SIGKILL")));
  await broken(/^~ local - resolv api nameservers 10\.8\.0\.1.* -> 192\.0\.2\.1/m, edit("nameserver 127.0.0.11", "nameserver 192.0.2.1"));
  await broken(/resolv api from eth2/m, edit("#: eth2", "#- eth2"));
  await broken(/ down$/m, () => writeFileSync(`${stubFolder()!}/conf`, "no-hosts\n"));
  await broken(/name nw-vault safe/m, () => rmSync(`${folder("nw-vault")!}/hosts/safe`));
  await broken(/netns api/m, () => command("ip netns del api"));
});

test("behind a host firewall that drops what it does not know, and beside foreign name servers, the stub finds names of all networks", async () => {
  const programs = ["iptables-nft", "ip6tables-nft"];
  for (const program of programs) for (const rule of ["-P INPUT DROP", "-A INPUT -i lo -j ACCEPT"]) command(`${program} -w ${rule}`);
  const upstream = openUpstream("127.0.0.77", shop.folder);
  try {
    shop.configure({ ...configuration(endpoints, {}, { dns: ["127.0.0.77"] }), provider: { netweft: [{ host_firewall: "cooperate" }] } });
    await apply();
    await converged();
    const expected = { "A sql": ["10.9.0.9"], "A safe": ["10.10.0.9"], "A example.com": ["192.0.2.99"] };
    expect(ask("api", STUB, ...Object.keys(expected))).toEqual(expected);
    expect(upstream.asked()).toEqual(["example.com"]);
  } finally {
    upstream.close();
    for (const program of programs) for (const rule of ["-P INPUT ACCEPT", "-F INPUT"]) command(`${program} -w ${rule}`);
  }
});

test("destroy leaves neither stub nor file, and a foreign file is not touched", async () => {
  await apply();
  const pids = [pidOf("pid"), pidOf("keeper")];
  await shop.run(0, "destroy", "--auto-approve");
  for (const pid of pids) expect(procText(`${pid}`, "cmdline")).toBe("");
  expect([foldersOfNames(), existsSync("/etc/netns/api")]).toEqual([[], false]);
});

test("a namespace's `dns` is asked from inside for all other names, and its search domains and options are in its resolv.conf", async () => {
  shop.configure(
    configuration(
      endpoints,
      { dns: ["10.10.0.53"], dns_search: ["corp.example"], dns_options: ["ndots:2", "timeout:1"] },
      { dns_search: ["shop.example"] },
    ),
  );
  await apply();
  await converged();
  expect(resolvConf("api")).toBe(`nameserver ${STUB}\nsearch front shop.example back vault corp.example\noptions ndots:2 timeout:1\n`);
  expect(readFileSync(`${stubFolder()!}/conf`, "utf8")).toMatch(/^server=10\.10\.0\.53$/m);
  expect(resolvConf("web")).toBe("nameserver 10.8.0.1\nsearch front shop.example\n");
});
