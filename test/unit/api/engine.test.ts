/** The library `netweft/engine`, as its callers use it. */
import { join } from "node:path";
import { apply, drift, importObject, localStore, machine, memoryStore, plan, type StackInput } from "../../../api/engine";
import { simulatedKernel } from "../../../api/kernel";
import { diagnose, type Diagnostic, type Result } from "../../../lib/diagnostic";
import { openFolder } from "../../support/folder";

const FRONT = { netweft_bridge_network: { front: { name: "front", subnets: ["10.10.0.0/24"] } } };
const OUTPUT = { front: { value: "${netweft_bridge_network.front.bridge_name}" } };

function stackOf(resource: object, more: Partial<StackInput> = {}) {
  const kernel = simulatedKernel();
  const text = JSON.stringify({ resource, output: OUTPUT });
  const store = memoryStore();
  const input: StackInput = { ...machine(), backends: kernel.backends, store, files: [{ name: "main.tf.json", text }], ...more };
  return { kernel, store, input };
}

const codesOf = ({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }) => diagnostics.map(({ code }) => code);

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.diagnostics.map(({ detail }) => detail).join("\n"));
  return result.value;
}

test("a plan is plain data, an apply does it, and then nothing is left to do", async () => {
  const { kernel, input } = stackOf(FRONT);
  const planned = structuredClone(valueOf(await plan(input)));
  expect(planned.resources.map(({ address, action }) => [address, action])).toEqual([["netweft_bridge_network.front", "create"]]);
  expect(kernel.lines()).toEqual([]);
  const done = valueOf(await apply(input, planned));
  expect(done).toMatchObject({ added: 1, changed: 0, destroyed: 0, outputs: { front: { value: "nw-front" } } });
  expect(kernel.lines("local")).toContainEqual(expect.stringMatching(/^local - link nw-front type bridge /));
  expect(valueOf(await plan(input)).phases).toEqual([]);
});

test("drift is found, repaired by the next apply, and everything is gone after a destroy", async () => {
  const { kernel, input, store } = stackOf(FRONT);
  valueOf(await apply(input, valueOf(await plan(input))));
  expect(valueOf(await drift(input)).lines).toEqual([]);
  valueOf(await kernel.unset("local - addr 10.10.0.1/24"));
  expect(valueOf(await drift(input)).lines).toEqual([
    { host: "local", what: "missing", line: "local - addr 10.10.0.1/24 dev nw-front", owners: ["netweft_bridge_network.front"] },
  ]);
  valueOf(await apply(input, valueOf(await plan(input))));
  expect(valueOf(await drift(input)).lines).toEqual([]);
  expect(valueOf(await apply(input, valueOf(await plan(input, { destroy: true }))))).toMatchObject({ destroyed: 1 });
  expect(kernel.lines().filter((line) => line.includes("netweft:"))).toEqual([]);
  expect(JSON.parse(store.text()!)).toMatchObject({ resources: [] });
});

test("findings have a class, a severity with its reason, what a repair costs, and an age by an earlier report", async () => {
  const { kernel, input } = stackOf(FRONT);
  valueOf(await apply(input, valueOf(await plan(input))));
  valueOf(await kernel.unset("local - addr 10.10.0.1/24"));
  valueOf(await kernel.set("local - addr 192.0.2.1/24 dev nw-front"));
  const first = structuredClone(valueOf(await drift(input)));
  expect(first).toMatchObject({
    stack: "default",
    ignored: [],
    expired: [],
    resolved: [],
    coverage: [{ host: "local", managed: 1, all: 1 }],
  });
  expect(first.findings).toMatchObject([
    {
      ...{ class: "missing", layer: "address", severity: "outage", host: "local", resources: ["netweft_bridge_network.front"] },
      ...{ expected: "local - addr 10.10.0.1/24 dev nw-front", endpoints: [], status: "new", firstSeen: first.observedAt },
      repair: { by: "apply", advice: "`netweft apply` creates it again.", interrupts: [] },
      source: { file: "main.tf.json", line: 1 },
    },
    { class: "unexpected", layer: "address", actual: "local - addr 192.0.2.1/24 dev nw-front", repair: { by: "left" } },
  ]);
  expect(first.findings[0]!.fingerprint).toMatch(/^[0-9a-f]{32}$/);
  expect(first.findings.every(({ reason }) => reason.endsWith("."))).toBe(true);

  valueOf(await apply(input, valueOf(await plan(input))));
  const ignores = [{ line: "*192.0.2.1*", reason: "the lab's", by: "network team" }];
  const second = valueOf(await drift(input, { baseline: first.findings, ignores }));
  expect(second.findings).toEqual([]);
  expect(second.ignored).toMatchObject([{ finding: { status: "persisting", firstSeen: first.observedAt }, ignore: ignores[0]! }]);
  expect(second.resolved.map(({ expected }) => expected)).toEqual(["local - addr 10.10.0.1/24 dev nw-front"]);
  expect(valueOf(await drift(input, { ignores: [{ ...ignores[0]!, until: "2020-01-31" }] }))).toMatchObject({
    findings: [{ actual: "local - addr 192.0.2.1/24 dev nw-front" }],
    expired: [{ until: "2020-01-31" }],
  });
});

test("findings conceal sensitive values", async () => {
  const variables = { subnet: "10.10.0.0/24" };
  const variable = { subnet: { type: "string", sensitive: true } };
  const front = { name: "front", subnets: ["${var.subnet}"] };
  const text = JSON.stringify({ variable, resource: { netweft_bridge_network: { front } } });
  const { kernel, input } = stackOf(FRONT, { files: [{ name: "main.tf.json", text }], variables });
  valueOf(await apply(input, valueOf(await plan(input))));
  valueOf(await kernel.unset("local - link nw-front"));
  const found = valueOf(await drift(input));
  expect(found.findings.length).toBeGreaterThan(1);
  expect(JSON.stringify(found)).not.toContain("10.10.0");
});

test("a plan of an earlier state or of changed hosts is refused, and nothing is done", async () => {
  const { kernel, input } = stackOf(FRONT);
  const planned = valueOf(await plan(input));
  valueOf(await kernel.set("local - link nw-front type bridge mtu 1500 mac 02:00:00:00:00:01 stp off up"));
  expect(codesOf(await apply(input, planned))).toEqual(["stale-plan"]);
  expect(kernel.lines()).toHaveLength(1);
  valueOf(await kernel.unset("local - link nw-front"));
  valueOf(await apply(input, planned));
  expect(codesOf(await apply(input, planned))).toEqual(["stale-plan"]);
});

test("an object of the host is imported by its id", async () => {
  const { kernel, input } = stackOf({ netweft_namespace: { web: { name: "web" } }, ...FRONT });
  valueOf(await kernel.set("local - netns web"));
  const imported = valueOf(await importObject(input, { address: "netweft_namespace.web", id: "local/web" }));
  expect(imported).toEqual({ id: "local/web", lines: ["local - netns web"] });
  expect(codesOf(await importObject(input, { address: "netweft_namespace.web", id: "local/web" }))).toEqual(["already-managed"]);
});

test("mistakes are diagnostics, all at once: in the text, in a variable, in the name of a backend", async () => {
  const wrong = { front: { name: "front", subnets: ["10.0.0.0/33"] }, back: { name: "back", mtu: 1 } };
  const { input } = stackOf({ netweft_bridge_network: wrong });
  expect(codesOf(await plan(input))).toEqual(["invalid-cidr", "invalid-value"]);
  expect(codesOf(await plan({ ...input, files: [{ name: "x.tf.json", text: "{" }] }))).toEqual(["invalid-json"]);
  expect(codesOf(await drift({ ...stackOf(FRONT).input, variables: { nope: 1 } }))).toEqual(["undeclared-variable"]);
  expect(codesOf(await plan({ ...stackOf(FRONT).input, backend: "windows" }))).toEqual(["invalid-value"]);
});

describe("a call with a mistake that only types would find is a diagnostic, and nothing is done:", () => {
  const wrong = async (call: (input: StackInput) => Promise<Result<unknown>>) => {
    const { kernel, input } = stackOf(FRONT);
    const { ok, diagnostics } = await call(input);
    expect([ok, kernel.lines()]).toEqual([false, []]);
    return diagnostics.map(({ code, at, detail }) => `${code} ${at.path?.join(".")}: ${detail}`);
  };
  const wrongly = <T>(value: unknown) => value as T;

  test.each<readonly [string, (input: StackInput) => Promise<Result<unknown>>, readonly string[]]>([
    [
      "a misspelled option",
      (input) => plan(input, wrongly({ destory: true })),
      ["invalid-argument options.destory: There is no `destory` in `options`. Did you mean `destroy`?"],
    ],
    [
      "an option of another type",
      (input) => plan(input, wrongly({ destroy: "yes", targets: "a" })),
      [
        "invalid-argument options.destroy: `destroy` cannot have this value: expected true or false.",
        "invalid-argument options.targets: `targets` cannot have this value: expected a list of text.",
      ],
    ],
    [
      "null in the place of options",
      (input) => plan(input, wrongly(null)),
      ["invalid-argument options: The argument `options` is no object. Pass one."],
    ],
    [
      "a misspelled part of a stack",
      (input) => drift(wrongly({ ...input, variabels: {} })),
      ["invalid-argument stack.variabels: There is no `variabels` in `stack`. Did you mean `variables`?"],
    ],
    [
      "a stack without its store, and with texts in the place of files",
      (input) => plan(wrongly({ ...input, store: undefined, files: ["main.tf.json"] })),
      [
        "invalid-argument stack.store: `store` is required and has no value: expected an object.",
        "invalid-argument stack.files: `files` cannot have this value: expected a list of objects with `name` and `text`.",
      ],
    ],
    [
      "ignores without a reason, and a baseline that is no list of findings",
      async (input) => {
        const wrongIgnore = await drift(input, wrongly({ ignores: [{ class: "unexpected", by: "x" }] }));
        const wrongBaseline = await drift(input, wrongly({ baseline: [{ fingerprint: "x" }] }));
        return { ok: false, diagnostics: [...wrongIgnore.diagnostics, ...wrongBaseline.diagnostics] };
      },
      [
        "invalid-drift-ignore undefined: ignores[0].reason: The reason is missing: say why the findings are left.",
        "invalid-argument options.baseline: `baseline` cannot have this value: expected a list of findings, as an earlier report has them.",
      ],
    ],
    ["no stack", () => plan(wrongly(undefined)), ["invalid-argument stack: The argument `stack` is no object. Pass one."]],
    [
      "a result in the place of its plan",
      async (input) => apply(input, wrongly(await plan(input))),
      ["version", "resources", "phases", "prior"].map((name) => expect.stringMatching(`^invalid-argument plan.${name}: `) as string),
    ],
    [
      "an object to import without its id",
      (input) => importObject(input, wrongly({ address: "netweft_bridge_network.front", adress: "x" })),
      [
        "invalid-argument object.id: `id` is required and has no value: expected text.",
        "invalid-argument object.adress: There is no `adress` in `object`. Did you mean `address`?",
      ],
    ],
  ])("%s", async (_, call, said) => expect(await wrong(call)).toEqual(said));
});

test("a locked state is an error that says by what, and the lock ends with the work", async () => {
  const { input, store } = stackOf(FRONT);
  const planned = valueOf(await plan(input));
  const info = { id: "1", operation: "report", ...input.holder, created: input.clock.now() };
  const unlock = valueOf(await store.lock(info));
  const refused = await apply(input, planned);
  expect([codesOf(refused), refused.diagnostics[0]!.detail]).toEqual([["state-locked"], expect.stringContaining('"report"')]);
  await unlock();
  valueOf(await apply(input, planned));
  valueOf(await store.lock(info));
});

test("a state that the store does not take after the apply is in the result, and can be stored later", async () => {
  const { input, store } = stackOf(FRONT);
  let writes = 0;
  const full: StackInput["store"] = {
    ...store,
    write: async (text) => (++writes === 2 ? { ok: false, diagnostics: [diagnose("state-unwritable", "It is full.")] } : store.write(text)),
  };
  const done = await apply({ ...input, store: full }, valueOf(await plan(input)));
  expect([done.ok, codesOf(done)]).toEqual([false, ["state-unwritable", "state-not-stored"]]);
  expect(store.text()).not.toBe(done.unsaved);
  valueOf(await store.write([done.unsaved!]));
  expect(valueOf(await plan(input)).resources).toMatchObject([{ address: "netweft_bridge_network.front", action: "no-op" }]);
  expect(valueOf(await plan(input)).phases).toEqual([]);

  const { input: other } = stackOf(FRONT);
  const planned = valueOf(await plan(other));
  const refusing: StackInput["store"] = {
    ...other.store,
    write: async () => ({ ok: false, diagnostics: [diagnose("state-unwritable", "It is full.")] }),
  };
  const refused = await apply({ ...other, store: refusing }, planned);
  expect([codesOf(refused), refused.unsaved]).toEqual([["state-unwritable"], undefined]);
});

test("a state in a file, and the hosts of this machine, are those of the command", async () => {
  const folder = openFolder();
  try {
    const provider = { netweft: { simulated: { file: join(folder.path, "simulated.json") } } };
    const text = JSON.stringify({ resource: FRONT, provider });
    const input = { ...machine(), store: localStore(join(folder.path, "terraform.tfstate")), files: [{ name: "main.tf.json", text }] };
    folder.write({ resource: FRONT, provider });
    valueOf(await apply(input, valueOf(await plan(input))));
    expect((await folder.run(0, "plan", "--detailed-exitcode")).stdout).toContain("No changes.");
  } finally {
    folder.close();
  }
});
