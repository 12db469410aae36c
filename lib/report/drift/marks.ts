import type { Severity, StackFindings } from "../../drift/finding";
import { severities } from "../../drift/finding";

/**
 * The worst severity of each object of the picture: by address of a network or an endpoint, and by host for what belongs to no resource
 * and for hosts of which a network is concerned.
 */
export function marksOf({ findings, topology }: Pick<StackFindings, "findings" | "topology">): ReadonlyMap<string, Severity> {
  const marks = new Map<string, Severity>();
  const known = new Set([...topology.networks, ...topology.endpoints].map(({ address }) => address));
  for (const severity of severities) {
    for (const finding of findings.filter((one) => one.severity === severity)) {
      const named = [...finding.resources, ...finding.endpoints].filter((address) => known.has(address));
      for (const at of named.length > 0 ? named : [finding.host]) if (!marks.has(at)) marks.set(at, severity);
    }
  }
  return marks;
}
