/** The resources of one container `web` on the bridge network `front`, with these published ports. */
export function publishedWeb(...publish: readonly object[]): object {
  return {
    netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24"], names: false } },
    netweft_namespace: { web: { name: "web" } },
    netweft_endpoint: {
      web: { namespace: "${netweft_namespace.web.ref}", network: "${netweft_bridge_network.front.ref}", publish },
    },
  };
}
