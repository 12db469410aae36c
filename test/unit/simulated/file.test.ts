import { spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { thisProcess } from "../../../providers/system/disk/holder";
import { snapshot } from "../../support/lab";
import { linesOn, perform, performElsewhere, simulatedLab, stepOf, type SimulatedLab } from "../../support/simulated";

const NETNS = (n: number | string) => `local - netns ns${n}`;
const adds = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `add ${NETNS(from + n)}`);
const SCOPE = { netns: [], adopt: {}, sysctls: [] };

let lab: SimulatedLab;
beforeEach(() => void (lab = simulatedLab()));
afterEach(() => lab.remove());

/** Runs steps as the last ones: afterwards the file is complete. */
async function performAndClose(steps: readonly string[], host?: string): Promise<void> {
  const driver = await lab.open();
  await perform(driver, steps, host);
  await driver.close();
}

/** The diagnostic of a failed observation, with all required properties. */
async function damage(text: string, journal?: string): Promise<string> {
  mkdirSync(dirname(lab.file), { recursive: true });
  writeFileSync(lab.file, text);
  if (journal !== undefined) writeFileSync(`${lab.file}.journal`, journal);
  const driver = await lab.open();
  const seen = (await driver.observe(new Map([["local", SCOPE]]))).get("local")!;
  expect(seen).toMatchObject({ ok: false, diagnostics: [{ code: "simulated-damaged" }] });
  const ran = (
    await driver.run(new Map([["local", { steps: [stepOf("add local - netns x")], scope: SCOPE, generation: "0" }]]), () => {})
  ).get("local")!;
  expect(ran).toMatchObject({ done: 0, failed: { diagnostic: { code: "simulated-damaged" } } });
  expect(readFileSync(lab.file, "utf8")).toBe(text);
  return seen.diagnostics[0]!.detail;
}

const HEAD = '{"netweft_simulated":1,"id":"a1","generations":{"local":2},"facts":[';

describe("the file of the simulated kernel", () => {
  test("begins with empty hosts without a file, and an observation writes nothing", async () => {
    const driver = await lab.open();
    expect((await driver.observe(new Map([["local", SCOPE]]))).get("local")).toMatchObject({ ok: true, value: { generation: "0" } });
    expect(existsSync(dirname(lab.file))).toBe(false);
  });

  test("is JSON with one canonical line per fact, marks included", async () => {
    await perform(await lab.open(), [
      "add local - netns web # netweft:shop:netweft_namespace:web",
      "add local web sysctl net.ipv4.ip_forward = 1",
    ]);
    await performAndClose(["add edge1 - netns db"], "edge1");
    const text = readFileSync(lab.file, "utf8");
    expect(JSON.parse(text)).toEqual({
      netweft_simulated: 1,
      kernel: expect.any(String),
      guards: Object.fromEntries(
        ["local", "edge1"].map((host) => [host, { last: { by: expect.stringContaining("@"), at: expect.any(String) } }]),
      ),
      id: expect.any(String),
      generations: { local: 2, edge1: 2 },
      facts: ["local - netns web # netweft:shop:netweft_namespace:web", "local web sysctl net.ipv4.ip_forward = 1", "edge1 - netns db"],
    });
    expect(text.split("\n")[1]).toBe('"local - netns web # netweft:shop:netweft_namespace:web",');
    expect(readdirSync(dirname(lab.file))).toEqual(["simulated.json"]);
  });

  test("records which links have had an IPv4 address, whose settings follow no other", async () => {
    const pair = (n: number) => `add local - veth nwe${n} <> web eth${n} mtu 1500 mac 02:11:22:33:44:66 up`;
    const address = "local web addr 10.8.0.2/24 dev eth1";
    await performAndClose([`add local - netns web`, pair(0), pair(1), `add ${address}`, `del ${address}`]);
    await performAndClose(["add local web sysctl net.ipv4.conf.default.rp_filter = 1"]);
    const names = ["eth0", "eth1"].map((dev) => ({ netns: "web", name: `net.ipv4.conf.${dev}.rp_filter` }));
    const seen = await snapshot(await lab.open(), { ...SCOPE, netns: ["web"], sysctls: names });
    expect([...seen.facts.values()].flatMap((fact) => (fact.kind === "sysctl" ? fact.value : []))).toEqual(["1", "0"]);
  });

  test("keeps hosts that the configuration does not have", async () => {
    await perform(await lab.open(), ["add other - netns db"], "other");
    await perform(await lab.open(), ["add local - netns web"]);
    expect(await linesOn(lab.config)).toEqual(["other - netns db", "local - netns web"]);
  });

  test("is current for drivers that were open before another process changed it", async () => {
    const [one, other] = [await lab.open(), await lab.open()];
    for (let n = 0; n < 6; n++) await perform(n % 2 ? one : other, [`add ${NETNS(n)}`]);
    expect(await linesOn(lab.config)).toEqual([0, 1, 2, 3, 4, 5].map(NETNS));
  });

  test.each([
    ["is empty", "", /line 1: it is empty/],
    ["is no JSON", "hello\n", /line 1: it does not begin like/],
    ["is other JSON", '{"version":4}\n', /line 1: it does not begin like/],
    ["is of a later version", HEAD.replace(":1,", ":2,") + "\n]}\n", /version is 2, and this program reads version 1/],
    ["has no id", HEAD.replace('"id":"a1",', "") + "\n]}\n", /line 1: its id/],
    ["has a broken generation", HEAD.replace(":2}", ':"2"}') + "\n]}\n", /line 1: its id is not a string, or its generations/],
    ["ends early", `${HEAD}\n"local - netns web",\n`, /line 2: it ends early/],
    ["ends inside of a line", `${HEAD}\n"local - netns web",\n"local - net`, /line 3: the line is not one fact in quotation marks/],
    ["has a line that is no fact", `${HEAD}\n"local - netns web",\n"local - nets db"\n]}\n`, /line 3: "local - nets db" is not a fact/],
    ["has a fact that is not in normal shape", `${HEAD}\n"local web addr 10.0.0.1 dev eth0"\n]}\n`, /line 2: .*Compare it with/],
    ["has two facts of one key", `${HEAD}\n"local - netns a",\n"local - netns a"\n]}\n`, /line 3: .* clashes with a fact/],
    ["goes on after its end", `${HEAD}\n]}\n{}\n`, /line 3: something follows/],
  ])("that %s is reported with the line and the remedy, and left unchanged", async (_, text, words) => {
    const detail = await damage(text);
    expect(detail).toMatch(words);
    expect(detail).toContain(`${lab.file}, line `);
    expect(detail).toContain(`remove ${lab.file} to begin with empty hosts`);
  });

  test.each([
    ["says nothing that can be read", "journal a1\nhello\n", /line 2: "" is not a fact|line 2:/],
    ["has a step that cannot be", "journal a1\nadd local web addr 10.0.0.1/24 dev eth0\n", /line 2: .*Cannot open network namespace/],
    ["has an unknown word", "journal a1\nput local - netns a\n", /line 2: "put" is not a word/],
    ["has a broken generation", "journal a1\ngeneration x local\n", /line 2: "generation x local"/],
  ])("with a journal that %s is also reported", async (_, journal, words) => {
    const detail = await damage(`${HEAD}\n]}\n`, journal);
    expect(detail).toMatch(words);
    expect(detail).toContain(`${lab.file}.journal, line 2`);
  });

  test("that cannot be read is a diagnostic", async () => {
    mkdirSync(lab.file, { recursive: true });
    const driver = await lab.open();
    const seen = (await driver.observe(new Map([["local", SCOPE]]))).get("local")!;
    expect(seen).toMatchObject({ ok: false, diagnostics: [{ code: "file-unreadable", at: { file: lab.file } }] });
  });

  test("that cannot be written is a diagnostic, and nothing counts as done", async () => {
    writeFileSync(dirname(lab.file), "a file where a folder is due");
    const driver = await lab.open();
    const ran = (
      await driver.run(new Map([["local", { steps: [stepOf("add local - netns x")], scope: SCOPE, generation: "0" }]]), () => {})
    ).get("local")!;
    expect(ran).toMatchObject({ done: 0, failed: { diagnostic: { code: expect.stringMatching(/^file-un(readable|writable)$/) } } });
  });
});

describe("the journal", () => {
  const base = (id: string) => `${HEAD.replace("a1", id)}\n"local - netns web"\n]}\n`;
  const write = (id: string, journal: string) => {
    mkdirSync(dirname(lab.file), { recursive: true });
    writeFileSync(lab.file, base(id));
    writeFileSync(`${lab.file}.journal`, journal);
  };

  test("continues the file of its id", async () => {
    write("a1", "journal a1\ngeneration 7 local\nadd local - netns db\ndel local - netns web\n");
    expect(await linesOn(lab.config)).toEqual(["local - netns db"]);
    const seen = (await (await lab.open()).observe(new Map([["local", SCOPE]]))).get("local")!;
    expect(seen).toMatchObject({ ok: true, value: { generation: "7" } });
  });

  test("of another file, left behind by a process that died, is ignored", async () => {
    write("a2", "journal a1\nadd local - netns db\n");
    expect(await linesOn(lab.config)).toEqual(["local - netns web"]);
    await perform(await lab.open(), ["add local - netns new"]);
    expect(await linesOn(lab.config)).toEqual(["local - netns web", "local - netns new"]);
  });

  test("without its file is ignored, since the file was removed to begin again", async () => {
    write("a1", "journal a1\nadd local - netns db\n");
    lab.remove();
    mkdirSync(dirname(lab.file), { recursive: true });
    writeFileSync(`${lab.file}.journal`, "journal a1\nadd local - netns db\n");
    expect(await linesOn(lab.config)).toEqual([]);
    await perform(await lab.open(), ["add local - netns new"]);
    expect(await linesOn(lab.config)).toEqual(["local - netns new"]);
  });

  test("with a truncated last line is read without it", async () => {
    write("a1", "journal a1\nadd local - netns db\nadd local - netns hal");
    expect(await linesOn(lab.config)).toEqual(["local - netns web", "local - netns db"]);
    await perform(await lab.open(), ["add local - netns new"]);
    expect(await linesOn(lab.config)).toEqual(["local - netns web", "local - netns db", "local - netns new"]);
  });

  test("is read from the last position", async () => {
    write("a1", "journal a1\nadd local - netns db\n");
    const driver = await lab.open();
    const look = async () => {
      const seen = (await driver.observe(new Map([["local", SCOPE]]))).get("local")!;
      return seen.ok && [...seen.value.facts.keys()];
    };
    expect(await look()).toEqual(["local - netns web", "local - netns db"]);
    appendFileSync(`${lab.file}.journal`, "del local - netns web\n");
    expect(await look()).toEqual(["local - netns db"]);
  });
});

describe("faults and delays", () => {
  test("a step with a fault fails, with the configured message", async () => {
    const faults = [{ step: `add ${NETNS(1)}`, action: "fail" as const, message: "Device or resource busy" }];
    const outcome = await perform(await lab.open({ faults }), adds(0, 3));
    expect(outcome).toMatchObject({ done: 1, failed: { step: 1, diagnostic: { code: "kernel-refused" } } });
    expect(outcome.failed!.diagnostic.detail).toContain('"add local - netns ns1", failed: Device or resource busy.');
    expect(await linesOn(lab.config)).toEqual([NETNS(0)]);
  });

  test("a fault that kills the process does so before its step, and earlier steps are kept", async () => {
    const config = {
      ...lab.config,
      simulated: { ...lab.config.simulated, faults: [{ step: `add ${NETNS(300)}`, action: "kill" as const, message: "" }] },
    };
    expect(await performElsewhere(config, adds(0, 600))).toMatchObject({ signal: "SIGKILL" });
    expect(await linesOn(lab.config)).toEqual(Array.from({ length: 300 }, (_, n) => NETNS(n)));
    await performAndClose(adds(0, 600));
    expect(await linesOn(lab.config)).toHaveLength(600);
    expect(readdirSync(dirname(lab.file))).toEqual(["simulated.json"]);
  });

  test("steps take their latency, and hosts work in parallel", async () => {
    const driver = await lab.open({ latency_ms: 40 });
    const work = (host: string) =>
      [host, { steps: adds(0, 5).map((text) => stepOf(text.replace("local", host))), scope: SCOPE, generation: "0" }] as const;
    const seen: string[] = [];
    const start = performance.now();
    await driver.run(new Map([work("local"), work("edge1")]), (host, done) => seen.push(`${host} ${done}`));
    const took = performance.now() - start;
    expect(took).toBeGreaterThan(195);
    expect(seen.indexOf("edge1 1")).toBeLessThan(seen.indexOf("local 5"));
  });
});

describe("several processes", () => {
  test("may work on one file, each with its own hosts, and nothing is lost", async () => {
    const work = (host: string) => adds(0, 40).map((text) => text.replace("local", host));
    const slow = { ...lab.config, simulated: { ...lab.config.simulated, latency_ms: 1 } };
    const ran = await Promise.all(["local", "edge1", "edge2"].map((host) => performElsewhere(slow, work(host), host)));
    expect(ran.map(({ out }) => out)).toEqual(['{"done":40}', '{"done":40}', '{"done":40}']);
    for (const host of ["local", "edge1", "edge2"]) expect(await linesOn(lab.config, host)).toHaveLength(40);
  });

  test("take over the lock of one that died", async () => {
    mkdirSync(dirname(lab.file), { recursive: true });
    const { pid } = await new Promise<{ pid: number }>((resolve) => {
      const child = spawn(process.execPath, ["-e", ""]);
      child.on("close", () => resolve({ pid: child.pid! }));
    });
    writeFileSync(`${lab.file}.lock`, JSON.stringify({ ...thisProcess(), Pid: pid, ID: "dead" }));
    await performAndClose(adds(0, 1));
    expect(await linesOn(lab.config)).toEqual([NETNS(0)]);
    expect(readdirSync(dirname(lab.file))).toEqual(["simulated.json"]);
  });

  test("wait for each other also in one process", async () => {
    const [one, other] = [await lab.open({ latency_ms: 5 }), await lab.open({ latency_ms: 5 })];
    await Promise.all([perform(one, adds(0, 10)), perform(other, ["add edge1 - netns a"], "edge1")]);
    expect(await linesOn(lab.config)).toHaveLength(11);
  });
});
