import { diagnose, type Diagnostic } from "../../diagnostic";
import { ROOT } from "../../kernel/fact";
import { addressesIn } from "../../kernel/kinds/addr";
import { keyOf } from "../../kernel/kinds";
import { bareAddress } from "../../net/cidr";
import { canonicalIp } from "../../net/ip";
import type { DeclaredNetwork, View } from "./view";

/** The host's addresses that are not only on Netweft's links; undefined where no address of another program is known. */
function addressesOf(host: string, { actual, goal }: View): ReadonlySet<string> | undefined {
  const here = addressesIn(actual.get(host) ?? new Map()).filter(({ netns }) => netns === ROOT);
  const others = here.filter((one) => !goal.owned.has(keyOf(one)) && !/^(127\.|::1\/|fe80:)/.test(one.address));
  return others.length === 0 ? undefined : new Set(here.map(({ address }) => bareAddress(address)));
}

function missing({ instance, network }: DeclaredNetwork, view: View): readonly Diagnostic[] {
  return network.snat.flatMap(({ host, address }) => {
    const known = addressesOf(host, view);
    if (known === undefined || known.has(canonicalIp(address) ?? address)) return [];
    const detail = `Packets are to leave host "${host}" with the address ${address}, which none of its links has: replies come back only if a router sends them to this host all the same. Add it to a link of the host (\`ip address add ${address} dev LINK\`), or use one that \`ip address show\` lists there.`;
    return [diagnose("source-not-on-host", detail, { resource: instance.address, path: ["snat_addresses"], host })];
  });
}

/** The addresses that packets leave with are those of their hosts. */
export function sourcesAreOnHosts(view: View): readonly Diagnostic[] {
  return view.changes.length === 0 ? [] : view.networks.flatMap((network) => missing(network, view));
}
