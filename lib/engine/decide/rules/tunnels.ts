import { diagnose, type Diagnostic } from "../../../diagnostic";
import { ROOT, type FactOf } from "../../../kernel/fact";
import { linkKey } from "../../../kernel/key";
import { textOf } from "../../../kernel/line";
import { bareAddress } from "../../../net/cidr";
import { canonicalIp } from "../../../net/ip";
import { oneTunnel } from "../../goal";
import { hostsOfNetwork } from "../../survey/sites";
import type { View } from "./view";

/** One end of the tunnels of an overlay network. */
interface Tunnel {
  readonly resource: string;
  readonly link: FactOf<"link">;
}

function tunnelsOf({ goal }: View): readonly Tunnel[] {
  const found: Tunnel[] = [];
  for (const { fact, owners } of goal.desired.values())
    if (fact.kind === "link" && fact.type === "vxlan") found.push({ resource: owners[0]!, link: fact });
  return found;
}

function clash({ resource, link }: Tunnel, detail: string, attribute: string): Diagnostic {
  return diagnose("tunnel-clash", detail, { resource, path: [attribute], host: link.host });
}

function identifier({ link }: Tunnel): string {
  return `${link.host} ${link.vni} ${link.port}`;
}

/** Networks whose devices are called differently, but are one; and devices of somebody else's. */
function sameIdentifier(tunnels: readonly Tunnel[], { actual, goal }: View): readonly Diagnostic[] {
  const first = new Map<string, Tunnel>();
  const said = new Set<string>();
  return tunnels.flatMap((tunnel) => {
    const other = first.get(identifier(tunnel));
    first.set(identifier(tunnel), other ?? tunnel);
    const { host } = tunnel.link;
    if (other !== undefined && !said.has(`${other.resource} ${tunnel.resource}`)) {
      said.add(`${other.resource} ${tunnel.resource}`);
      return [oneTunnel(tunnel.link, tunnel.resource, other.resource)];
    }
    const foreign = foreignDevices(actual.get(host), tunnel.link).find((link) => !goal.owned.has(linkKey(link, link.name)));
    if (foreign === undefined) return [];
    const detail = `Host "${host}" has a VXLAN device of this network identifier and port already, which is not of this stack: "${textOf(foreign)}". Choose another \`vni\`, or remove that device.`;
    return [clash(tunnel, detail, "vni")];
  });
}

function foreignDevices(facts: ReadonlyMap<string, unknown> | undefined, own: FactOf<"link">): readonly FactOf<"link">[] {
  const found: FactOf<"link">[] = [];
  for (const fact of (facts?.values() ?? []) as Iterable<FactOf<"link">>) {
    if (fact.kind !== "link" || fact.vni === undefined || fact.netns !== ROOT) continue;
    if (fact.vni === own.vni && fact.port === own.port && fact.name !== own.name) found.push(fact);
  }
  return found;
}

/** The addresses of a host's own namespace on links that no stack has made, without prefix lengths; empty where nothing is known of its network. */
function addressesOf({ actual, goal }: View, host: string): ReadonlySet<string> {
  const [facts, found] = [actual.get(host), new Set<string>()];
  for (const [key, fact] of facts ?? [])
    if (fact.kind === "addr" && fact.netns === ROOT && !goal.owned.has(key) && facts!.get(linkKey(fact, fact.dev))?.mark === undefined)
      found.add(bareAddress(fact.address));
  return found;
}

/** The underlay address of a member is one that its host has. Of a host without any address, as a simulated one, nothing is known. */
function underlayIsThere(view: View): readonly Diagnostic[] {
  return view.resolved.flatMap(({ instance, attributes }) => {
    if (instance.type !== "netweft_overlay_network") return [];
    return hostsOfNetwork({ type: instance.type, attributes }).flatMap((host) => {
      const own = addressesOf(view, host);
      const underlay = view.hosts.get(host)?.underlay ?? undefined;
      if (underlay === undefined || own.size === 0 || own.has(canonicalIp(underlay) ?? underlay)) return [];
      const detail = `Host "${host}" does not have its \`underlay\` address ${underlay}: it has ${[...own].slice(0, 5).join(", ")}. The other members would send to nobody. Correct \`hosts.${host}.underlay\` in the provider configuration.`;
      return [diagnose("missing-underlay", detail, { resource: instance.address, path: ["members"], host })];
    });
  });
}

/** The tunnels of overlay networks begin at an address that is there, and no two have one identifier. */
export function tunnelsAreApart(view: View): readonly Diagnostic[] {
  const tunnels = tunnelsOf(view);
  if (tunnels.length === 0) return [];
  return [...sameIdentifier(tunnels, view), ...underlayIsThere(view)];
}
