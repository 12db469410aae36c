/** What a picture of a stack has: networks of every kind, and the endpoints on them. */
import { topologyOf, type Pictured } from "../../lib/drift/topology";
import { registry } from "../../lib/resources";

const instance = (type: string, name: string, attributes: Pictured["attributes"]): Pictured => ({
  address: `netweft_${type}.${name}`,
  type: `netweft_${type}`,
  attributes,
});
const metal = { id: "edge/host", name: "host", host: "edge", kind: "host" };

test("an endpoint on a host network is on its host, without a namespace, with the ports that it binds there", () => {
  const binds = [{ protocol: "tcp", port: 9100, address: null, by: null }];
  const { hosts, networks, endpoints } = topologyOf(
    [instance("host_network", "metal", metal), instance("endpoint", "probe", { network: metal, namespace: null, interface: null, binds })],
    registry,
  );
  expect(hosts).toEqual(["edge"]);
  expect(networks).toEqual([{ address: "netweft_host_network.metal", name: "host", kind: "host", hosts: ["edge"], subnets: [] }]);
  expect(endpoints).toEqual([
    {
      ...{ address: "netweft_endpoint.probe", host: "edge", network: "netweft_host_network.metal" },
      ...{ namespace: "", interface: "", addresses: [], publish: ["9100/tcp"] },
    },
  ]);
});

test("every kind of network that a `ref` can name is drawn, by what its type says", () => {
  const kinds = Object.values(registry.resources).flatMap(({ type, networkKind }) =>
    networkKind === undefined ? [] : [{ type, networkKind }],
  );
  expect(kinds.map(({ networkKind }) => networkKind).sort()).toEqual(["bridge", "host", "macvlan", "overlay"]);
  const all = kinds.map(({ type, networkKind }) =>
    instance(type.replace("netweft_", ""), networkKind, { name: networkKind, host: "edge" }),
  );
  expect(topologyOf(all, registry).networks.map(({ name, kind }) => [name, kind])).toEqual(
    kinds.map(({ networkKind }) => [networkKind, networkKind]),
  );
});
