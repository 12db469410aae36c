/** Drift reports in the formats of pipelines, by the formats' own schemas and parsers. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv, { type ValidateFunction } from "ajv";
import Ajv04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import MarkdownIt from "markdown-it";
import { validateXML } from "xmllint-wasm";
import { diagnose } from "../../lib/diagnostic";
import { sha256 } from "../../lib/net/sha256";
import type { StackFindings } from "../../lib/drift/finding";
import { findingClasses, layers } from "../../lib/drift/finding";
import { driftFormats, type DriftFormat, type DriftFormatOptions } from "../../lib/report/drift/formats";
import { driftSchema } from "../../lib/report/drift/schema";
import { driftText } from "../../lib/report/drift/text";
import { plainLook } from "../../lib/report/look";
import { everyFinding, finding, fullReport, hostile, hostileReport, ignore, largeReport, report, topology } from "../support/drift-reports";

/** The part of a log that tests look at. */
interface SarifLog {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly message: { readonly text: string };
      readonly partialFingerprints: Readonly<Record<string, string>>;
      readonly suppressions?: readonly unknown[];
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: { readonly startLine: number } };
      }[];
    }[];
  }[];
}

const schemas = join(__dirname, "../schemas");

function written(format: DriftFormat, reports: readonly StackFindings[], options: Partial<DriftFormatOptions> = {}): string {
  return [...driftFormats[format](reports, { version: "0.2.0", ...options })].join("");
}

const reports: Readonly<Record<string, readonly StackFindings[]>> = {
  "no drift": [report()],
  "every finding": [fullReport()],
  "hostile names": [hostileReport()],
  "two stacks": [fullReport(), report({ stack: "other", unapplied: true })],
  "no stack": [],
};
const each = Object.entries(reports);

function problems(validate: ValidateFunction, value: unknown): unknown {
  return validate(value) ? [] : validate.errors;
}

/** Characters that no format may hand on as they are: they move cursors, or hide or turn around what stands beside them. */
const UNSAFE = /[^\P{C}\n]|[\p{Zl}\p{Zp}]/u;

describe("json", () => {
  const ajv = addFormats(new Ajv({ allErrors: true }));
  const validate = ajv.compile(driftSchema);

  test.each(each)("%s is valid by its own schema", (_name, stacks) => {
    expect(problems(validate, JSON.parse(written("json", stacks)))).toEqual([]);
  });

  test("the schema refuses a report without a member", () => {
    const { stacks } = JSON.parse(written("json", [fullReport()])) as { stacks: Record<string, unknown>[] };
    const without = Object.keys(stacks[0]!).filter((name) => {
      const { [name]: _left, ...rest } = stacks[0]!;
      return validate({ format_version: "2.0", netweft_version: "0", stacks: [rest] });
    });
    expect(without).toEqual([]);
  });

  test("texts are what they were", () => {
    const { stacks } = JSON.parse(written("json", [hostileReport()])) as { stacks: { findings: { expected: string }[] }[] };
    expect(stacks[0]!.findings.map(({ expected }) => expected)).toEqual([...hostile]);
  });
});

describe("what could not be read is no success", () => {
  const error = diagnose("not-utf8", "Its lines cannot be read.", { resource: "netweft_endpoint.db" });
  const blind = report({ uncompared: ["netweft_endpoint.db"], diagnostics: [error] });

  test("each format says so", () => {
    expect(written("markdown", [blind])).toMatch(/No drift where it was read[^]*> \*\*Error:\*\* .*Its lines cannot be read/);
    expect([...driftText(blind, plainLook)].join("")).toContain("No drift where it was read.");
    expect(written("prometheus", [blind])).toContain('netweft_drift_last_run_success{stack="shop"} 0');
    expect(JSON.parse(written("sarif", [blind]))).toMatchObject({ runs: [{ invocations: [{ executionSuccessful: false }] }] });
    const junit = written("junit", [blind]);
    expect(junit).toMatch(/classname="shop.resources" name="netweft_endpoint.db">\s*<skipped message="Not compared"/);
    expect(junit).toMatch(/classname="shop.errors" name="netweft_endpoint.db">\s*<error/);
  });

  test("SARIF carries what an earlier report has on a host that was not read, but what is ignored", () => {
    const full = fullReport();
    const unreadFindings = full.unreadFindings.flatMap((one) => [one, { ...one, fingerprint: "c".repeat(32), ignored: true }]);
    const { runs } = JSON.parse(written("sarif", [{ ...full, findings: [], unreadFindings }])) as SarifLog;
    const carried = runs[0]!.results.filter(({ ruleId }) => ruleId !== "drift/ignore/expired");
    expect(carried).toMatchObject([{ partialFingerprints: { "netweftFinding/v1": "d".repeat(32) }, baselineState: "unchanged" }]);
  });
});

test("no format has a host's name that is sensitive", () => {
  const { findings: _findings, ...full } = fullReport();
  const secret = report({ ...full, findings: [finding({ host: "hidden-edge" })], secrets: ["hidden-edge"], unread: ["hidden-edge"] });
  const hosts = (some: readonly string[]) => some.map((host) => (host === "edge" ? "hidden-edge" : host));
  const { networks, endpoints } = topology;
  const there = {
    hosts: hosts(topology.hosts),
    networks: networks.map((one) => ({ ...one, hosts: hosts(one.hosts) })),
    endpoints: endpoints.map((one) => ({ ...one, host: hosts([one.host])[0]! })),
  };
  const concealed = { ...secret, topology: there, coverage: [{ host: "hidden-edge", managed: 1, all: 2 }] };
  for (const format of Object.keys(driftFormats) as DriftFormat[]) expect(written(format, [concealed])).not.toContain("hidden-edge");
  expect([...driftText(concealed, plainLook)].join("")).not.toContain("hidden-edge");
});

describe("sarif", () => {
  const validate = new Ajv04({ allErrors: true, strict: false, validateFormats: false, unicodeRegExp: false }).compile(
    JSON.parse(readFileSync(join(schemas, "sarif-2.1.0-rtm.5.json"), "utf8")) as object,
  );
  const log = (stacks: readonly StackFindings[], options: Partial<DriftFormatOptions> = {}) =>
    JSON.parse(written("sarif", stacks, options)) as SarifLog;

  test.each(each)("%s is valid by the schema of SARIF", (_name, stacks) => {
    expect(problems(validate, log(stacks, { suppressed: "include" }))).toEqual([]);
  });

  test("every result has what GitHub refuses an upload without", () => {
    const { runs } = log([fullReport(), hostileReport()], { suppressed: "include" });
    for (const { results, tool } of runs) {
      expect(results.length).toBeGreaterThan(0);
      for (const { locations, ruleId, ruleIndex, partialFingerprints, message } of results) {
        const place = locations[0]!.physicalLocation;
        expect(place.artifactLocation.uri).toMatch(/^[^:]*$/);
        expect(place.region.startLine).toBeGreaterThan(0);
        expect(tool.driver.rules[ruleIndex]!.id).toBe(ruleId);
        expect(Object.keys(partialFingerprints)).toContain("netweftFinding/v1");
        expect(message.text).not.toMatch(UNSAFE);
      }
    }
  });

  test("a finding is at its construct's line, or else at the first line of the file", () => {
    const { source: _none, ...orphan } = finding({ resources: [], class: "orphaned" });
    const [first, second] = log([report({ findings: [finding(), orphan] })]).runs[0]!.results;
    expect(first!.locations[0]!.physicalLocation).toEqual({ artifactLocation: { uri: "main.ts" }, region: { startLine: 12 } });
    expect(second!.locations[0]!.physicalLocation.artifactLocation!.uri).toBe("cdktf.out/stacks/shop/cdk.tf.json");
  });

  test("all rules are declared, and a run without results is a run: earlier alerts are closed", () => {
    const [run] = log([report()]).runs;
    expect(run!.results).toEqual([]);
    expect(run!.tool.driver.rules.length).toBe(layers.length * findingClasses.length + 1);
  });

  test("ignored findings are left out, or suppressed with their reason", () => {
    const stacks = [report({ ignored: [{ finding: finding(), ignore }] })];
    expect(log(stacks).runs[0]!.results).toEqual([]);
    const [result] = log(stacks, { suppressed: "include" }).runs[0]!.results;
    expect(result!.suppressions).toEqual([
      { kind: "external", status: "accepted", justification: "A load test runs. (alice)", properties: { until: "2027-01-31" } },
    ]);
  });
});

describe("junit", () => {
  const xsd = readFileSync(join(schemas, "junit-10.xsd"), "utf8");

  test("all are valid in the strict dialect of Jenkins", async () => {
    const xml = each.map(([name, stacks]) => ({ fileName: `${name}.xml`, contents: written("junit", stacks) }));
    const { errors } = await validateXML({ xml, schema: [{ fileName: "junit-10.xsd", contents: xsd }] });
    expect(errors).toEqual([]);
    const [first] = xml;
    const wrong = { ...first!, contents: first!.contents.replace("<testsuite name=", "<testsuite title=") };
    expect((await validateXML({ xml: wrong, schema: [{ fileName: "junit-10.xsd", contents: xsd }] })).valid).toBe(false);
  });

  test("a resource without a finding has passed, an ignored finding is skipped, an unread host is an error", () => {
    const text = written("junit", [fullReport()]);
    expect(text).toContain('<testsuite name="shop"');
    expect(text).toContain('<testcase classname="shop.resources" name="netweft_endpoint.db"/>');
    expect(text).toContain('<skipped message="Ignored until 2027-01-31 by alice: A load test runs.">');
    expect(text).toContain('<testcase classname="shop.far" name="host is read">');
    expect(text.match(/<failure/g)).toHaveLength(everyFinding().length + 1);
  });

  test("no two tests of a file have one class and name", () => {
    const names = [...written("junit", [fullReport()]).matchAll(/classname="([^"]*)" name="([^"]*)"/g)].map(([whole]) => whole);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("gitlab", () => {
  test.each(each)("%s: every entry has all that GitLab wants", (_name, stacks) => {
    const issues = JSON.parse(written("gitlab", stacks)) as Record<string, unknown>[];
    const wanted = stacks.flatMap(({ findings, expired, unapplied }) => [
      ...findings,
      ...expired,
      ...(unapplied ? ["nothing was compared"] : []),
    ]);
    expect(issues).toHaveLength(wanted.length);
    for (const issue of issues)
      expect(issue).toEqual({
        description: expect.not.stringMatching(UNSAFE) as string,
        check_name: expect.stringMatching(/^drift\/\w+\/\w+$/) as string,
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        severity: expect.stringMatching(/^(?:info|minor|major|critical|blocker)$/) as string,
        location: { path: expect.stringMatching(/^(?!\.\/|\/)/) as string, lines: { begin: expect.any(Number) as number } },
      });
  });

  test.each(["/var/lib/app.tfstate", ".//app.tfstate"])("the path of %s is relative", (file) => {
    const [issue] = JSON.parse(written("gitlab", [report({ file, findings: [finding()] })])) as { location: { path: string } }[];
    expect(issue!.location.path).toMatch(/^\w/);
  });

  test("an entry that has expired is an issue: it counts for the exit code", () => {
    const issues = JSON.parse(written("gitlab", [report({ expired: [{ ...ignore, until: "2026-01-31" }] })])) as Record<string, string>[];
    expect(issues).toMatchObject([
      { check_name: "drift/ignore/expired", description: expect.stringContaining("expired on 2026-01-31") as string },
    ]);
  });
});

describe("prometheus", () => {
  /** A sample as the text format defines it: a name, labels with three escapes, a number, and no time. */
  const SAMPLE = /^([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (-?\d+(?:\.\d+)?)$/;

  test.each(each)("%s: each line is a sample of the family above it", (_name, stacks) => {
    const text = written("prometheus", stacks);
    expect(text.endsWith("\n")).toBe(true);
    let family = "";
    const seen = new Set<string>();
    const series = new Set<string>();
    for (const line of text.trimEnd().split("\n")) {
      const [, kind, name] = /^# (HELP|TYPE) (\w+) .+$/.exec(line) ?? [];
      if (kind === "HELP") {
        expect(seen).not.toContain(name);
        seen.add((family = name!));
      } else if (kind === "TYPE") expect(name).toBe(family);
      else {
        const [all, name, labels = ""] = SAMPLE.exec(line) ?? [];
        expect({ all, name }).toEqual({ all: line, name: family });
        expect(series).not.toContain(`${family} ${labels}`);
        series.add(`${family} ${labels}`);
      }
    }
  });

  test("what there is none of is 0, and a stack without drift has the same series", () => {
    const series = (text: string) => text.split("\n").map((line) => line.replace(/ [^ ]+$/, ""));
    const [none, all] = [written("prometheus", [report()]), written("prometheus", [report({ findings: everyFinding() })])];
    expect(series(none)).toEqual(series(all));
    expect(none).toContain('netweft_drift_findings{stack="shop",host="edge",layer="link",class="missing",severity="outage"} 0\n');
    expect(all).toContain('netweft_drift_oldest_finding_seconds{stack="shop"} 187200\n');
  });
});

describe("markdown", () => {
  const rendered = (text: string) => new MarkdownIt({ html: true }).render(text);

  test.each(each)("%s is shown without markup of its own", (_name, stacks) => {
    const text = written("markdown", stacks);
    const html = rendered(text.replace(/```+mermaid[^]*?```\n/g, ""));
    const tags = new Set([...html.matchAll(/<\/?([a-zA-Z][a-zA-Z0-9]*)/g)].map(([, tag]) => tag!));
    const own = [
      "h2",
      "p",
      "blockquote",
      "strong",
      "b",
      "table",
      "thead",
      "tbody",
      "tr",
      "th",
      "td",
      "details",
      "summary",
      "code",
      "pre",
      "ul",
      "li",
    ];
    expect([...tags].filter((tag) => !own.includes(tag))).toEqual([]);
    expect(html).not.toContain("href");
    expect(text).not.toMatch(UNSAFE);
  });

  test("no name is a mention or a reference: outside of code a character without width follows the sign", () => {
    const html = rendered(written("markdown", [hostileReport()]));
    const outside = html.replace(/<(code|pre)[^>]*>[^]*?<\/\1>/g, "").replace(/<[^>]*>/g, "");
    const decoded = outside.replace(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)));
    expect(decoded).toContain("@\u200buser and #\u200b123");
    expect(decoded).not.toMatch(/[@#]\w/);
  });

  test("the first line is the comment by which a bot finds it", () => {
    expect(written("markdown", [report()]).split("\n")[0]).toBe("<!-- netweft:drift:shop -->");
    const unreadStacks = [{ stack: "lab", diagnostics: [] }];
    expect(written("markdown", [report()], { unreadStacks }).split("\n")[0]).toBe("<!-- netweft:drift:lab,shop -->");
    expect(written("markdown", [report({ stack: "a --> <b>" })]).split("\n")[0]).toBe("<!-- netweft:drift:a%20-%2D%3E%20%3Cb%3E -->");
  });

  test.each([2_000, 8_000, 65_000])("at most %d bytes: whole findings are left out, the least severe first, and counted", (maxBytes) => {
    const stacks = [largeReport(4_000), fullReport()];
    const text = written("markdown", stacks, { maxBytes });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes);
    const shown = [...text.matchAll(/<summary>(?:🔴|🟠|🟡|⚪) <b>(\w+)/gu)].map(([, severity]) => severity!);
    const all = stacks.flatMap(({ findings }) => findings).length;
    expect(text).toContain(`**${all - shown.length} more findings**`);
    expect(text.match(/<details>/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0);
    if (shown.includes("degraded"))
      expect(text.match(/<b>outage/g)).toHaveLength(
        stacks.flatMap(({ findings }) => findings).filter(({ severity }) => severity === "outage").length,
      );
  });

  test("stacks that do not fit are counted and named", () => {
    const stacks = Array.from({ length: 40 }, (_, n) => report({ stack: `stack${n}` }));
    const text = written("markdown", stacks, { maxBytes: 2_000 });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2_000);
    const shown = text.match(/^## Drift of/gm)!.length;
    expect(text).toContain(`**${40 - shown} more stacks** in the complete report: <code>stack${shown}</code>`);
  });

  test("the picture has the marked objects with their networks and hosts", () => {
    const text = written("markdown", [report({ findings: [finding()] })]);
    expect(/```mermaid\n([^]*?)```/.exec(text)![1]).toBe(
      [
        "flowchart LR",
        '  subgraph n0["host edge"]',
        '    n1(["netweft#95;bridge#95;network.front<br/>bridge<br/>10.8.0.0/24"])',
        "  end",
        '  n1 --- n2["netweft#95;endpoint.web<br/>10.8.0.2/24"]',
        "  classDef outage fill:#ffd7d5,stroke:#b3261e,color:#000,stroke-width:3px",
        "  class n2 outage",
        "",
      ].join("\n"),
    );
  });
});

test.each(Object.keys(driftFormats) as DriftFormat[])("%s has no sensitive value", (format) => {
  const secret = "s3cr3t-name";
  const lines = { expected: `edge ${secret} addr`, actual: `edge ${secret}`, reason: `About ${secret}.` };
  const repair = {
    by: "left",
    advice: `Set ${secret}.`,
    interrupts: [{ endpoint: "e", host: "edge", kind: "live", why: [secret] }],
  } as const;
  const one = finding({ ...lines, repair });
  const endpoints = topology.endpoints.map((endpoint) => ({
    ...endpoint,
    namespace: secret,
    interface: secret,
    publish: [secret],
    addresses: [secret],
  }));
  const entry = { ...ignore, line: secret, reason: secret };
  const all = report({
    findings: [one],
    ignored: [{ finding: one, ignore: entry }],
    expired: [entry],
    resolved: [one],
    topology: { ...topology, endpoints, networks: topology.networks.map((network) => ({ ...network, name: secret, subnets: [secret] })) },
    secrets: [secret],
  });
  expect(written(format, [all], { suppressed: "include" })).not.toContain(secret);
});

test("html: 1,000 endpoints whose table is deleted are less than 2 MB, and a row names a network instead of all of its endpoints", () => {
  const large = largeReport(1_000);
  const findings = large.topology.networks.flatMap(({ address, hosts }) =>
    hosts.flatMap((host) => {
      const endpoints = large.topology.endpoints.filter((one) => one.host === host && one.network === address).map((one) => one.address);
      return Array.from({ length: 30 }, (_, n) =>
        finding({ fingerprint: sha256(`${address} ${host} ${n}`).slice(0, 32), host, resources: [address], endpoints }),
      );
    }),
  );
  const text = written("html", [{ ...large, findings }]);
  expect(Buffer.byteLength(text)).toBeLessThan(2_000_000);
  expect(text).toContain("[&quot;netweft_bridge_network.alpha&quot;,&quot;alpha netweft_bridge_network.alpha&quot;,&quot;alpha&quot;]");
});
