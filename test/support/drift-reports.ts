/** Drift reports as data, for the tests of their formats: every class, layer and severity, and names that try to break out of a format. */
import type { Finding, Ignore, StackFindings } from "../../lib/drift/finding";
import { findingClasses, layers, severities } from "../../lib/drift/finding";
import type { Topology } from "../../lib/drift/topology";

/** Texts that mean something to a format, a terminal or a forge. */
export const hostile = [
  "a|b",
  "`tick` ``two`` ```three",
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "</script><!-- -->",
  "@user and #123 and !7 and ~label",
  "\u001b[31mred\u001b[0m",
  "\u202egnp.exe\u202c",
  "null\u0000bell\u0007",
  "back\\slash \"quote\" 'single'",
  "lone \ud800 surrogate",
  "${HOME} $(id) %s %n",
  "]]> & &amp; &#64;",
  "line\nbreak\r\nand\u2028more",
  "[link](javascript:alert(1)) ![x](http://a.example/x.png)",
] as const;

const observedAt = "2026-11-30T12:00:00.000Z";

export function finding(over: Partial<Finding> = {}): Finding {
  return {
    fingerprint: "0123456789abcdef0123456789abcdef",
    class: "missing",
    difference: "missing",
    layer: "address",
    severity: "outage",
    reason: "The endpoint has no address.",
    host: "edge",
    resources: ["netweft_endpoint.web"],
    expected: "edge web addr eth0 10.8.0.2/24",
    endpoints: ["netweft_endpoint.web"],
    firstSeen: "2026-11-28T08:00:00.000Z",
    status: "persisting",
    repair: {
      by: "apply",
      advice: 'Run "netweft apply".',
      interrupts: [{ endpoint: "netweft_endpoint.web", host: "edge", kind: "brief", why: ["the address is set again"] }],
    },
    source: { file: "main.ts", line: 12 },
    ...over,
  };
}

export const topology: Topology = {
  hosts: ["edge", "core"],
  networks: [
    { address: "netweft_bridge_network.front", name: "front", kind: "bridge", hosts: ["edge"], subnets: ["10.8.0.0/24"] },
    { address: "netweft_overlay_network.mesh", name: "mesh", kind: "overlay", hosts: ["edge", "core"], subnets: ["10.9.0.0/24"] },
    { address: "netweft_host_network.own", name: "host", kind: "host", hosts: ["core"], subnets: [] },
  ],
  endpoints: [
    endpoint("web", "edge", "netweft_bridge_network.front", ["10.8.0.2/24"], ["8080:80/tcp"]),
    endpoint("db", "edge", "netweft_bridge_network.front", ["10.8.0.3/24"]),
    endpoint("left", "edge", "netweft_overlay_network.mesh", ["10.9.0.2/24"]),
    endpoint("right", "core", "netweft_overlay_network.mesh", ["10.9.0.3/24"]),
    endpoint("probe", "core", "netweft_host_network.own", []),
  ],
};

function endpoint(
  name: string,
  host: string,
  network: string,
  addresses: readonly string[],
  publish: readonly string[] = [],
): Topology["endpoints"][number] {
  return { address: `netweft_endpoint.${name}`, host, network, namespace: name, interface: "eth0", addresses, publish };
}

/** A report on which nothing differs. */
export function report(over: Partial<StackFindings> = {}): StackFindings {
  return {
    stack: "shop",
    file: "cdktf.out/stacks/shop/cdk.tf.json",
    backends: ["simulated"],
    observedAt,
    seconds: 1.25,
    findings: [],
    ignored: [],
    expired: [],
    resolved: [],
    coverage: [
      { host: "edge", managed: 5, all: 6 },
      { host: "core", managed: 3, all: 3 },
    ],
    unread: [],
    unreadFindings: [],
    uncompared: [],
    instances: 8,
    facts: 40,
    resources: [...topology.networks, ...topology.endpoints].map(({ address }) => address),
    unapplied: false,
    topology,
    secrets: [],
    diagnostics: [],
    ...over,
  };
}

export const ignore: Ignore = { layer: "rates", reason: "A load test runs.", by: "alice", until: "2027-01-31" };

/** A finding of every class in every layer, with each severity in turn. */
export function everyFinding(): readonly Finding[] {
  const pairs = layers.flatMap((layer) => findingClasses.map((kind) => ({ layer, kind })));
  const all = pairs.map(({ layer, kind }, n) => {
    const declared = kind === "unexpected" || kind === "orphaned" ? undefined : `edge web ${layer} declared`;
    const found = kind === "missing" ? undefined : `edge web ${layer} found`;
    const { expected: _expected, source, ...base } = finding();
    return {
      ...base,
      fingerprint: (n + 1).toString(16).padStart(32, "0"),
      class: kind,
      difference: kind,
      layer,
      severity: severities[n % severities.length]!,
      status: n % 3 === 0 ? ("new" as const) : ("persisting" as const),
      resources: kind === "orphaned" ? [] : ["netweft_endpoint.web"],
      endpoints: kind === "orphaned" ? [] : ["netweft_endpoint.web"],
      ...(declared !== undefined && { expected: declared }),
      ...(found !== undefined && { actual: found }),
      ...(kind === "orphaned" ? {} : { source: source! }),
    };
  });
  return severities.flatMap((severity) => all.filter((one) => one.severity === severity));
}

/** Everything that a report can say. */
export function fullReport(): StackFindings {
  const { severity, class: kind, layer, host, resources, fingerprint, expected, firstSeen } = finding({ fingerprint: "f".repeat(32) });
  return report({
    findings: everyFinding(),
    ignored: [{ finding: finding({ layer: "rates", class: "changed", fingerprint: "e".repeat(32) }), ignore }],
    expired: [{ class: "unexpected", resource: "netweft_*", reason: "Until the migration is over.", by: "bob", until: "2026-10-31" }],
    resolved: [{ severity, class: kind, layer, host, resources, fingerprint, expected: expected!, firstSeen }],
    unread: ["far"],
    unreadFindings: [
      { severity, class: kind, layer, host: "far", resources, fingerprint: "d".repeat(32), expected: expected!, firstSeen, ignored: false },
    ],
    uncompared: ["netweft_endpoint.right"],
  });
}

/** A report in which every text that is not one of the report's own words is hostile. */
export function hostileReport(): StackFindings {
  const findings = hostile.map((text, n) =>
    finding({
      fingerprint: (n + 1).toString(16).padStart(32, "a"),
      host: text,
      resources: [`netweft_endpoint.web[${JSON.stringify(text)}]`, text],
      endpoints: [text],
      expected: text,
      actual: `${text} ${text}`,
      reason: text,
      repair: { by: "left", advice: text, interrupts: [{ endpoint: text, host: text, kind: "replaced", why: [text] }] },
      source: { file: `src/${text}.ts`, line: n + 1 },
    }),
  );
  const entries = hostile.map((text): Ignore => ({ resource: text, line: text, reason: text, by: text, until: "2026-10-31" }));
  return report({
    stack: hostile.join(" "),
    findings,
    ignored: findings.map((one, n) => ({ finding: one, ignore: entries[n]! })),
    expired: entries,
    unread: hostile,
    resources: hostile,
    backends: hostile,
    topology: {
      hosts: hostile,
      networks: hostile.map((text) => ({ address: `net ${text}`, name: text, kind: "bridge", hosts: [text], subnets: [text] })),
      endpoints: hostile.map((text) => ({
        address: text,
        host: text,
        network: `net ${text}`,
        namespace: text,
        interface: text,
        addresses: [text],
        publish: [text],
      })),
    },
  });
}

/** A stack of `count` endpoints on four hosts; each twentieth has lost its address. */
export function largeReport(count: number): StackFindings {
  const hosts = ["alpha", "beta", "gamma", "delta"];
  const networks: readonly Topology["networks"][number][] = [
    ...hosts.map((host, n) => ({
      address: `netweft_bridge_network.${host}`,
      name: host,
      kind: "bridge" as const,
      hosts: [host],
      subnets: [`10.${n}.0.0/22`],
    })),
    { address: "netweft_overlay_network.mesh", name: "mesh", kind: "overlay", hosts, subnets: ["10.9.0.0/20"] },
  ];
  const endpoints = Array.from({ length: count }, (_, n) => {
    const host = hosts[n % hosts.length]!;
    const network = n % 5 === 0 ? networks.at(-1)! : networks[n % hosts.length]!;
    return endpoint(`app${n}`, host, network.address, [`10.${n % hosts.length}.${n >> 8}.${n & 255}/22`]);
  });
  const lost = endpoints.filter((_, n) => n % 20 === 7);
  return report({
    stack: "large",
    findings: lost.map(({ address, host }, n) =>
      finding({
        fingerprint: (n + 1).toString(16).padStart(32, "0"),
        severity: severities[n % severities.length]!,
        class: findingClasses[n % findingClasses.length]!,
        host,
        resources: [address],
        endpoints: [address],
      }),
    ),
    resources: [...networks, ...endpoints].map(({ address }) => address),
    instances: networks.length + count,
    facts: count * 8,
    topology: { hosts, networks, endpoints },
  });
}
