/** Remnants of a killed script never block the next runs, and are gone after them. */
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dump } from "../support/by-hand";
import { openFolder, type Folder } from "../support/folder";
import { openKiller } from "../support/killer";
import { command, emptyLab, insideLab } from "../support/lab";
import { netweft } from "../support/netweft";
import { procText } from "../support/proc";
import { TIMES } from "../support/runs";

insideLab();

let folder: Folder;
beforeEach(() => {
  emptyLab();
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
  folder.write(configuration());
});
afterEach(() => {
  emptyLab();
  folder.close();
});

/** One container on a network with names. */
function configuration(gateway = "10.8.0.1"): object {
  const on = { namespace: "${netweft_namespace.web.ref}", network: "${netweft_bridge_network.front.ref}" };
  return {
    resource: {
      netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24"], gateways: [gateway] } },
      netweft_namespace: { web: { name: "web" } },
      netweft_endpoint: { web: on },
    },
  };
}

const apply = () => folder.run(0, "apply", "--auto-approve");
const destroy = () => folder.run(0, "destroy", "--auto-approve");
const cut = (verb: string) => netweft([verb, "--auto-approve"], { cwd: folder.path, env: { NETWEFT_BACKEND: "iproute2" } });

/** Everything that an apply creates: links, tables, files and name servers, without counters and locks. */
function host(): string {
  const folders = ["/run/netns", "/run/netweft", "/etc/netns"].filter((path) => existsSync(path));
  const files = command(`find ${folders.join(" ")} -mindepth 1 -not -name *.lock -not -name *.generation*`);
  return [dump(), command("nft list tables"), files, ...servers()].join("\n");
}

function servers(): readonly string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => procText(pid, "cmdline"))
    .filter((line) => line.includes("/run/netweft/") && line.includes("dnsmasq"));
}

/** So many calls lie between two that are tried. */
const STEP = TIMES === 1 ? 7 : 3;

test("killed at any call of an apply: a destroy deletes everything, with or without an apply before it", async () => {
  await apply();
  await destroy();
  const before = host();
  const killer = openKiller(folder.path);
  for (let call = 1, killed = true; killed; call += STEP) {
    killer.at(call);
    const { code } = await cut("apply");
    killed = killer.off();
    if (!killed) expect(code).toBe(0);
    if (call % 2 === 0) await apply();
    await destroy();
    expect({ call, host: host() }).toEqual({ call, host: before });
  }
});

test.each(["apply", "destroy"])("killed at any call of a second %s: the next one completes it", async (verb) => {
  const before = host();
  await apply();
  folder.write(configuration("10.8.0.9"));
  const killer = openKiller(folder.path);
  for (let call = 2, killed = true; killed; call += STEP + 1) {
    killer.at(call);
    await cut(verb);
    killed = killer.off();
  }
  await apply();
  await folder.run(0, "drift", "--detailed-exitcode");
  expect(readFileSync("/etc/netns/web/resolv.conf", "utf8")).toMatch(
    /^# netweft:.*\nnameserver 10\.8\.0\.9\nsearch front\n#: \. netweft:.*\n$/,
  );
  await destroy();
  expect(host()).toBe(before);
});

const here = () => `/run/netweft/${/\d+/.exec(readlinkSync("/proc/self/ns/net"))![0]}`;

test("an empty file left by a killed script is not foreign; one of another program is", async () => {
  await apply();
  await destroy();
  const before = host();
  mkdirSync("/etc/netns/web");
  writeFileSync("/etc/netns/web/resolv.conf", "");
  expect((await folder.run(1, "apply", "--auto-approve")).stderr).toContain("resolv");
  expect(readFileSync("/etc/netns/web/resolv.conf", "utf8")).toBe("");
  writeFileSync(`${here()}.making`, "/etc/netns/web\n");
  await apply();
  await destroy();
  expect(host()).toBe(before);
});

test("a damaged generation file still yields a generation", async () => {
  await apply();
  for (const text of ["", "half\n", "08\n", "99999999999999999999\n"]) {
    writeFileSync(`${here()}.generation`, text);
    folder.write(configuration(`10.8.0.${text.length + 2}`));
    await apply();
  }
  await destroy();
});

test("the input of a script in another pid namespace is kept while it can run", async () => {
  await apply();
  const own = /\d+/.exec(readlinkSync("/proc/self/ns/pid"))![0];
  const jobs = ["1.99999.living", "1.99999.killed", `${own}.99999.killed`, `${own}.${process.pid}.living`].map(
    (name) => `/run/netweft/job.${name}`,
  );
  for (const job of jobs) mkdirSync(job);
  utimesSync(jobs[1]!, 0, 0);
  await folder.run(0, "plan", "--detailed-exitcode");
  expect(jobs.filter((job) => existsSync(job))).toEqual([jobs[0], jobs[3]]);
  for (const job of jobs) rmSync(job, { recursive: true, force: true });
});
