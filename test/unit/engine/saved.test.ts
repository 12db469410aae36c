import { createHash } from "node:crypto";
import { decodePlan, encodePlan, foreignPlan } from "../../../lib/engine/saved";
import { registry } from "../../../lib/resources";
import type { Plan } from "../../../lib/engine/plan";
import { chunksOf } from "../../support/state";
import { done, inLab, value, type Lab } from "../../support/world";

/** A plan file altered record by record, with a recomputed digest. */
async function said(
  lab: Lab,
  plan: Plan,
  alter: (lines: readonly string[]) => readonly string[] = (lines) => lines,
): Promise<readonly string[]> {
  const lines = [...encodePlan({ plan, state: { backend: "local", path: "x.tfstate" } })].slice(0, -1).map((line) => line.trimEnd());
  const text = alter(lines)
    .map((line) => `${line}\n`)
    .join("");
  const end = createHash("sha256").update(text).digest("hex");
  const read = await decodePlan(chunksOf(`${text}${JSON.stringify({ end })}\n`, 4096), "x.plan");
  const found = read.ok ? foreignPlan(read.value.plan, lab.state, registry, "x.plan") : read.diagnostics;
  return found.map(({ code }) => code);
}

const stack = (lab: Lab, somaxconn: string, subnet = "10.8.0.0/24") =>
  JSON.stringify({
    provider: { netweft: lab.provider },
    resource: {
      netweft_bridge_network: { front: { name: "front", subnets: [subnet, "fd00:8::/64"] } },
      netweft_namespace: { web: { name: "web", sysctls: { "net.core.somaxconn": somaxconn } } },
      netweft_endpoint: {
        web: {
          namespace: "${netweft_namespace.web.ref}",
          network: "${netweft_bridge_network.front.ref}",
          publish: [{ host_port: 8080, port: 80 }],
        },
      },
    },
  });

const owners = ["netweft_namespace.web"];
const record = (value: object) => JSON.stringify(value);
const step = (verb: string, line: string) => record({ step: { n: 99, verb, fact: line, owners }, phase: 0, host: "local" });
const change = (action: string, key: string, sides: object) => record({ change: { action, key, ...sides, owners, because: "declared" } });
const docker = "local - link docker0 type bridge mtu 1500 stp off up";
const pattern = "local - sysctl kernel.core_pattern = |/x/evil";
const adding =
  (...more: readonly string[]) =>
  (lines: readonly string[]) => [...lines, ...more];
const replacing = (from: string, to: string) => (lines: readonly string[]) => lines.map((line) => line.replaceAll(from, to));

test("an altered plan is refused, whatever was altered, also with a recomputed digest", () =>
  inLab(async (lab) => {
    const { plan } = value(await lab.plan(stack(lab, "1024")));
    expect(await said(lab, plan)).toEqual([]);
    const alterations = {
      "a foreign link goes": adding(step("del", docker)),
      "a foreign namespace goes": adding(step("del", "local - netns victim")),
      "a setting that no resource declares": adding(step("set", pattern)),
      "a change, too": adding(change("remove", "local - link docker0", { before: docker }), step("del", docker)),
      "a setting with its change": adding(change("add", "local - sysctl kernel.core_pattern", { after: pattern }), step("add", pattern)),
      "a key that is another object's": replacing('"key":"local - netns web"', '"key":"local - netns db"'),
      "another value": replacing("sysctl net.core.somaxconn = 1024", "sysctl net.core.somaxconn = 9"),
      "another stack's mark": replacing("netweft:default:", "netweft:other:"),
      "another owner": replacing('"owners":["netweft_namespace.web"]', '"owners":["netweft_namespace.db"]'),
      "a step less": (lines: readonly string[]) => lines.filter((line) => !line.includes('"fact":"local - netns web')),
      "a change without owners": adding(record({ change: { action: "add", key: "x", because: "declared" } })),
      "a fact that is null": adding(record({ change: { action: "add", key: "x", owners, because: "declared", before: null } })),
      "a record with the name of an inherited member": adding(record({ constructor: {} })),
      "a version that is no number": (lines: readonly string[]) =>
        lines.map((line) => line.replace('"version":1,"plan"', '"version":{"toString":1},"plan"')),
      "a type that there is not": replacing('"type":"netweft_namespace"', '"type":"netweft_nothing"'),
      "a phase that does not follow": adding(step("del", docker).replace('"phase":0', '"phase":4294967295')),
      "a step of a host that every object has": adding(step("del", docker).replace('"host":"local"', '"host":"__proto__"')),
      "attributes that no configuration leads to": (lines: readonly string[]) =>
        lines.map((line) =>
          line.startsWith('{"instance"') ? line.replace(/"kind":"bridge",/, "").replace(/"bridge_name":"[^"]*",/, "") : line,
        ),
      "a provider without hosts": (lines: readonly string[]) =>
        lines.map((line) => (line.startsWith('{"provider"') ? line.replace('"hosts"', '"hsots"') : line)),
      "a list deeper than any value": adding(`{"diagnostic":${"[".repeat(20_000)}${"]".repeat(20_000)}}`),
      "connections of others": adding(step("del", "local - flow tcp port 22").replace("namespace.web", "namespace.db")),
    };
    for (const [what, alter] of Object.entries(alterations)) expect([what, await said(lab, plan, alter)]).toEqual([what, ["plan-damaged"]]);
  }));

test("unaltered plans are accepted: to create, change, repair, replace and delete", () =>
  inLab(async (lab) => {
    const plans = async (json: string, more = {}) => {
      const { plan } = value(await lab.plan(json, more));
      expect(plan.changes.length).toBeGreaterThan(0);
      expect(await said(lab, plan)).toEqual([]);
    };
    const first = stack(lab, "1024");
    done(await lab.apply(first));
    await plans(stack(lab, "2048"));
    await plans(stack(lab, "1024", "10.9.0.0/24"));
    await plans(first, { replace: ["netweft_namespace.web"] });
    await plans(first, { mode: "destroy" });
    await plans(JSON.stringify({ provider: { netweft: lab.provider } }));
    await lab.unset("local web addr 10.8.0.2/24 dev eth0");
    await lab.set("local - element isolated4 10.8.0.9");
    await plans(first);
    await lab.unset("local - link nw-front");
    await plans(first, { targets: ["netweft_bridge_network.front"] });
    done(await lab.apply(first));
    const { state } = lab;
    lab.state = { ...state, instances: new Map() };
    await plans(stack(lab, "2048"));
  }));
