/** Endpoints per bridge. */
const PER_BRIDGE = 100;

/** A container of the published-ports benchmark: its namespace, its address and the host port that is forwarded to it. */
export interface Published {
  readonly name: string;
  readonly address: string;
  readonly hostPort: number;
}

/** One network for all of them; a bridge has at most 1,023 ports. */
export const publishedNetwork = { subnet: "10.88.0.0/20", gateway: "10.88.0.1" } as const;

/** The published port of a container. */
export const PUBLISHED_PORT = 80;

/** Containers with one published port each. */
export function publishedContainers(count: number): readonly Published[] {
  return Array.from({ length: count }, (_, n) => {
    const host = n + 2;
    return { name: `c${n}`, address: `10.88.${host >> 8}.${host & 255}`, hostPort: 20_000 + n };
  });
}

/** The same as Terraform JSON: one bridge network with masquerade. */
export function publishedTopology(count: number): string {
  const all = publishedContainers(count);
  const resource = {
    netweft_bridge_network: { front: { name: "front", subnets: [publishedNetwork.subnet], masquerade: true } },
    netweft_namespace: Object.fromEntries(all.map(({ name }) => [name, { name }])),
    netweft_endpoint: Object.fromEntries(
      all.map(({ name, hostPort }) => [
        name,
        {
          namespace: `\${netweft_namespace.${name}.ref}`,
          network: "${netweft_bridge_network.front.ref}",
          publish: [{ host_port: hostPort, port: PUBLISHED_PORT }],
        },
      ]),
    ),
  };
  return configuration(resource);
}

/** A configuration of these resources, as text. */
export function configuration(resource: object, provider?: object, output?: object): string {
  const terraform = { required_providers: { netweft: { source: "netweft/netweft" } } };
  return JSON.stringify({ terraform, ...(provider && { provider }), resource, ...(output && { output }) }, null, 2);
}

/**
 * The Terraform JSON of a host with `endpoints` containers, each in a namespace of its own, 100 per bridge. Addresses
 * are allocated.
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
  return configuration(resource);
}

/** The same with `count`: one block for all networks, one for all namespaces and one for all endpoints. */
export function countedTopology(endpoints: number): string {
  const bridges = Math.ceil(endpoints / PER_BRIDGE);
  const resource = {
    netweft_bridge_network: {
      b: { count: bridges, name: "b${count.index}", subnets: ["10.${floor(count.index / 256)}.${count.index % 256}.0/24"] },
    },
    netweft_namespace: { c: { count: endpoints, name: "c${count.index}" } },
    netweft_endpoint: {
      c: {
        count: endpoints,
        namespace: "${netweft_namespace.c[count.index].ref}",
        network: `\${netweft_bridge_network.b[floor(count.index / ${PER_BRIDGE})].ref}`,
      },
    },
  };
  return configuration(resource);
}
