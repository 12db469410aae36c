/** The guarantees of the laboratory: laboratories do not affect each other, and a failed test does not make the next one fail. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cover } from "../support/cover";
import { command, emptyLab, insideLab, ipBatch } from "../support/lab";
import { until } from "../support/until";

insideLab();
beforeEach(emptyLab);
afterEach(emptyLab);

/** Parts of a laboratory that could collide: names of files, of links, of namespaces, of processes. */
function shared(): object {
  const folders = ["/run", "/run/netns", "/etc/netns", "/dev/shm", tmpdir()];
  const outputs = ["ip -br link", "ip netns list", "nft list ruleset", "ps -eo pid,args"].map(command);
  return {
    files: folders.map((folder) => [folder, readdirSync(folder)]),
    outputs: outputs.map((text) => text.replace(/^.*\bps\b.*$/m, "")),
  };
}

const OTHER = [
  "ip netns add web && ip link add nw-front type bridge && nft add table inet netweft",
  "mkdir -p /etc/netns/web /run/netweft /run/wireguard && touch /run/netweft/lock /dev/shm/libpod_lock",
  'echo "$TMPDIR" && touch "$TMPDIR/netweft-1"',
  "sleep 1000 & ls /proc | grep -c '^[0-9]'",
].join("\n");

test("a concurrent laboratory changes nothing here, and cannot see this one", () => {
  command("ip netns add here");
  const before = shared();
  const words = ["--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private", "--"];
  const lab = join(__dirname, "../support/lab.sh");
  const said = execFileSync("unshare", [...words, lab, "sh", "-ec", `ip netns list; ls /etc/netns; ${OTHER}`], { encoding: "utf8" });
  expect(said.trim().split("\n")).toEqual([tmpdir(), expect.stringMatching(/^[3-6]$/)]);
  expect(shared()).toEqual(before);
});

test("orphaned processes are reaped, as on every machine", async () => {
  const pid = execFileSync("sh", ["-c", "sleep 0.1 >/dev/null & echo $!"], { encoding: "utf8" }).trim();
  await until(() => !readdirSync("/proc").includes(pid), "The process remains a zombie.");
});

test("a program that a failed test has replaced is restored in the next one", () => {
  const path = command("which ip").trim();
  const real = statSync(path);
  cover("ip", "/dev/null");
  expect(statSync(path).isCharacterDevice()).toBe(true);
  emptyLab();
  expect(statSync(path).ino).toBe(real.ino);
  expect(readFileSync("/proc/mounts", "utf8")).not.toContain(` ${path} `);
});

test("an emptied laboratory contains nothing that a test has made", () => {
  const content = () =>
    ["ip netns list", "ip -o link", "ip rule", "ip -6 rule", "ip route show table all", "nft list ruleset"].map(command);
  const before = content();
  ipBatch(["netns add one", "netns add two", "link add b0 type bridge", "link add v0 type veth peer name v1"]);
  for (const [family, prefix] of [["-4", "10.9.0.0/24"] as const, ["-6", "fd09::/64"] as const]) {
    command(`ip ${family} rule add from ${prefix} table 100 priority 50`);
    ["blackhole", "unreachable"].forEach((type, n) => command(`ip ${family} route add ${type} ${prefix} table ${77 + n}`));
  }
  command("nft add table inet netweft");
  emptyLab();
  expect(content()).toEqual(before);
});
