import { isKnown, type Draft, type Value } from "../../schema/value";
import { text, texts } from "../draft";

function listed(draft: Draft, name: string): string {
  const values = texts(draft, name) ?? [];
  return values.length === 0 ? "" : ` (${values.join(", ")})`;
}

function boundPorts(value: Value | undefined): string {
  if (!Array.isArray(value) || !isKnown(value) || value.length === 0) return "";
  const binds = value as readonly { readonly protocol: string; readonly port: number }[];
  return ` (bound here: ${binds.map(({ protocol, port }) => `${protocol} ${port}`).join(", ")})`;
}

/** What all endpoints on a host network share with the host, with the values that are known. */
export function sharedOn(network: Draft): string {
  const host = text(network, "host");
  const whose = host === undefined ? "its host" : `host "${host}"`;
  return `Shared with ${whose} and all others there: interfaces${listed(network, "interfaces")}, addresses${listed(network, "addresses")}, ports${boundPorts(network["binds"])}, routes, firewall, names (/etc/hosts and the resolver).`;
}
