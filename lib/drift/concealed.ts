import type { Finding, Ignore, ResolvedFinding, StackFindings } from "./finding";
import type { Topology } from "./topology";
import { concealed, concealing, type Conceal } from "../engine/conceal";
import type { Impact } from "../reconcile/plan";

/** A report without sensitive values: what every format is written of. Words of the report itself and addresses of resources stay. */
export function withoutSecrets(report: StackFindings): StackFindings {
  if (report.secrets.length === 0) return report;
  const conceal = concealing(report.secrets);
  return {
    ...report,
    findings: report.findings.map((finding) => discreetFinding(finding, conceal)),
    ignored: report.ignored.map(({ finding, ignore }) => ({
      finding: discreetFinding(finding, conceal),
      ignore: discreetIgnore(ignore, conceal),
    })),
    expired: report.expired.map((ignore) => discreetIgnore(ignore, conceal)),
    resolved: report.resolved.map((finding) => discreetResolved(finding, conceal)),
    unreadFindings: report.unreadFindings.map((finding) => discreetResolved(finding, conceal)),
    unread: report.unread.map(conceal),
    coverage: report.coverage.map((one) => ({ ...one, host: conceal(one.host) })),
    topology: discreetTopology(report.topology, conceal),
    secrets: [],
    diagnostics: concealed(report.diagnostics, conceal),
  };
}

function discreetFinding(finding: Finding, conceal: Conceal): Finding {
  const { reason, repair } = finding;
  return {
    ...finding,
    ...discreetLines(finding, conceal),
    host: conceal(finding.host),
    reason: conceal(reason),
    repair: { ...repair, advice: conceal(repair.advice), interrupts: repair.interrupts.map((one) => discreetImpact(one, conceal)) },
  };
}

function discreetResolved<T extends ResolvedFinding>(finding: T, conceal: Conceal): T {
  return { ...finding, ...discreetLines(finding, conceal), host: conceal(finding.host) };
}

function discreetLines({ expected, actual }: ResolvedFinding, conceal: Conceal): Pick<Finding, "expected" | "actual"> {
  return {
    ...(expected !== undefined && { expected: conceal(expected) }),
    ...(actual !== undefined && { actual: conceal(actual) }),
  };
}

function discreetImpact({ why, only, host, ...rest }: Impact, conceal: Conceal): Impact {
  return { ...rest, host: conceal(host), why: why.map(conceal), ...(only && { only: only.map(conceal) }) };
}

function discreetIgnore(ignore: Ignore, conceal: Conceal): Ignore {
  const { line, reason } = ignore;
  return { ...ignore, reason: conceal(reason), ...(line !== undefined && { line: conceal(line) }) };
}

/** A picture without sensitive values. */
export function discreetTopology({ hosts, networks, endpoints }: Topology, conceal: Conceal): Topology {
  return {
    hosts: hosts.map(conceal),
    networks: networks.map((network) => ({
      ...network,
      hosts: network.hosts.map(conceal),
      name: conceal(network.name),
      subnets: network.subnets.map(conceal),
    })),
    endpoints: endpoints.map((endpoint) => ({
      ...endpoint,
      host: conceal(endpoint.host),
      namespace: conceal(endpoint.namespace),
      interface: conceal(endpoint.interface),
      addresses: endpoint.addresses.map(conceal),
      publish: endpoint.publish.map(conceal),
    })),
  };
}
