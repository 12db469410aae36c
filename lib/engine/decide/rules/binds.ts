import { diagnose, type Diagnostic } from "../../../diagnostic";
import { canonicalIp } from "../../../net/ip";
import type { View } from "./view";

interface Bind {
  readonly protocol: string;
  readonly port: number;
  readonly address: string | null;
}

interface Claim {
  readonly bind: Bind;
  readonly resource: string;
}

function* claims({ resolved }: View): Generator<Claim & { readonly host: string }> {
  for (const { instance, attributes } of resolved) {
    const { host, binds } = attributes;
    if (instance.type !== "netweft_host_network" || typeof host !== "string" || !Array.isArray(binds)) continue;
    for (const bind of binds as readonly Bind[]) if (typeof bind.port === "number") yield { bind, host, resource: instance.address };
  }
}

/** `0.0.0.0` and `::` mean every address, like no address at all; Linux lets `::` take the IPv4 port, too. */
function isEvery(address: string | null): boolean {
  return address === null || address === "0.0.0.0" || address === "::";
}

function collide(one: Bind, other: Bind): boolean {
  if (isEvery(one.address) || isEvery(other.address)) return true;
  return canonicalIp(one.address!) === canonicalIp(other.address!);
}

function say({ protocol, port, address }: Bind): string {
  return `${protocol} port ${port} of ${isEvery(address) ? "every address" : address}`;
}

/** A port of a host can be bound once; a bind of every address leaves none for others. */
export function bindsAreUnique(view: View): readonly Diagnostic[] {
  const seen = new Map<string, Claim[]>();
  const found: Diagnostic[] = [];
  for (const claim of claims(view)) {
    const key = `${claim.host} ${claim.bind.protocol} ${claim.bind.port}`;
    const earlier = seen.get(key) ?? [];
    const other = earlier.find(({ bind }) => collide(bind, claim.bind));
    seen.set(key, [...earlier, claim]);
    if (other === undefined) continue;
    const detail = `${say(claim.bind)} on host "${claim.host}" is bound by ${other.resource} already (${say(other.bind)}). The second program that binds it would fail. Choose another port or address.`;
    found.push(diagnose("duplicate-bind", detail, { resource: claim.resource, path: ["binds"], host: claim.host }));
  }
  return found;
}
