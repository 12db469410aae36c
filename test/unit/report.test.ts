import { diagnose } from "../../lib/diagnostic";
import type { Plan, ResourceChange } from "../../lib/engine/plan";
import type { Change, Impact } from "../../lib/reconcile/plan";
import { decodePlan, encodePlan } from "../../lib/engine/saved";
import type { Fact } from "../../lib/kernel/fact";
import { keyOf } from "../../lib/kernel/kinds";
import { lineOf, parseLine } from "../../lib/kernel/line";
import { attributeLines } from "../../lib/report/attributes";
import { diagnosticsText, pathText } from "../../lib/report/diagnostics";
import type { Finding, Ignore, StackFindings } from "../../lib/drift/finding";
import { driftText } from "../../lib/report/drift/text";
import { betweenLines } from "../../lib/report/fact-lines";
import { dotGraph, mermaidGraph } from "../../lib/report/graph";
import { plainLook, terminalLook, wrap } from "../../lib/report/look";
import { sensitiveMask, unknownMask } from "../../lib/report/masks";
import { planJson } from "../../lib/report/plan-json";
import { summaryOf } from "../../lib/report/plan-summary";
import { planText } from "../../lib/report/plan-text";
import { stateJson, stateText } from "../../lib/report/state-report";
import { UNKNOWN, type Draft } from "../../lib/schema/value";
import { chunksOf, instance, stateOf } from "../support/state";

function fact(line: string): Fact {
  const read = parseLine(line);
  if (!read.ok) throw new Error(read.diagnostics[0]!.detail);
  return read.value;
}

const MAC = "02:11:22:33:44:55";
const bridge = fact(`local - link nw-front type bridge mtu 1500 mac ${MAC} stp off up # netweft:default:netweft_bridge_network:front`);
const smaller = fact(`local - link nw-front type bridge mtu 1450 mac ${MAC} stp off up # netweft:default:netweft_bridge_network:front`);
const address = fact("local - addr 10.8.0.1/24 dev nw-front");
const forwarding = Object.freeze({ ...fact("local - sysctl net.ipv4.ip_forward = 1"), shared: true as const });

function change(action: Change["action"], facts: { before?: Fact; after?: Fact }, over: Partial<Change> = {}): Change {
  return {
    action,
    key: keyOf((facts.after ?? facts.before)!),
    ...facts,
    owners: ["netweft_bridge_network.front"],
    because: "declared",
    ...over,
  };
}

function resource(over: Partial<ResourceChange>): ResourceChange {
  return {
    address: "netweft_bridge_network.front",
    action: "create",
    before: null,
    after: { name: "front", mtu: 1500, drift: [] },
    replaceBy: [],
    sensitive: [],
    ...over,
  };
}

function planOf(over: Partial<Plan> = {}): Plan {
  const base = {
    version: 1 as const,
    resources: [],
    changes: [],
    phases: [],
    impact: [],
    outputs: [],
    providers: [],
    instances: [],
    diagnostics: [],
  };
  return { ...base, seen: { keys: {}, needs: {}, digests: {} }, prior: { lineage: "l", serial: 3 }, ...over };
}

const text = (plan: Plan) => [...planText(plan, plainLook, { lines: true })].join("");
const attributes = (before: Draft | null, after: Draft | null, over: object = {}) =>
  [...attributeLines({ before, after, hidden: [], forces: [], ...over }, plainLook)].join("");

describe("a plan as text", () => {
  it("shows each resource with its attributes, below it the kernel objects, then the outputs, the steps, and Terraform's line at the end", () => {
    const plan = planOf({
      resources: [
        resource({}),
        resource({ address: "netweft_namespace.web", action: "update", before: { id: "x", drift: ["a"] }, after: { id: "x", drift: [] } }),
        resource({ address: "netweft_namespace.same", action: "no-op", before: { id: "y" }, after: { id: "y" } }),
      ],
      changes: [
        change("add", { after: bridge }),
        change("add", { after: forwarding }, { owners: ["netweft_bridge_network.front", "netweft_bridge_network.back"] }),
        change("add", { after: fact("local - netns web") }, { owners: ["netweft_namespace.web"], because: "drift" }),
      ],
      phases: [
        {
          local: [
            { n: 1, verb: "add", fact: bridge, owners: [] },
            { n: 2, verb: "set", fact: forwarding, owners: [] },
          ],
        },
      ],
      outputs: [
        { name: "mtu", after: { value: 1500, type: "number", sensitive: false } },
        { name: "key", after: { value: "k", type: "string", sensitive: true } },
      ],
    });
    expect(text(plan)).toBe(`Resource actions are indicated with the following symbols:
  + create
  ~ update in-place

Netweft will perform the following actions:

  # netweft_bridge_network.front will be created
  + resource "netweft_bridge_network" "front" {
      + mtu  = 1500
      + name = "front"
    }
      + local - link nw-front type bridge mtu 1500 mac ${MAC} stp off up

  # netweft_namespace.web will be updated in-place
  ~ resource "netweft_namespace" "web" {
        id = "x"
    }
      + local - netns web  # drift

  # Shared by several resources of a host
      + local - sysctl net.ipv4.ip_forward = 1  # shared by 2 resources

Changes to Outputs:
  + key = (sensitive value)
  + mtu = 1500

Impact:
  local: 2 steps (1 add, 1 set)

Plan: 1 to add, 1 to change, 0 to destroy.
`);
  });

  it("names every endpoint that loses traffic with the reason, the worst first, and only counts the others", () => {
    const one = (endpoint: string, kind: Impact["kind"], over: Partial<Impact> = {}): Impact => ({
      endpoint,
      host: "local",
      kind,
      why: ["a", "b"],
      ...over,
    });
    const plan = planOf({
      changes: [change("change", { before: bridge, after: smaller })],
      phases: [{ local: [{ n: 1, verb: "set", fact: smaller, from: bridge, owners: [] }] }],
      impact: [
        one("e.api", "replaced"),
        one("e.db", "replaced", { only: ["10.8.0.4", "fd00:8::4"] }),
        one("e.web", "brief"),
        one("e.x", "live"),
        one("e.y", "live"),
      ],
    });
    expect(text(plan)).toContain(`Impact:
  local: 1 step (1 set)
  replaced, connections end:
    e.api: a; b
    e.db: only those of 10.8.0.4, fd00:8::4: a; b
  brief, connections pause and continue:
    e.web: a; b
  live, nothing is lost: 2 endpoints

`);
    expect((JSON.parse([...planJson(plan)].join("")) as { netweft: { impact: unknown } }).netweft.impact).toEqual(plan.impact);
  });

  it("without changes has Terraform's text", () => {
    const plan = planOf({ resources: [resource({ action: "no-op", before: { id: "y" } })] });
    expect(summaryOf(plan).empty).toBe(true);
    expect(text(plan).split("\n")[0]).toBe("No changes. Your infrastructure matches the configuration.");
  });

  it("shows replacements with their reason, removals and moves", () => {
    const plan = planOf({
      resources: [
        resource({ action: "replace", before: { name: "front", mtu: 1500 }, after: { name: "back", mtu: 1500 }, replaceBy: ["name"] }),
        resource({ address: "netweft_namespace.a", action: "delete", before: { name: "a" }, after: null }),
        resource({
          address: "netweft_namespace.new",
          movedFrom: "netweft_namespace.old",
          action: "no-op",
          before: { name: "n" },
          after: { name: "n" },
        }),
      ],
      changes: [change("change", { before: bridge, after: smaller }), change("remove", { before: address }, { because: "collateral" })],
    });
    const lines = text(plan).split("\n");
    expect(lines).toContain("-/+ destroy and then create replacement");
    expect(lines).toContain('      ~ name = "front" -> "back" # forces replacement');
    expect(lines).toContain('      - name = "a" -> null');
    expect(lines).toContain("  # netweft_namespace.old has moved to netweft_namespace.new");
    expect(lines).toContain(`      ~ local - link nw-front type bridge mtu 1500 -> 1450 mac ${MAC} stp off up`);
    expect(lines).toContain("      - local - addr 10.8.0.1/24 dev nw-front  # kernel side effect");
    expect(lines.at(-2)).toBe("Plan: 1 to add, 0 to change, 2 to destroy.");
  });

  it("omits no kernel object, even if none of its owners changes", () => {
    expect(text(planOf({ changes: [change("add", { after: address })] }))).toContain("+ local - addr 10.8.0.1/24 dev nw-front");
  });

  it("has colours only on a terminal", () => {
    const plan = planOf({ resources: [resource({})] });
    const coloured = [...planText(plan, terminalLook(80, true), { lines: true })].join("");
    expect(coloured).toContain("\u001b[32m");
    expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(text(plan)); // eslint-disable-line no-control-regex
  });
});

describe("attributes in a plan", () => {
  it("show lists and objects part by part, and how many attributes stay", () => {
    const before = { subnets: ["10.8.0.0/24", "10.9.0.0/24"], network: { id: "a", mtu: 1500 }, mtu: 1500, stp: false };
    const after = { subnets: ["10.8.0.0/24", "fd00::/64"], network: { id: "a", mtu: 1450 }, mtu: 1500, stp: false };
    expect(attributes(before, after)).toBe(`      ~ network = {
          ~ mtu = 1500 -> 1450
            # (1 unchanged attribute hidden)
        }
      ~ subnets = [
          - "10.9.0.0/24",
            "10.8.0.0/24",
          + "fd00::/64",
        ]
        # (2 unchanged attributes hidden)
`);
  });

  it("never show sensitive values, at any depth", () => {
    const hidden = { hidden: [["a"], ["list", 1], ["map", "k"]] };
    const shown = attributes(null, { a: "topsecret", list: ["x", "topsecret"], map: { k: "topsecret", l: 1 } }, hidden);
    expect(shown).not.toContain("topsecret");
    expect(shown.match(/\(sensitive value\)/g)).toHaveLength(3);
    expect(attributes({ a: "topsecret" }, { a: "secret2" }, hidden)).toBe("      ~ a = (sensitive value)\n");
  });

  it("show unknown values, values that were null, and what forces a replacement inside an object", () => {
    expect(attributes({ a: null, b: "x", n: { id: "p", m: 1 } }, { a: UNKNOWN, b: null, n: { id: "q", m: 1 } }, { forces: ["n.id"] }))
      .toBe(`      + a = (known after apply)
      - b = "x" -> null
      ~ n = {
          ~ id = "p" -> "q" # forces replacement
            # (1 unchanged attribute hidden)
        }
`);
  });

  it("cannot move the cursor", () => {
    expect(attributes(null, { "a\u009b": ["x\u009by"] })).toBe('      + "a\\u009b" = ["x\\u009by"]\n');
  });

  it("quote names that are not plain words, and show empty containers on one line", () => {
    expect(attributes(null, { labels: { "a b": "c" }, list: [] })).toBe(
      '      + labels = {\n          + "a b" = "c"\n        }\n      + list   = []\n',
    );
  });
});

describe("a plan as JSON", () => {
  const plan = planOf({
    resources: [
      resource({ after: { name: "front", labels: { k: "v" }, mtu: UNKNOWN }, sensitive: [["labels", "k"]] }),
      resource({
        address: 'netweft_namespace.web["a"]',
        action: "replace",
        before: { name: "a" },
        after: { name: "b" },
        reason: "replace_because_cannot_update",
        replaceBy: ["name"],
      }),
    ],
    changes: [change("change", { before: bridge, after: smaller })],
    phases: [{ local: [{ n: 1, verb: "set", fact: smaller, from: bridge, owners: ["netweft_bridge_network.front"] }] }],
    outputs: [{ name: "o", before: { value: 1, type: "number", sensitive: false } }],
  });
  const json = JSON.parse([...planJson(plan)].join("")) as { netweft: unknown; planned_values: { root_module: { resources: unknown[] } } };

  it("has Terraform's form", () => {
    expect(json).toMatchObject({
      format_version: "1.2",
      resource_changes: [
        {
          address: "netweft_bridge_network.front",
          mode: "managed",
          type: "netweft_bridge_network",
          name: "front",
          change: {
            actions: ["create"],
            before: null,
            after: { name: "front", labels: { k: "v" } },
            after_unknown: { mtu: true },
            before_sensitive: false,
            after_sensitive: { labels: { k: true } },
          },
        },
        {
          address: 'netweft_namespace.web["a"]',
          index: "a",
          change: { actions: ["delete", "create"], replace_paths: [["name"]] },
          action_reason: "replace_because_cannot_update",
        },
      ],
      output_changes: { o: { actions: ["delete"], before: 1, after: null } },
      prior_state: { values: { root_module: { resources: [{ address: 'netweft_namespace.web["a"]', values: { name: "a" } }] } } },
      applyable: true,
      errored: false,
    });
    expect(json.planned_values.root_module.resources).toHaveLength(2);
  });

  it("additionally has the kernel objects and the steps", () => {
    expect(json.netweft).toMatchObject({
      changes: [
        { action: "change", after: expect.stringContaining("mtu 1450"), owners: ["netweft_bridge_network.front"], because: "declared" },
      ],
      steps: [{ n: 1, phase: 1, host: "local", verb: "set", line: lineOf(smaller), from: lineOf(bridge) }],
    });
  });
});

describe("masks", () => {
  it("are true at the paths and nothing elsewhere", () => {
    expect(sensitiveMask({ a: [1, 2], b: 3 }, [["a", 1]])).toEqual({ a: [false, true] });
    expect(sensitiveMask({ a: 1 }, [[]])).toBe(true);
    expect(unknownMask({ a: [UNKNOWN, 1], b: { c: UNKNOWN }, d: 1 })).toEqual({ a: [true, false], b: { c: true } });
  });
});

describe("a saved plan", () => {
  const there = Object.freeze({ ...forwarding, host: "edge" });
  const plan = planOf({
    resources: [resource({ sensitive: [["labels"]] }), resource({ address: "netweft_namespace.web" })],
    changes: [change("change", { before: bridge, after: smaller }), change("add", { after: there })],
    phases: [
      { local: [{ n: 1, verb: "set", fact: smaller, from: bridge, owners: ["x"] }], edge: [] },
      { edge: [{ n: 2, verb: "add", fact: there, owners: [] }] },
    ],
    impact: [{ endpoint: "e.web", host: "local", kind: "replaced", why: ["because"], only: ["10.8.0.4"] }],
    outputs: [{ name: "o", after: { value: "é\n", type: "string", sensitive: true } }],
    instances: [instance()],
    diagnostics: [diagnose("incomplete-plan", "…")],
  });
  const whole = [...encodePlan({ plan, state: { backend: "local", path: "terraform.tfstate" } })].join("");
  const read = (saved: string) => decodePlan(chunksOf(saved, 17), "x.plan");

  it("reads back as the same plan, including its facts", async () => {
    const back = await read(whole);
    const phases = [{ local: plan.phases[0]!["local"] }, plan.phases[1]];
    expect(back).toEqual({
      ok: true,
      diagnostics: [],
      value: {
        state: { backend: "local", path: "terraform.tfstate" },
        plan: { ...plan, phases },
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
  });

  it("is refused wherever it is truncated", async () => {
    for (let length = 0; length < whole.length; length += 5) {
      expect((await read(whole.slice(0, length))).diagnostics.map(({ code }) => code)).toEqual(["plan-damaged"]);
    }
  });

  it.each([
    ["a changed fact", (saved: string) => saved.replace("mtu 1450", "mtu 1400")],
    ["a line less", (saved: string) => saved.replace(/^.*"resource".*\n/m, "")],
    ["a line more", (saved: string) => `${saved}{}\n`],
    ["another file's text", () => '{"hello": "world"}\n'],
    ["bytes", () => "\u0000\u0001\n"],
  ])("with %s is refused", async (_, damage) => {
    expect((await read(damage(whole))).diagnostics.map(({ code }) => code)).toEqual(["plan-damaged"]);
  });

  it("of another version is refused", async () => {
    expect((await read(whole.replace('"version":1', '"version":3'))).diagnostics.map(({ code }) => code)).toEqual(["plan-version"]);
  });
});

describe("a state as text and JSON", () => {
  const state = {
    ...stateOf(instance({ private: { v: 1, facts: [lineOf(bridge)] }, sensitive: [["name"]] })),
    outputs: new Map([["o", { value: { a: [1] }, type: "dynamic", sensitive: false }]]),
  };

  it("shows attributes without sensitive values, the kernel objects, and the outputs", () => {
    expect([...stateText(state, plainLook)].join("")).toBe(`# netweft_namespace.web:
resource "netweft_namespace" "web" {
    id   = "local/(sensitive value)"
    name = (sensitive value)
}
  ${lineOf(bridge)}


Outputs:

o = {
  "a" = [
    1,
  ]
}
`);
  });

  it("has Terraform's form as JSON", () => {
    expect(JSON.parse([...stateJson(state)].join(""))).toMatchObject({
      format_version: "1.0",
      values: {
        outputs: { o: { sensitive: false, value: { a: [1] } } },
        root_module: {
          resources: [
            {
              address: "netweft_namespace.web",
              provider_name: "example.org/netweft/netweft",
              values: { id: "local/web" },
              sensitive_values: { name: true },
            },
          ],
        },
      },
    });
    expect(JSON.parse([...stateJson(stateOf())].join(""))).toEqual({ format_version: "1.0" });
  });
});

describe("diagnostics as text", () => {
  const wrong = diagnose("invalid-cidr", '"10/8" is not a CIDR block.', {
    resource: "netweft_bridge_network.front",
    path: ["subnets", 0],
    source: "main.ts:12:3",
  });

  it("have their code, their place and the user's own line", () => {
    expect([...diagnosticsText([wrong], plainLook)].join("")).toBe(`Error: Invalid CIDR block [invalid-cidr]

  in netweft_bridge_network.front, attribute subnets[0]
  at main.ts:12:3

"10/8" is not a CIDR block.

`);
  });

  it("are shown once, errors last", () => {
    const said = [...diagnosticsText([wrong, diagnose("incomplete-plan", "…"), wrong], plainLook)];
    expect(said.map((one) => one.split(":")[0])).toEqual(["Warning", "Error"]);
  });

  it("have a line at their side on a terminal, and wrap there", () => {
    const long = diagnose("invalid-cidr", "word ".repeat(40).trim());
    const lines = [...diagnosticsText([long], terminalLook(60, false))].join("").trimEnd().split("\n");
    expect([lines[0], lines.at(-1)]).toEqual(["╷", "╵"]);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it("cannot move the cursor", () => {
    const said = [...diagnosticsText([diagnose("invalid-cidr", "a\u001b[2Jb\rc", { fact: "x\u0007" })], plainLook)].join("");
    expect(said).toContain("a\\u001b[2Jb\\u000dc");
    expect(said).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/); // eslint-disable-line no-control-regex
  });

  it("write paths as people do", () => {
    expect(pathText(["publish", 0, "port"])).toBe("publish[0].port");
    expect(pathText(["labels", "a b"])).toBe('labels["a b"]');
  });
});

describe("drift as text", () => {
  const line = `local - link nw-front type bridge mtu 1500 mac ${MAC} stp off up`;
  const finding: Finding = {
    fingerprint: "0".repeat(32),
    class: "missing",
    difference: "missing",
    layer: "link",
    severity: "outage",
    reason: "The link is missing.",
    host: "local",
    resources: ["netweft_bridge_network.front"],
    expected: line,
    endpoints: ["netweft_endpoint.web"],
    firstSeen: "2026-01-01T00:00:00Z",
    status: "new",
    repair: { by: "apply", advice: "`netweft apply` creates it again.", interrupts: [] },
  };
  const report: StackFindings = {
    ...{ stack: "shop", file: "main.tf.json", backends: ["simulated"], observedAt: "2026-01-01T00:00:00Z", seconds: 0, findings: [] },
    ...{
      ignored: [],
      expired: [],
      resolved: [],
      coverage: [],
      unread: [],
      unreadFindings: [],
      uncompared: [],
      instances: 2,
      facts: 9,
      resources: [],
      unapplied: false,
    },
    ...{ topology: { hosts: [], networks: [], endpoints: [] }, secrets: [], diagnostics: [] },
  };
  const textOf = (more: Partial<StackFindings>) => [...driftText({ ...report, ...more }, plainLook)].join("");
  const head = "Backend: simulated (no kernel is touched)\n";

  it("shows each line, its difference, its owners, and what it does to traffic", () => {
    const changed: Finding = {
      ...finding,
      ...{
        class: "changed",
        difference: "changed",
        severity: "degraded",
        reason: "The mtu differs.",
        actual: line.replace("1500", "1400"),
      },
      ...{ status: "persisting", firstSeen: "2025-12-31T00:00:00Z" },
      repair: { ...finding.repair, interrupts: [{ endpoint: "netweft_endpoint.web", host: "local", kind: "brief", why: ["it changes"] }] },
    };
    expect(textOf({ findings: [finding, changed] })).toBe(`${head}- ${line}
    is gone; belongs to netweft_bridge_network.front
    outage: The link is missing. Affects netweft_endpoint.web.
~ ${line.replace("1500", "1500 -> 1400")}
    has changed; belongs to netweft_bridge_network.front
    degraded: The mtu differs. Affects netweft_endpoint.web.
    since 2025-12-31T00:00:00Z
    its repair pauses connections of netweft_endpoint.web

Drift: 2 findings (1 outage, 1 degraded) in 1 resource; 9 kernel objects of 2 resources compared. "netweft apply" repairs it.
`);
  });

  it("promises no repair of objects that have lost their mark, and none of what an apply leaves", () => {
    const unmarked: Finding = {
      ...finding,
      ...{ class: "changed", difference: "unmarked", severity: "cosmetic", reason: "It works.", actual: line },
      repair: { by: "refused", advice: "An apply refuses it.", interrupts: [] },
    };
    const extra: Finding = { ...unmarked, class: "unexpected", difference: "unexpected", repair: { ...unmarked.repair, by: "left" } };
    const text = textOf({ findings: [unmarked, extra] });
    expect(text).toContain("has lost its mark; belongs to netweft_bridge_network.front");
    expect(text).toContain("An apply refuses to touch one of them, and does nothing before that is resolved. An apply leaves 1 of them.");
  });

  it("shows what was compared if there is none, and which part of a host is managed", () => {
    const coverage = [{ host: "local", managed: 2, all: 3 }];
    const part = "Host local: 2 of 3 bridges, veth pairs, namespaces and published ports are managed.\n";
    expect(textOf({ coverage, facts: 1, instances: 1 })).toBe(`${head}${part}No drift. 1 kernel object of 1 resource compared.\n`);
  });

  it("lists what is ignored, until when and why, and entries that have expired", () => {
    const ignore: Ignore = { layer: "link", reason: "known", by: "ops", until: "2026-02-01" };
    const text = textOf({ ignored: [{ finding, ignore }], expired: [{ ...ignore, until: "2025-12-31" }] });
    expect(text).toContain(`i ${line}\n    is ignored until 2026-02-01: known (ops)\n`);
    expect(text).toContain('! {"layer":"link"}\n    has expired on 2025-12-31 and ignores nothing any more: known (ops)\n');
    expect(text).toContain("No drift. 9 kernel objects of 2 resources compared. Expired: 1 ignore.");
  });

  it("never reports `No drift` for a host that was not read", () => {
    expect(textOf({ unread: ["edge1", "edge2"], instances: 1, facts: 1 })).toBe(
      `${head}No drift where it was read. 1 kernel object of 1 resource compared. Not read: host "edge1", host "edge2".\n`,
    );
    expect(textOf({ unread: ["edge1"], instances: 0, facts: 0 })).toBe(`${head}Nothing was compared. Not read: host "edge1".\n`);
  });
});

describe("small texts", () => {
  it("wrap keeps words and lines", () => {
    expect(wrap("one two three\n\nfour", 7)).toEqual(["one two", "three", "", "four"]);
  });

  it("lines of different lengths are shown one after the other", () => {
    expect(betweenLines("a b", "a b c")).toBe("a b -> a b c");
  });

  it("graphs quote their labels", () => {
    const nodes = [
      { name: 'a"b', dependencies: ["c"], accepts: [] },
      { name: "c", dependencies: [], accepts: [] },
    ];
    expect([...dotGraph(nodes)].join("")).toContain('"a\\"b" -> "c";');
    expect([...mermaidGraph(nodes)].join("")).toBe('flowchart RL\n  n0["a&quot;b"]\n  n1["c"]\n  n0 --> n1\n');
  });
});
