import * as fc from "fast-check";

/** A small stack as people would write it, before it becomes Terraform JSON. Everything in it is valid. */
export interface StackModel {
  readonly networks: readonly NetworkModel[];
  readonly namespaces: readonly { readonly name: string; readonly forward: boolean; readonly pid: number | undefined }[];
  readonly endpoints: readonly EndpointModel[];
  readonly binds: readonly number[];
}
interface NetworkModel {
  readonly name: string;
  /** Undefined: allocated. */
  readonly subnets: readonly string[] | undefined;
  readonly mtu: number;
  readonly stp: boolean;
  readonly isolated: boolean;
}
interface EndpointModel {
  readonly namespace: number;
  readonly network: number;
  readonly interface: number;
  /** Undefined: allocated; else the host number in each given subnet. */
  readonly host: number | undefined;
}

const network = (n: number): fc.Arbitrary<NetworkModel> =>
  fc.record({
    name: fc.constant(`n${n}`),
    subnets: fc.option(fc.constantFrom([`10.${n}.0.0/24`], [`10.${n}.0.0/24`, `fd00:${n}::/64`], [`fd00:${n}::/64`]), { nil: undefined }),
    mtu: fc.constantFrom(1280, 1400, 1500),
    stp: fc.boolean(),
    isolated: fc.boolean(),
  });

/** Created, or adopted from one of two processes that no other name adopts from. */
const namespace = fc
  .record({ name: fc.constantFrom("a", "b", "c", "d"), forward: fc.boolean(), process: fc.constantFrom(undefined, undefined, 1000, 2000) })
  .map(({ process, ...one }) => ({ ...one, pid: process === undefined ? undefined : process + one.name.charCodeAt(0) }));

const endpoint: fc.Arbitrary<EndpointModel> = fc.record({
  namespace: fc.nat(3),
  network: fc.nat(2),
  interface: fc.nat(2),
  host: fc.option(fc.integer({ min: 10, max: 200 }), { nil: undefined }),
});

/** Keeps what can stand together: existing ends, one interface of a name, one address of a number. */
function fitting(stack: StackModel): StackModel {
  const seen = new Set<string>();
  const isNew = (key: string) => !seen.has(key) && Boolean(seen.add(key));
  const endpoints = stack.endpoints.filter(
    (one) =>
      one.namespace < stack.namespaces.length &&
      one.network < stack.networks.length &&
      isNew(`interface ${one.namespace} ${one.interface}`) &&
      (one.host === undefined || isNew(`host ${one.network} ${one.host}`)),
  );
  return { ...stack, endpoints };
}

/** Random stacks. Names are few, so that two of them have something in common. */
export const stacks: fc.Arbitrary<StackModel> = fc
  .record({
    networks: fc.integer({ min: 0, max: 3 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, n) => network(n)))),
    namespaces: fc.uniqueArray(namespace, { maxLength: 4, selector: ({ name }) => name }),
    endpoints: fc.array(endpoint, { maxLength: 8 }),
    binds: fc.uniqueArray(fc.integer({ min: 8000, max: 8005 }), { maxLength: 3 }),
  })
  .map(fitting);

function addressesOf(one: EndpointModel, { subnets }: NetworkModel): object {
  if (one.host === undefined || subnets === undefined) return {};
  return { addresses: subnets.map((subnet) => `\${cidrhost("${subnet}", ${one.host})}`) };
}

/** The stack as Terraform JSON. */
export function toJson(stack: StackModel, provider: object): string {
  const { networks, namespaces, endpoints, binds } = stack;
  const resource = {
    netweft_bridge_network: Object.fromEntries(
      networks.map(({ name, subnets, mtu, stp, isolated }) => [
        name,
        { name, mtu, stp, endpoint_isolation: isolated, ...(subnets ? { subnets } : {}) },
      ]),
    ),
    netweft_namespace: Object.fromEntries(
      namespaces.map(({ name, forward, pid }) => [
        name,
        { name, ...(forward ? { sysctls: { "net.ipv4.ip_forward": "1" } } : {}), ...(pid === undefined ? {} : { pid }) },
      ]),
    ),
    netweft_endpoint: Object.fromEntries(
      endpoints.map((one) => {
        const name = `${namespaces[one.namespace]!.name}_eth${one.interface}`;
        const ends = {
          namespace: `\${netweft_namespace.${namespaces[one.namespace]!.name}.ref}`,
          network: `\${netweft_bridge_network.n${one.network}}`,
        };
        return [name, { ...ends, interface: `eth${one.interface}`, ...addressesOf(one, networks[one.network]!) }];
      }),
    ),
    ...(binds.length > 0 ? { netweft_host_network: { host: { binds: binds.map((port) => ({ port })) } } } : {}),
  };
  return JSON.stringify({ provider: { netweft: provider }, resource });
}
