/** A stack on two hosts that has something of every layer, to disturb it. */
import { HOSTS } from "./stack-hosts";

const endpoint = (namespace: string, network: string, more: object = {}) => ({
  namespace: `\${netweft_namespace.${namespace}.ref}`,
  network: `\${netweft_${network}.ref}`,
  ...more,
});

const VAULT = {
  name: "vault",
  vni: 44,
  port: 4791,
  subnets: ["10.22.0.0/24"],
  members: ["local", "far"],
  encryption: "ipsec",
  names: false,
};

/** The configuration as JSON, for hosts with this provider block. `encrypts`: whether they can encrypt packets with IPsec. */
export function disturbedStack(provider: object, { encrypts = true } = {}): string {
  return JSON.stringify({
    provider: { netweft: { ...provider, stack: "shop" } },
    resource: {
      netweft_bridge_network: {
        front: { name: "front", subnets: ["10.8.0.0/24", "fd00:8::/64"], endpoint_isolation: true },
        back: { name: "back", subnets: ["10.9.0.0/24"], internal: true, names: false },
      },
      netweft_overlay_network: {
        mesh: { name: "mesh", vni: 42, subnets: ["10.20.0.0/24"], members: ["local", "far"], forwarding: "static", names: false },
        safe: {
          name: "safe",
          vni: 43,
          port: 4790,
          subnets: ["10.21.0.0/24"],
          members: ["local", "far"],
          encryption: "wireguard",
          names: false,
        },
        ...(encrypts && { vault: VAULT }),
      },
      netweft_namespace: {
        web: { name: "web", sysctls: { "net.ipv4.ip_forward": "1", "net.core.somaxconn": "1024" } },
        db: { name: "db", routes: [{ destination: "10.66.0.0/16", type: "unreachable" }] },
        far: { name: "far", host: "far" },
      },
      netweft_endpoint: {
        web: endpoint("web", "bridge_network.front", {
          publish: [
            { protocol: "tcp", host_port: 8080, port: 80 },
            { protocol: "tcp", host_port: 8443, port: 443, host_ip: "127.0.0.1" },
          ],
          egress_rate: "100mbit",
          aliases: ["shop"],
        }),
        db: endpoint("db", "bridge_network.front", {
          routes: [
            { destination: "10.40.0.0/16", via: "10.8.0.254" },
            { destination: "0.0.0.0/0", via: "10.8.0.254", table: 20, rules: [{ priority: 100, from: "10.8.0.3" }] },
          ],
        }),
        back: endpoint("web", "bridge_network.back", { interface: "eth1", default_route: false }),
        near: endpoint("db", "overlay_network.mesh", { interface: "eth1", default_route: false }),
        far: endpoint("far", "overlay_network.mesh"),
      },
    },
  });
}

/** The provider block of a simulated laboratory. */
export function onSimulated(provider: object): object {
  return { ...provider, backend: "simulated", hosts: { local: HOSTS.local, far: HOSTS.far } };
}
