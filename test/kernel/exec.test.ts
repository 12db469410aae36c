/** `netweft exec`: a command in a container's namespace, on hosts of every connection, exactly as it was written. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { HostConfig } from "../../lib/resources/provider";
import { openFolder, type Folder } from "../support/folder";
import { emptyLab, hostConfig, insideLab, ipBatch } from "../support/lab";
import { openSshLab, type SshHost, type SshLab } from "../support/sshd";

insideLab();

const CLI = join(__dirname, "../../dist/bin/netweft.js");

let ssh: SshLab;
let far: SshHost;
let folder: Folder;
beforeAll(async () => {
  emptyLab();
  ipBatch(["netns add near", "netns add far", "link add far0 type veth peer name up0 netns far"]);
  ipBatch(["addr add 192.0.2.254/24 dev far0", "link set far0 up"]);
  ipBatch(["link set lo up", "link set up0 up", "addr add 192.0.2.2/24 dev up0"], "far");
  ssh = openSshLab();
  far = await ssh.start("far", "192.0.2.2");
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
  folder.write(stack({ local: hostConfig(), near: hostConfig("near"), far: far.config }));
  await folder.run(0, "apply", "--auto-approve");
});
afterAll(() => {
  folder.close();
  ssh.close();
  emptyLab();
});

/** A network with a container `web` on each host, and one container `db` more on the first. */
function stack(hosts: Readonly<Record<string, HostConfig>>): object {
  const each = (make: (host: string, n: number) => object) =>
    Object.fromEntries(Object.keys(hosts).map((host, n) => [host, make(host, n)]));
  return {
    provider: { netweft: { hosts } },
    resource: {
      netweft_bridge_network: each((host, n) => ({ name: `net-${host}`, host, subnets: [`10.${20 + n}.0.0/24`] })),
      netweft_namespace: { ...each((host) => ({ host, name: "web" })), db: { name: "db" } },
      netweft_endpoint: each((host) => ({
        namespace: `\${netweft_namespace.${host}.ref}`,
        network: `\${netweft_bridge_network.${host}.ref}`,
      })),
    },
  };
}

const env = { ...process.env, NETWEFT_BACKEND: "iproute2" };

function exec(args: readonly string[], input = ""): { code: number | null; out: string; err: string } {
  const ran = spawnSync(process.execPath, [CLI, "exec", ...args], { cwd: folder.path, env, input, encoding: "utf8", timeout: 60_000 });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

const containers: readonly (readonly [connection: string, name: string, network: string, subnet: string])[] = [
  ["this machine", "local/web", "net-local", "10.20.0."],
  ["a namespace", "near/web", "net-near", "10.21.0."],
  ["ssh", "far/web", "net-far", "10.22.0."],
];

describe.each(containers)("over %s", (_, name, network, subnet) => {
  test("a command sees the network of the namespace and its resolv.conf", () => {
    expect(exec([name, "--", "ip", "-4", "-o", "addr", "show", "dev", "eth0"]).out).toContain(` inet ${subnet}`);
    expect(exec([name, "cat", "/etc/resolv.conf"]).out).toContain(`search ${network}`);
  });

  test("every argument arrives as it is", () => {
    const words = ["", "a b", "$(id)", "`id`", "'", '"', "\\", "\\141", "%s", "*", "-n", "--json", "two\nlines\n", "é…", "~", "; id", "#"];
    expect(exec([name, "--", "printf", "[%s]", ...words]).out).toBe(words.map((word) => `[${word}]`).join(""));
  });

  test("input, both outputs and the exit code are the command's", () => {
    expect(exec([name, "sh", "-c", "cat; echo failed >&2; exit 3"], "typed\n")).toEqual({ code: 3, out: "typed\n", err: "failed\n" });
    expect(exec([name, "sh", "-c", "kill -TERM $$"]).code).toBe(name.startsWith("far") ? 255 : 143);
    expect(exec([name, "no-such-program"])).toMatchObject({ code: 127, out: "", err: expect.stringContaining("no-such-program") });
  });

  test("a terminal here is a terminal there", () => {
    const line = `${process.execPath} ${CLI} exec ${name} -- sh -c 'test -t 0 && test -t 1 && echo terminal'`;
    const ran = spawnSync("script", ["-qec", line, "/dev/null"], { cwd: folder.path, env, encoding: "utf8", timeout: 60_000 });
    expect(ran.stdout).toContain("terminal");
    expect(ran.status).toBe(0);
  });
});

test("a container is named by its address, by host and name, or by a name that is unique", () => {
  for (const name of ["netweft_namespace.db", "local/db", "db"]) expect(exec([name, "echo", "here"]).out).toBe("here\n");
  expect(exec(["web", "true"])).toMatchObject({ code: 1, err: expect.stringContaining("local/web, near/web, far/web") });
  expect(exec(["dbb", "true"])).toMatchObject({ code: 1, err: expect.stringContaining("Did you mean db?") });
});

test("a namespace that is gone is named, with what to do", () => {
  ipBatch(["netns del db"]);
  expect(exec(["db", "true"])).toEqual({
    code: 125,
    out: "",
    err: 'There is no namespace "db" on this host. "netweft drift" shows what is missing, "netweft apply" creates it.\n',
  });
});

test("the simulated backend has no processes", async () => {
  const rehearsal = openFolder();
  rehearsal.write({ resource: { netweft_namespace: { web: { name: "web" } } } });
  await rehearsal.run(0, "apply", "--auto-approve");
  expect((await rehearsal.run(1, "exec", "web", "true")).stderr).toContain("Backend runs no commands");
  // The host has a namespace of that name, which is not the state's.
  expect((await rehearsal.run(1, "exec", "--backend", "iproute2", "web", "true")).stderr).toContain("other-backend");
  rehearsal.close();
});
