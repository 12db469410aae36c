/** Names across `accept_from` on the real kernel: containers resolve the names of a network that accepts theirs. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { ask, openUpstream } from "../support/ask";
import { command, emptyLab, foldersOfNames, insideLab } from "../support/lab";
import { openShop, type Shop } from "../support/shop";
import { until } from "../support/until";

insideLab();

let shop: Shop;
beforeEach(() => {
  emptyLab();
  shop = openShop({ NETWEFT_BACKEND: "iproute2" });
});
afterEach(() => {
  shop.close();
  emptyLab();
});

const UPSTREAM = "127.0.0.77";
const [FRONT, BACK] = ["10.8.0.1", "10.9.0.1"];
const on = (netns: string, network: string) => ({
  namespace: `\${netweft_namespace.${netns}.ref}`,
  network: `\${netweft_bridge_network.${network}.ref}`,
});
const endpoints = {
  web: on("web", "front"),
  api: on("api", "front"),
  "api-vault": { ...on("api", "vault"), interface: "eth1" },
  db: { ...on("db", "back"), aliases: ["sql"], addresses: ["10.9.0.9", "fd00:9::9"] },
};
/** The bridge of the accepted network has a name of its own, and its network's name is written by hand. */
const configuration = (back: object = { accept_from: ["local/front"] }, all: object = endpoints) => ({
  resource: {
    netweft_bridge_network: {
      front: { name: "front", bridge_name: "br-shop", subnets: ["10.8.0.0/24", "fd00:8::/64"], dns: [UPSTREAM] },
      back: { name: "back", subnets: ["10.9.0.0/24", "fd00:9::/64"], internal: true, ...back },
      vault: { name: "vault", subnets: ["10.10.0.0/24"], internal: true },
    },
    netweft_namespace: { web: { name: "web" }, api: { name: "api" }, db: { name: "db" } },
    netweft_endpoint: all,
  },
});
const apply = (...options: string[]) => shop.run(0, "apply", "--auto-approve", ...options);
const converged = async () => {
  await shop.run(0, "plan", "--detailed-exitcode");
  await shop.run(0, "drift", "--detailed-exitcode");
};
const folder = (name: string) => foldersOfNames().find((path) => path.endsWith(`/${name}`))!;
const NAMES = {
  "A db": ["10.9.0.9"],
  "A sql.back": ["10.9.0.9"],
  "AAAA sql": ["fd00:9::9"],
  "PTR 10.9.0.9": ["db.back"],
  "PTR fd00:9::9": ["db.back"],
};
const asked = (netns = "web", server = FRONT) => ask(netns, server, ...Object.keys(NAMES));
/** Without its upstream server, a server does not answer queries for names that are none of its own. */
const NONE = expect.stringMatching("^E[A-Z]+$") as unknown;
const UNKNOWN = Object.fromEntries(Object.keys(NAMES).map((question) => [question, NONE]));

test("a container resolves the names of a network that accepts its own, beside a foreign resolver, which is not asked for them", async () => {
  const upstream = openUpstream(UPSTREAM, shop.folder);
  try {
    shop.configure(configuration());
    await apply();
    await converged();
    expect(asked()).toEqual(NAMES);
    expect(command("ip netns exec web getent ahostsv4 sql")).toContain("10.9.0.9");
    command("ip netns exec web ping -c 1 -W 5 10.9.0.9");
    expect(asked("api", "127.0.0.11")).toEqual(NAMES);
    expect(ask("web", FRONT, "A web.front", "A nosuch.back", "PTR 10.9.0.77", "A example.com")).toEqual({
      "A web.front": [expect.stringMatching(/^10\.8\.0\./)],
      "A nosuch.back": "ENOTFOUND",
      "PTR 10.9.0.77": "ENOTFOUND",
      "A example.com": ["192.0.2.99"],
    });
    expect(upstream.asked()).toEqual(["example.com"]);
    expect(ask("db", BACK, "A web", "A web.front")).toEqual({ "A web": NONE, "A web.front": NONE });
  } finally {
    upstream.close();
  }
});

test("the names follow what is accepted: in any order of creation, with new endpoints, and until the network is gone", async () => {
  shop.configure(configuration());
  await apply("--target", "netweft_bridge_network.back");
  await apply("--target", "netweft_bridge_network.front");
  await apply();
  expect([asked(), asked("api", "127.0.0.11")]).toEqual([NAMES, NAMES]);
  const pid = () => readFileSync(`${folder("br-shop")}/pid`, "utf8");
  const first = pid();
  shop.configure(configuration(undefined, { ...endpoints, db: { ...endpoints.db, aliases: ["sql", "files"] } }));
  await apply();
  await until(() => Array.isArray(ask("web", FRONT, "A files")["A files"]), "The alias is not resolved.");
  expect(pid()).toBe(first);
  shop.configure(configuration({ accept_from: [] }));
  await apply();
  await converged();
  expect([asked(), asked("api", "127.0.0.11")]).toEqual([UNKNOWN, UNKNOWN]);
  shop.configure(configuration());
  await apply();
  await converged();
  expect([asked(), asked("api", "127.0.0.11")]).toEqual([NAMES, NAMES]);
  await apply("-destroy", "--target", "netweft_bridge_network.back");
  expect(asked()).toEqual(UNKNOWN);
  await apply("-destroy");
  expect(foldersOfNames()).toEqual([]);
});

test("a lost view, and a server that does not know it, are drift, which an apply repairs", async () => {
  shop.configure(configuration());
  await apply();
  const view = "view nw-back to netweft:default:netweft_bridge_network:front";
  const broken = async (lines: RegExp, damage: () => void) => {
    damage();
    expect((await shop.run(2, "drift", "--detailed-exitcode")).stdout).toMatch(lines);
    await apply();
    await converged();
    expect(asked()).toEqual(NAMES);
  };
  await broken(new RegExp(`- ${view}`), () => rmSync(`${folder("nw-back")}/views/netweft:default:netweft_bridge_network:front`));
  await broken(/resolver br-shop .* down$/m, () => {
    const path = `${folder("br-shop")}/conf`;
    writeFileSync(path, readFileSync(path, "utf8").replace(/# views[^]*/, ""));
  });
});
