import { diagnose, type Diagnostic } from "../../diagnostic";
import type { FactOf } from "../../kernel/fact";
import { nameServersIn, resolverKey } from "../../kernel/kinds/resolver";
import { isPublished } from "../claims";
import { lastPort, reachOf, sayClaim, type DeclaredPortClaim } from "../../kernel/port-claim";
import { byHost } from "../../reconcile/by-host";
import type { View } from "./view";

const DNS = 53;

/** The DNS servers of the hosts: declared ones, and those of other stacks. */
function serversOf({ goal, wanted, actual }: View): readonly FactOf<"resolver">[] {
  const observed = [...actual.values()].flatMap(nameServersIn);
  return [...nameServersIn(wanted), ...observed.filter((server) => !goal.owned.has(resolverKey(server, server.bridge)))];
}

function say(claim: DeclaredPortClaim, gateway: string, { bridge, host }: FactOf<"resolver">): Diagnostic {
  const detail = `${sayClaim(claim)} on host "${host}" is the DNS server of the network behind "${bridge}": with this published port its endpoints could not resolve names at ${gateway}. Choose another \`host_port\`, or another \`host_ip\`, or set \`names = false\` on the network. Published on every address, port ${DNS} does not include the gateways.`;
  return diagnose("duplicate-port", detail, { resource: claim.resource, path: claim.path, host });
}

/** A published port on a gateway's own address does not replace the DNS server of its network. */
export function gatewaysKeepNames(view: View): readonly Diagnostic[] {
  const claims = view.claims.filter(isPublished);
  const published = claims.filter((claim) => claim.port <= DNS && lastPort(claim) >= DNS);
  if (published.length === 0) return [];
  const servers = byHost(serversOf(view), ({ host }) => host);
  return published.flatMap((claim) => {
    const addresses = reachOf(claim).flatMap(({ address }) => address ?? []);
    const taken = (servers.get(claim.host) ?? []).flatMap((server) =>
      server.listen.filter((gateway) => addresses.includes(gateway)).map((gateway) => say(claim, gateway, server)),
    );
    return taken.slice(0, 1);
  });
}
