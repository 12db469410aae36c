/** Endpoints on one bridge. */
const PER_BRIDGE = 100;

/**
 * The Terraform JSON of a host with `endpoints` containers, each in a namespace of its own, 100 on each bridge. Addresses
 * are left to be allocated, as most people leave them.
 */
export function topology(endpoints: number): string {
  const bridges: Record<string, unknown> = {};
  const namespaces: Record<string, unknown> = {};
  const ends: Record<string, unknown> = {};
  for (let n = 0; n < endpoints; n++) {
    const bridge = Math.floor(n / PER_BRIDGE);
    bridges[`b${bridge}`] ??= { name: `b${bridge}`, subnets: [`10.${bridge >> 8}.${bridge & 255}.0/24`] };
    namespaces[`c${n}`] = { name: `c${n}` };
    ends[`c${n}`] = { namespace: `\${netweft_namespace.c${n}.ref}`, network: `\${netweft_bridge_network.b${bridge}.ref}` };
  }
  const resource = { netweft_bridge_network: bridges, netweft_namespace: namespaces, netweft_endpoint: ends };
  return JSON.stringify({ terraform: { required_providers: { netweft: { source: "netweft/netweft" } } }, resource }, null, 2);
}
