import { diagnose, type Diagnostic } from "../../../diagnostic";
import { canonicalIp } from "../../../net/ip";
import type { Draft } from "../../../schema/value";
import type { View } from "./view";

interface Bind {
  readonly protocol: string;
  readonly port: number;
  readonly address: string | null;
}

interface Claim {
  readonly bind: Bind;
  readonly resource: string;
  readonly host: string;
}

/** Where each type says which ports of which host are bound. */
const places: Readonly<Record<string, (attributes: Draft) => { readonly host: unknown; readonly binds: unknown }>> = {
  netweft_host_network: ({ host, binds }) => ({ host, binds }),
  netweft_endpoint: ({ network, binds }) => ({ host: (network as { readonly host?: unknown } | null)?.host, binds }),
};

function* claims({ resolved }: View): Generator<Claim> {
  for (const { instance, attributes } of resolved) {
    const { host, binds } = places[instance.type]?.(attributes) ?? {};
    if (typeof host !== "string" || !Array.isArray(binds)) continue;
    for (const bind of binds as readonly Bind[]) if (typeof bind.port === "number") yield { bind, host, resource: instance.address };
  }
}

function isEvery(address: string | null): boolean {
  return address === null || address === "0.0.0.0" || canonicalIp(address) === "::";
}

/** `0.0.0.0` leaves IPv6 addresses to others; `::` means every address of both families, as no address at all does. */
function covers(one: string | null, other: string | null): boolean {
  return isEvery(one) && !(one === "0.0.0.0" && other?.includes(":") && !isEvery(other));
}

function collide({ address: one }: Bind, { address: other }: Bind): boolean {
  if (covers(one, other) || covers(other, one)) return true;
  return one !== null && other !== null && canonicalIp(one) === canonicalIp(other);
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
