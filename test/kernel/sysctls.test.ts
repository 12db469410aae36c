/** The settings that the simulated kernel knows are those of the real one: which there are in a namespace, and what they take. */
import { spawnSync } from "node:child_process";
import { readlinkSync } from "node:fs";
import { release } from "node:os";
import { fits, formOf } from "../../lib/kernel/sysctls/form";
import { accessOf, misfit, moduleOf, settingNames, sysctlDefault, type Access } from "../../lib/kernel/sysctls";
import { SETTINGS } from "../../lib/kernel/sysctls/table";
import { command, emptyLab, insideLab } from "../support/lab";
import { openFolder } from "../support/folder";
import { chanceOf } from "../support/spellings";

insideLab();

beforeAll(() => {
  emptyLab();
  for (const line of ["netns add fresh", "netns add host", "-n fresh link add eth0 type veth peer name eth0 netns host"])
    command(`ip ${line}`);
});
afterAll(emptyLab);

/** Runs a script in the namespace, and gives the words of each of its lines. */
function inside(script: string, lines: readonly string[] = []): readonly (readonly string[])[] {
  const { stdout, status } = spawnSync("nsenter", ["--net=/run/netns/fresh", "sh", "-c", script], {
    input: lines.map((line) => `${line}\n`).join(""),
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  expect(status).toBe(0);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split("\t"));
}

const pathOf = (name: string) => `/proc/sys/${name.replaceAll(".", "/")}`;
const nameOf = (path: string) => path.slice("/proc/sys/".length).replaceAll("/", ".");

/** Name → what the kernel lets do with it. */
function kernelSettings(): ReadonlyMap<string, Access> {
  const files = inside("find /proc/sys/net -type f -printf '%p\\t%m\\n'");
  const access = (mode: string): Access => (mode.startsWith("4") ? "read-only" : mode.startsWith("2") ? "write-only" : "writable");
  return new Map(files.map(([path, mode]) => [nameOf(path!), access(mode!)]));
}

/** Names of no setting: those of the tables with a typo. */
function slips(names: readonly string[]): readonly string[] {
  const chance = chanceOf(15);
  return names.map((name) => {
    const at = name.lastIndexOf(".") + 1 + chance(name.length - name.lastIndexOf(".") - 1);
    return `${name.slice(0, at)}q${name.slice(at + 1)}`;
  });
}

/**
 * The kernel that the tables describe. On another one a name may be there or not: a plan asks the host for those, and what
 * the tables say of a name that both have must hold all the same.
 */
const isDescribed = /^6\.18\./.test(release());

test("simulator and kernel have the same settings in a namespace, and let do the same with them", () => {
  const kernel = kernelSettings();
  const all = settingNames(["all", "default", "lo", "eth0"]);
  const known = all.filter((name) => moduleOf(name) === undefined || kernel.has(name));
  const asked = [
    ...new Set([...kernel.keys(), ...known, ...slips(known), "net.ipv4.nosuch", "net.core.rmem_max", "net.ipv4.neigh.all.locktime"]),
  ];
  const differing = asked.flatMap((name) => {
    const [there, here] = [kernel.get(name) ?? "absent", accessOf(name)];
    const isOpen = !isDescribed && [there, here].includes("absent");
    return there === here || isOpen ? [] : [`${name}: kernel ${there}, simulator ${here}`];
  });
  expect(differing).toEqual([]);
  expect(asked.length).toBeGreaterThan(1000);
});

/** What the kernel takes goes with how much memory it has, what of it is used, and which modules it has loaded. */
const OF_THE_MACHINE =
  /hash_entries|_max$|_buckets|max_(syn_backlog|tw_buckets)|tcp_[rw]mem|congestion_control|nf_log\.|rmem_|wmem_|available_|(anycast|proxy)_delay|locktime|retrans_time|unres_qlen|rps_default_mask|optmem_max|hooks_lwtunnel/;

test("a new namespace begins with the values that the simulator gives it", () => {
  const names = [...kernelSettings()].flatMap(([name, access]) => (access === "write-only" || /\.eth0\.mtu$/.test(name) ? [] : [name]));
  const script = 'while read -r path; do printf "%s\\t%s\\n" "$path" "$(tr -s "\\t " " " < "$path" 2>/dev/null)"; done';
  const differing = inside(script, names.map(pathOf)).flatMap(([path, value = ""]) => {
    const [name, known] = [nameOf(path!), sysctlDefault(nameOf(path!)) ?? ""];
    return OF_THE_MACHINE.test(name) || value === known ? [] : [`${name}: kernel ${value}, simulator ${known}`];
  });
  // Between versions a few initial values change.
  expect(isDescribed || differing.length > names.length / 20 ? differing : []).toEqual([]);
});

/** Values around the limits of a form, and texts that are no such numbers or are others than they look like. */
function valuesFor(form: string): readonly string[] {
  const numbers = formOf(form);
  if (numbers === undefined) return [];
  const { low, high, count } = numbers;
  const several = (value: bigint | string) => Array.from({ length: count }, () => String(value)).join(" ");
  return [low - 1n, high + 1n, "abc", "1,2", "0x1", "01", "+1", "1 2 3 4"].map(several).filter((value) => !fits(numbers, value));
}

test("what the simulator refuses as a value the kernel refuses, or keeps as another one", () => {
  const names = [...SETTINGS.keys()].map((name) => name.replace("*", "eth0"));
  const kernel = kernelSettings();
  const lines = names
    .filter((name) => kernel.get(name) === "writable")
    .flatMap((name) => {
      const form = (SETTINGS.get(name) ?? SETTINGS.get(name.replace("eth0", "*")))!.form;
      return valuesFor(form).map((value) => `${pathOf(name)} ${value}`);
    });
  const script = `while read -r path value; do
    printf "%s\\n" "$value" 2>/dev/null > "$path" || continue
    read -r got < "$path"
    [ "$(echo $got)" = "$value" ] && printf "%s\\t%s\\n" "$path" "$value"
  done 2>/dev/null; exit 0`;
  expect(lines.length).toBeGreaterThan(1000);
  expect(inside(script, lines)).toEqual([]);
});

test("what the kernel has in a namespace it takes again, and so does the simulator", () => {
  const names = [...kernelSettings()].flatMap(([name, access]) => (access === "writable" ? [name] : []));
  const script = `while read -r path; do
    value=$(tr -s "\\t " " " 2>/dev/null < "$path") || continue
    [ -n "$value" ] || continue
    printf "%s\\n" "$value" 2>/dev/null > "$path" && taken=yes || taken=no
    printf "%s\\t%s\\t%s\\n" "$path" "$taken" "$value"
  done`;
  const taken = inside(script, names.map(pathOf));
  expect(taken.length).toBeGreaterThan(300);
  expect(taken.filter(([path, yes, value]) => yes !== "yes" || misfit(nameOf(path!), value!) !== undefined)).toEqual([]);
});

test("the namespace of these tests is not the laboratory's own", () => {
  expect(inside("readlink /proc/self/ns/net")[0]![0]).not.toBe(readlinkSync("/proc/self/ns/net"));
});

describe("a namespace whose settings cannot be", () => {
  const settings: readonly (readonly [name: string, value: string])[] = [
    ["net.ipv4.nosuch", "1"],
    ["net.ipv4.ip_forwrd", "1"],
    ["net.ipv4.conf.default.rp_fliter", "1"],
    ["net.core.rmem_max", "16777216"],
    ["net.core.netdev_max_backlog", "16384"],
    ["net.ipv4.tcp_mem", "94500000 915000000 927000000"],
    ["net.ipv6.neigh.default.gc_thresh3", "8192"],
    ["net.nf_conntrack_max", "65536"],
    ["net.netfilter.nf_conntrack_count", "0"],
    ["net.ipv4.route.flush", "1"],
    ["net.ipv4.ip_default_ttl", "abc"],
    ["net.ipv4.ip_default_ttl", "256"],
    ["net.ipv4.tcp_rmem", "1024 4096"],
    ["net.ipv4.tcp_keepalive_time", "0x10"],
  ];
  const resource = {
    netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24"] } },
    netweft_namespace: Object.fromEntries(settings.map(([name, value], n) => [`n${n}`, { name: `n${n}`, sysctls: { [name]: value } }])),
  };
  const good = { netweft_namespace: { good: { name: "good", sysctls: { "net.core.somaxconn": "1024", "net.ipv4.tcp_syncookies": "0" } } } };

  test.each(["plan", "apply"])(
    "is refused by %s alike on both backends, each setting once and with its path, and nothing is made",
    async (word) => {
      const said = async (backend: string) => {
        const folder = openFolder({ NETWEFT_BACKEND: backend });
        try {
          folder.write({ resource });
          const { stderr } = await folder.run(1, word, ...(word === "apply" ? ["--auto-approve"] : []));
          folder.write({ resource: good });
          await folder.run(0, "apply", "--auto-approve");
          await folder.run(0, "plan", "--detailed-exitcode");
          await folder.run(0, "destroy", "--auto-approve");
          return stderr;
        } finally {
          folder.close();
        }
      };
      const [real, simulated] = [await said("iproute2"), await said("simulated")];
      expect(real.replaceAll("iproute2", "simulated")).toBe(simulated);
      for (const [n, [name]] of settings.entries())
        expect(real.split(`in netweft_namespace.n${n}, attribute sysctls["${name}"]`)).toHaveLength(2);
      expect(real.match(/^Error: /gm)).toHaveLength(settings.length);
      expect(command("ip netns list")).not.toContain("n0");
    },
  );
});
