import { App, Fn, TerraformOutput, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { Construct } from "constructs";
import {
  bindings,
  BridgeNetwork,
  Container,
  HostNetwork,
  InvalidConstruct,
  MacvlanNetwork,
  NetworkStack,
  OverlayNetwork,
  type NetworkStackProps,
} from "../../api";
import type {
  AttachOptions,
  BridgeNetworkProps,
  ContainerProps,
  HostNetworkProps,
  MacvlanNetworkProps,
  OverlayNetworkProps,
} from "../../api";
import { loadConfiguration } from "../../lib/config";
import { firstUserLine } from "../../lib/constructs/source";
import { registry, resources } from "../../lib/resources";
import { providerFields } from "../../lib/resources/provider";
import type { Fields } from "../../lib/schema/type";

type Blocks = Record<string, Record<string, unknown>>;
interface Synthesized {
  provider: Record<string, unknown[]>;
  resource: Record<string, Blocks>;
  output?: Blocks;
}

function newStack(props: NetworkStackProps = {}, id = "shop"): NetworkStack {
  return new NetworkStack(Testing.app(), id, props);
}

function synth(stack: TerraformStack): Synthesized {
  return JSON.parse(Testing.synth(stack)) as Synthesized;
}

function problemsOf(make: () => unknown): { codes: string[]; message: string } {
  try {
    make();
  } catch (error) {
    if (error instanceof InvalidConstruct) return { codes: error.diagnostics.map(({ code }) => code), message: error.message };
    throw error;
  }
  return { codes: [], message: "" };
}

function camel(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

function settable(fields: Fields): string[] {
  return Object.keys(fields).filter((name) => fields[name]!.required || fields[name]!.optional);
}

describe("a stack", () => {
  const everything: Required<NetworkStackProps> = {
    backend: "iproute2",
    simulated: { file: "model.json", latencyMs: 5, faults: [{ step: "add local", action: "kill", message: "no" }], lacks: ["dnsmasq"] },
    hosts: {
      edge1: { connection: "netns", netns: "lab1" },
      edge2: {
        connection: "ssh",
        address: "192.0.2.7",
        port: 2222,
        user: "root",
        identityFile: "~/.ssh/netweft",
        knownHosts: "known_hosts",
        underlay: "10.0.0.7",
        advertise: "203.0.113.7",
        underlayMtu: 9000,
        uplinks: [{ dev: "eth0", gateways: ["192.0.2.254"], networks: ["192.0.2.0/24"] }],
      },
    },
    addressPools: [{ cidr: "10.64.0.0/12", size: 24 }],
    stack: "store",
    hostFirewall: "cooperate",
    hostForwarding: "open",
    markMask: "0x00f00000",
  };

  test("configures the provider with every option", () => {
    const [provider] = synth(newStack(everything)).provider["netweft"]!;
    expect(provider).toEqual({
      backend: "iproute2",
      simulated: { file: "model.json", latency_ms: 5, faults: [{ step: "add local", action: "kill", message: "no" }], lacks: ["dnsmasq"] },
      hosts: {
        edge1: { connection: "netns", netns: "lab1" },
        edge2: {
          connection: "ssh",
          address: "192.0.2.7",
          port: 2222,
          user: "root",
          identity_file: "~/.ssh/netweft",
          known_hosts: "known_hosts",
          underlay: "10.0.0.7",
          advertise: "203.0.113.7",
          underlay_mtu: 9000,
          uplinks: [{ dev: "eth0", gateways: ["192.0.2.254"], networks: ["192.0.2.0/24"] }],
        },
      },
      address_pools: [{ cidr: "10.64.0.0/12", size: 24 }],
      stack: "store",
      host_firewall: "cooperate",
      host_forwarding: "open",
      mark_mask: "0x00f00000",
    });
    expect(Object.keys(everything).sort()).toEqual(settable(providerFields).map(camel).sort());
  });

  test("marks its objects with its id, in lower case", () => {
    expect(synth(newStack({}, "Shop")).provider["netweft"]).toEqual([{ stack: "shop" }]);
  });

  test("uses the only host by default, and `local` of several", () => {
    expect(newStack({ hosts: { edge1: {} } }).defaultHost).toBe("edge1");
    expect(newStack({ hosts: { edge1: {}, edge2: {} } }).defaultHost).toBe("local");
    expect(newStack().defaultHost).toBe("local");
  });

  test("must be the scope of the other constructs", () => {
    const plain = new TerraformStack(Testing.app(), "plain");
    expect(() => new BridgeNetwork(plain, "front")).toThrow('The TerraformStack "plain" is not inside a NetworkStack.');
  });
});

describe("a bridge network", () => {
  const everything: Required<BridgeNetworkProps> = {
    name: "front",
    host: "edge1",
    uplink: "eth1",
    subnets: ["10.10.0.0/24", "fd00:10::/64"],
    gateways: ["10.10.0.254"],
    ranges: ["10.10.0.128/25"],
    reserved: ["10.10.0.1", "10.10.0.192/28"],
    mtu: 1400,
    masquerade: true,
    snatAddresses: ["192.0.2.9", "2001:db8::9"],
    neighborProxy: "eth0",
    internal: false,
    acceptFrom: ["edge1/back", "outside"],
    hostAccess: "none",
    mac: "02:00:00:00:00:01",
    endpointIsolation: true,
    stp: true,
    routerAdvertisements: true,
    bridgeName: "br-front",
    names: false,
    dns: ["192.0.2.53"],
    dnsSearch: ["corp.example"],
    dnsOptions: ["ndots:2"],
    labels: { tier: "front" },
  };

  test("takes every attribute that can be set", () => {
    const stack = newStack();
    new BridgeNetwork(stack, "net", everything);
    expect(synth(stack).resource["netweft_bridge_network"]).toEqual({
      net: {
        name: "front",
        host: "edge1",
        uplink: "eth1",
        subnets: ["10.10.0.0/24", "fd00:10::/64"],
        gateways: ["10.10.0.254"],
        ranges: ["10.10.0.128/25"],
        reserved: ["10.10.0.1", "10.10.0.192/28"],
        mtu: 1400,
        masquerade: true,
        snat_addresses: ["192.0.2.9", "2001:db8::9"],
        neighbor_proxy: "eth0",
        internal: false,
        accept_from: ["edge1/back", "outside"],
        host_access: "none",
        mac: "02:00:00:00:00:01",
        endpoint_isolation: true,
        stp: true,
        router_advertisements: true,
        bridge_name: "br-front",
        names: false,
        dns: ["192.0.2.53"],
        dns_search: ["corp.example"],
        dns_options: ["ndots:2"],
        labels: { tier: "front" },
      },
    });
    expect(Object.keys(everything).sort()).toEqual(settable(resources["netweft_bridge_network"]!.fields).map(camel).sort());
  });

  test("accepts another network by its id, so that two may accept each other", () => {
    const stack = newStack();
    const back = new BridgeNetwork(stack, "back", { acceptFrom: ["local/other"] });
    const front = new BridgeNetwork(stack, "front", { acceptFrom: [back] });
    back.accept(front);
    expect(synth(stack).resource["netweft_bridge_network"]).toMatchObject({
      back: { accept_from: ["local/other", "local/front"] },
      front: { accept_from: ["local/back"] },
    });
  });

  test("is named by its path below the stack", () => {
    const stack = newStack();
    new BridgeNetwork(stack, "Front");
    new BridgeNetwork(new Construct(stack, "eu"), "Front");
    const names = Object.values(synth(stack).resource["netweft_bridge_network"]!).map(({ name }) => name);
    expect(names).toEqual(["front", "eu-front"]);
  });

  test("can be referred to", () => {
    const stack = newStack();
    const front = new BridgeNetwork(stack, "front");
    new TerraformOutput(stack, "all", { value: [front.id, front.bridgeName, front.subnets, front.gateways, front.mtu, front.ref] });
    const value = ["id", "bridge_name", "subnets", "gateways", "mtu", "ref"].map((name) => `\${netweft_bridge_network.front.${name}}`);
    expect(synth(stack).output).toEqual({ all: { value } });
  });

  test("attaches containers as eth0, eth1 and so on, network by network", () => {
    const stack = newStack();
    const [front, back] = [new BridgeNetwork(stack, "front"), new BridgeNetwork(stack, "back")];
    const web = new Container(stack, "web");
    for (const network of [front, back]) network.attach(web);
    front.attach(new Container(stack, "db"));
    expect(synth(stack).resource["netweft_endpoint"]).toEqual({
      "web-eth0": { namespace: "${netweft_namespace.web.ref}", network: "${netweft_bridge_network.front.ref}", interface: "eth0" },
      "web-eth1": { namespace: "${netweft_namespace.web.ref}", network: "${netweft_bridge_network.back.ref}", interface: "eth1" },
      "db-eth0": { namespace: "${netweft_namespace.db.ref}", network: "${netweft_bridge_network.front.ref}", interface: "eth0" },
    });
  });

  test("takes every attribute of an endpoint when it attaches", () => {
    const options: Required<AttachOptions> = {
      interface: "lan0",
      addresses: ["10.10.0.7"],
      mac: "02:00:00:00:00:07",
      defaultRoute: false,
      isolated: true,
      publish: [{ hostPort: 8080, port: 80, protocol: "udp", hostIp: "192.0.2.1", portCount: 2 }],
      routes: [{ destination: "10.20.0.0/16", via: "10.10.0.9", table: 20, rules: [{ from: "10.10.0.7" }] }],
      ingressRate: "100mbit",
      egressRate: "20mbit",
      hostInterface: "web0",
      name: "www",
      aliases: ["shop"],
    };
    const stack = newStack();
    new BridgeNetwork(stack, "front", { subnets: ["10.10.0.0/24"] }).attach(new Container(stack, "web"), options);
    expect(synth(stack).resource["netweft_endpoint"]!["web-lan0"]).toMatchObject({
      interface: "lan0",
      addresses: ["10.10.0.7"],
      mac: "02:00:00:00:00:07",
      default_route: false,
      isolated: true,
      publish: [{ host_port: 8080, port: 80, protocol: "udp", host_ip: "192.0.2.1", port_count: 2 }],
      routes: [{ destination: "10.20.0.0/16", via: "10.10.0.9", table: 20, rules: [{ from: "10.10.0.7" }] }],
      ingress_rate: "100mbit",
      egress_rate: "20mbit",
      host_interface: "web0",
      name: "www",
      aliases: ["shop"],
    });
    const others = ["namespace", "network", "binds"];
    expect([...Object.keys(options), ...others].sort()).toEqual(settable(resources["netweft_endpoint"]!.fields).map(camel).sort());
  });

  test("skips interface names that are taken", () => {
    const stack = newStack();
    const [front, back, side, more] = ["front", "back", "side", "more"].map((name) => new BridgeNetwork(stack, name));
    const web = new Container(stack, "web");
    front!.attach(web, { interface: "eth1" });
    back!.attach(web);
    side!.attach(web);
    expect(Object.keys(synth(stack).resource["netweft_endpoint"]!)).toEqual(["web-eth0", "web-eth1", "web-eth2"]);
    expect(problemsOf(() => more!.attach(web, { interface: "eth2" })).codes).toEqual(["conflicting-attributes"]);
  });

  test('attaches a container once, and none with `network: "none"`', () => {
    const stack = newStack();
    const front = new BridgeNetwork(stack, "front");
    const web = new Container(stack, "web");
    front.attach(web);
    expect(problemsOf(() => front.attach(web)).codes).toEqual(["conflicting-attributes"]);
    expect(problemsOf(() => front.attach(new Container(stack, "alone", { network: "none" }))).codes).toEqual(["conflicting-attributes"]);
  });
});

describe("a container", () => {
  test("takes every attribute of a namespace", () => {
    const adopted: Required<ContainerProps> = {
      name: "web",
      host: "edge1",
      sysctls: { "net.ipv4.ip_forward": "1" },
      dns: ["192.0.2.53"],
      dnsSearch: ["corp.example"],
      dnsOptions: ["ndots:2"],
      routes: [{ destination: "10.0.0.0/8", type: "unreachable" }],
      pid: 4711,
      path: "/run/x",
      network: "none",
    };
    const stack = newStack();
    new Container(stack, "a", { ...adopted, path: undefined });
    new Container(stack, "b", { path: "/var/run/docker/netns/1a2b", network: "none" });
    expect(synth(stack).resource["netweft_namespace"]).toEqual({
      a: {
        ...{ name: "web", host: "edge1", sysctls: { "net.ipv4.ip_forward": "1" }, pid: 4711 },
        ...{ dns: ["192.0.2.53"], dns_search: ["corp.example"], dns_options: ["ndots:2"] },
        routes: [{ destination: "10.0.0.0/8", type: "unreachable" }],
      },
      b: { name: "b", host: "local", path: "/var/run/docker/netns/1a2b" },
    });
    const { network: _, ...attributes } = adopted;
    expect(Object.keys(attributes).sort()).toEqual(settable(resources["netweft_namespace"]!.fields).map(camel).sort());
  });

  test("joins its host's default network without attachments, which is created once per host", () => {
    const stack = newStack({ hosts: { local: {}, edge1: {} } });
    for (const id of ["a", "b"]) new Container(stack, id);
    new Container(stack, "c", { host: "edge1" });
    new Container(stack, "lonely", { network: "none" });
    const twice = [synth(stack), synth(stack)];
    expect(twice[0]).toEqual(twice[1]);
    expect(twice[0]!.resource["netweft_bridge_network"]).toEqual({
      default: { name: "default", host: "local" },
      "default-edge1": { name: "default", host: "edge1" },
    });
    expect(Object.entries(twice[0]!.resource["netweft_endpoint"]!).map(([name, { network }]) => [name, network])).toEqual([
      ["a-eth0", "${netweft_bridge_network.default.ref}"],
      ["b-eth0", "${netweft_bridge_network.default.ref}"],
      ["c-eth0", "${netweft_bridge_network.default-edge1.ref}"],
    ]);
  });

  test("creates no default network unless one is needed", () => {
    const stack = newStack();
    new BridgeNetwork(stack, "front").attach(new Container(stack, "web"));
    expect(Object.keys(synth(stack).resource["netweft_bridge_network"]!)).toEqual(["front"]);
  });

  test("may be attached to the default network explicitly", () => {
    const stack = newStack();
    stack.defaultNetwork().attach(new Container(stack, "web"), { isolated: true });
    expect(synth(stack).resource["netweft_endpoint"]).toMatchObject({ "web-eth0": { isolated: true } });
  });
});

describe("a host network", () => {
  const binds = [{ port: 53, protocol: "udp", address: "127.0.0.1", by: "resolver" } as const];
  const everything: Required<HostNetworkProps> = { name: "metal", host: "edge1", binds: [...binds] };

  test("takes every attribute that can be set", () => {
    const stack = newStack();
    new HostNetwork(stack, "host", everything);
    expect(synth(stack).resource["netweft_host_network"]).toEqual({ host: { ...everything } });
    expect(Object.keys(everything).sort()).toEqual(settable(resources["netweft_host_network"]!.fields).map(camel).sort());
  });

  test("attaches containers, which have no namespace and declare the ports that they bind", () => {
    const stack = newStack();
    const host = new HostNetwork(stack, "host", { binds: [{ port: 22, by: "sshd" }] });
    host.attach(new Container(stack, "agent"), { binds: [{ port: 9100 }] });
    host.attach(new Container(stack, "probe"), { name: "prober" });
    const { resource } = synth(stack);
    expect(resource["netweft_namespace"]).toBeUndefined();
    expect(resource["netweft_host_network"]).toMatchObject({ host: { binds: [{ port: 22, by: "sshd" }] } });
    expect(resource["netweft_endpoint"]).toEqual({
      "agent-host": { name: "agent", network: "${netweft_host_network.host.ref}", binds: [{ port: 9100 }] },
      "probe-host": { name: "prober", network: "${netweft_host_network.host.ref}" },
    });
  });

  test("can be set as a container's `network`, like other networks", () => {
    const stack = newStack();
    const [metal, front] = [new HostNetwork(stack, "metal"), new BridgeNetwork(stack, "front")];
    new Container(stack, "agent", { network: metal });
    new BridgeNetwork(stack, "back").attach(new Container(stack, "web", { network: front }));
    const { resource } = synth(stack);
    expect(Object.keys(resource["netweft_namespace"]!)).toEqual(["web"]);
    expect(Object.entries(resource["netweft_endpoint"]!).map(([name, { network }]) => [name, network])).toEqual([
      ["agent-metal", "${netweft_host_network.metal.ref}"],
      ["web-eth0", "${netweft_bridge_network.front.ref}"],
      ["web-eth1", "${netweft_bridge_network.back.ref}"],
    ]);
  });

  test('exists for `network: "host"`: the declared one of that host, or else one that is created once', () => {
    const stack = newStack({ hosts: { local: {}, edge1: {} } });
    new HostNetwork(stack, "metal", { host: "edge1" });
    for (const id of ["a", "b"]) new Container(stack, id, { network: "host" });
    new Container(stack, "far", { network: "host", host: "edge1" });
    const { resource } = synth(stack);
    expect(resource["netweft_namespace"]).toBeUndefined();
    expect(resource["netweft_bridge_network"]).toBeUndefined();
    expect(resource["netweft_host_network"]).toEqual({
      metal: { name: "metal", host: "edge1" },
      "host-network": { name: "host", host: "local" },
    });
    expect(Object.entries(resource["netweft_endpoint"]!).map(([name, { network }]) => [name, network])).toEqual([
      ["a-host-network", "${netweft_host_network.host-network.ref}"],
      ["b-host-network", "${netweft_host_network.host-network.ref}"],
      ["far-metal", "${netweft_host_network.metal.ref}"],
    ]);
  });

  test("excludes networks of a container's own", () => {
    const stack = newStack({ hosts: { local: {}, edge1: {} } });
    const [host, front] = [new HostNetwork(stack, "host"), new BridgeNetwork(stack, "front")];
    const container = (id: string, props?: ContainerProps) => new Container(stack, id, props);
    const [bridged, hosted] = [container("bridged"), container("hosted")];
    front.attach(bridged);
    host.attach(hosted);
    expect(problemsOf(() => host.attach(bridged)).message).toContain("it has eth0 in a namespace of its own already");
    expect(problemsOf(() => front.attach(hosted)).message).toContain('it is on the host network "shop/host" already');
    expect(problemsOf(() => hosted.path).codes).toEqual(["conflicting-attributes"]);
    expect(problemsOf(() => host.attach(container("adopted", { pid: 1 }))).message).toContain("`pid` needs a namespace of its own");
    expect(problemsOf(() => host.attach(container("far", { host: "edge1" }))).codes).toEqual(["different-hosts"]);
  });
});

describe("an overlay network", () => {
  const hosts = { edge1: { underlay: "192.0.2.1" }, edge2: { underlay: "192.0.2.2" }, edge3: {} };
  const wide = { vni: 42, members: ["edge1", "edge2"], subnets: ["10.20.0.0/24"] };
  const everything: Required<Omit<OverlayNetworkProps, "rotate" | "listenPort">> = {
    name: "mesh",
    vni: 42,
    members: ["edge1", "edge2"],
    subnets: ["10.20.0.0/24", "fd00:20::/64"],
    gateways: ["10.20.0.254"],
    ranges: ["10.20.0.128/25"],
    reserved: ["10.20.0.9"],
    port: 4790,
    mtu: 1400,
    forwarding: "evpn",
    encryption: "none",
    reflectors: ["edge1"],
    asn: 65001,
    masquerade: true,
    snatAddresses: { edge1: ["192.0.2.9"] },
    internal: false,
    hostAccess: "none",
    routerAdvertisements: true,
    names: false,
    dns: ["192.0.2.53"],
    dnsSearch: ["corp.example"],
    dnsOptions: ["ndots:2"],
    bridgeName: "br-mesh",
    vxlanName: "vx-mesh",
    mac: "02:00:00:00:00:01",
    labels: { tier: "core" },
  };

  function problems(props: object, options: NetworkStackProps = { hosts }) {
    return problemsOf(() => new OverlayNetwork(newStack(options), "mesh", { ...wide, ...props }));
  }

  test("takes every attribute that can be set", () => {
    const stack = newStack({ hosts });
    new OverlayNetwork(stack, "net", everything);
    const secret = { encryption: "wireguard", rotate: "2026-01", listenPort: 51821 } as const;
    new OverlayNetwork(stack, "secret", { ...wide, vni: 43, ...secret });
    const { bridgeName, vxlanName, hostAccess, routerAdvertisements, snatAddresses, dnsSearch, dnsOptions, ...rest } = everything;
    expect(synth(stack).resource["netweft_overlay_network"]).toEqual({
      net: {
        ...rest,
        bridge_name: bridgeName,
        vxlan_name: vxlanName,
        host_access: hostAccess,
        router_advertisements: routerAdvertisements,
        snat_addresses: snatAddresses,
        dns_search: dnsSearch,
        dns_options: dnsOptions,
      },
      secret: { ...wide, vni: 43, name: "secret", encryption: "wireguard", rotate: "2026-01", listen_port: 51821 },
    });
    const taken = new Set([...Object.keys(everything), ...Object.keys(secret)]);
    expect([...taken].sort()).toEqual(settable(resources["netweft_overlay_network"]!.fields).map(camel).sort());
  });

  test("can be referred to", () => {
    const stack = newStack({ hosts });
    const mesh = new OverlayNetwork(stack, "mesh", wide);
    const { id, ref, bridgeName, vxlanName, members, subnets, gateways, mtu, publicKeys } = mesh;
    new TerraformOutput(stack, "all", { value: [id, ref, bridgeName, vxlanName, members, subnets, gateways, mtu, publicKeys] });
    const names = ["id", "ref", "bridge_name", "vxlan_name", "members", "subnets", "gateways", "mtu", "public_keys"];
    const value = names.map((name) => `netweft_overlay_network.mesh.${name}`);
    expect(synth(stack).output).toEqual({ all: { value: value.map((one) => `\${${one.endsWith("members") ? `tolist(${one})` : one}}`) } });
  });

  test("attaches containers of all its members, as a bridge network does those of its host", () => {
    const stack = newStack({ hosts });
    const mesh = new OverlayNetwork(stack, "mesh", wide);
    const web = new Container(stack, "web", { host: "edge1" });
    new BridgeNetwork(stack, "front", { host: "edge1" }).attach(web);
    mesh.attach(web, { addresses: ["10.20.0.7"], publish: [{ hostPort: 8080, port: 80 }] });
    new Container(stack, "db", { host: "edge2", network: mesh });
    expect(synth(stack).resource["netweft_endpoint"]).toMatchObject({
      "web-eth1": { network: "${netweft_overlay_network.mesh.ref}", addresses: ["10.20.0.7"], publish: [{ host_port: 8080, port: 80 }] },
      "db-eth0": { network: "${netweft_overlay_network.mesh.ref}", namespace: "${netweft_namespace.db.ref}" },
    });
  });

  test("refuses a container on a host that is not a member, and lists the members", () => {
    const stack = newStack({ hosts });
    const mesh = new OverlayNetwork(stack, "mesh", wide);
    const { codes, message } = problemsOf(() => mesh.attach(new Container(stack, "far", { host: "edge3" })));
    expect(codes).toEqual(["different-hosts"]);
    expect(message).toContain('The attachment of container "shop/far" to "shop/mesh" is invalid:');
    expect(message).toContain('on host "edge3", and the overlay network "mesh" is on "edge1", "edge2". Add the host to `members`');
  });

  test("isolates no container, and refuses one with an address in other use", () => {
    const stack = newStack({ hosts });
    const mesh = new OverlayNetwork(stack, "mesh", wide);
    const container = (id: string) => new Container(stack, id, { host: "edge1" });
    const isolated = { isolated: true } as AttachOptions;
    expect(problemsOf(() => mesh.attach(container("a"), isolated)).codes).toEqual(["conflicting-attributes"]);
    expect(problemsOf(() => mesh.attach(container("b"), { addresses: ["10.21.0.7"] })).codes).toEqual(["address-outside"]);
    expect(problemsOf(() => mesh.attach(container("c"), { addresses: ["10.20.0.1"] })).codes).toEqual(["duplicate-address"]);
  });

  test.each([
    ["a member that no host is", { members: ["edge1", "edge9"] }, "unknown-host", '"edge9"'],
    ["a member without an underlay", { members: ["edge1", "edge3"] }, "missing-underlay", "`hosts.edge3.underlay`"],
    ["no members", { members: [] }, "invalid-value", "members: "],
    ["a packet that does not fit", { mtu: 1451 }, "mtu-too-large", "1450 are left"],
    ["a key that is to be changed where there is none", { rotate: "1" }, "conflicting-attributes", "`rotate`"],
    ["a port that nothing listens on", { listenPort: 51820 }, "conflicting-attributes", "`listenPort`"],
  ])("is checked against the hosts of its stack: %s", (_, props, code, words) => {
    const { codes, message } = problems(props);
    expect([...new Set(codes)]).toEqual([code]);
    expect(message).toContain(words);
  });

  test("leaves checks to the plan if hosts are known only there", () => {
    const stack = newStack({ hosts: { edge1: { underlay: "${var.edge1}" }, edge2: { underlay: "${var.edge2}" } } });
    const mesh = new OverlayNetwork(stack, "mesh", wide);
    mesh.attach(new Container(stack, "web", { host: "edge1" }), { addresses: ["10.20.0.7"] });
    expect(Object.keys(synth(stack).resource["netweft_endpoint"]!)).toEqual(["web-eth0"]);
    const members = new TerraformVariable(newStack({ hosts }), "members", { type: "list(string)" });
    expect(problems({ members: members.listValue }).codes).toEqual([]);
    expect(problems({ mtu: 5 }, { hosts: { edge1: { underlay: "${var.edge1}" } } }).codes).toEqual(["invalid-value"]);
  });
});

describe("a macvlan network", () => {
  const everything: Required<MacvlanNetworkProps> = {
    name: "lan",
    host: "edge1",
    parent: "eth1",
    mode: "vepa",
    subnets: ["192.0.2.0/24"],
    gateways: ["192.0.2.1"],
    ranges: ["192.0.2.128/25"],
    reserved: ["192.0.2.130"],
    mtu: 1400,
    hostAddresses: ["192.0.2.250"],
    hostInterface: "lan-host",
    routerAdvertisements: true,
    labels: { floor: "2" },
  };

  test("takes every attribute that can be set", () => {
    const stack = newStack();
    new MacvlanNetwork(stack, "lan", everything);
    const { hostAddresses, hostInterface, routerAdvertisements, ...rest } = everything;
    const renamed = { host_addresses: hostAddresses, host_interface: hostInterface, router_advertisements: routerAdvertisements };
    expect(synth(stack).resource["netweft_macvlan_network"]).toEqual({ lan: { ...rest, ...renamed } });
    expect(Object.keys(everything).sort()).toEqual(settable(resources["netweft_macvlan_network"]!.fields).map(camel).sort());
  });

  test("attaches containers, whose default route it has only with a router, and publishes nothing", () => {
    const stack = newStack();
    const lan = new MacvlanNetwork(stack, "lan", { parent: "eth1", subnets: ["192.0.2.0/24"] });
    const [web, front] = [new Container(stack, "web"), new BridgeNetwork(stack, "front")];
    lan.attach(web, { addresses: ["192.0.2.200"] });
    front.attach(web);
    expect(synth(stack).resource["netweft_endpoint"]).toMatchObject({
      "web-eth0": { interface: "eth0", addresses: ["192.0.2.200"] },
      "web-eth1": { default_route: true },
    });
    const publish: object = { publish: [{ hostPort: 80, port: 80 }] };
    expect(problemsOf(() => lan.attach(new Container(stack, "db"), publish)).codes).toEqual(["unpublishable"]);
  });
});

describe("on a stack with several hosts", () => {
  const several = { hosts: { edge1: {}, edge2: {} } };

  test.each([
    ["a container", (stack: NetworkStack) => new Container(stack, "it")],
    ["a bridge network", (stack: NetworkStack) => new BridgeNetwork(stack, "it")],
    ["a host network", (stack: NetworkStack) => new HostNetwork(stack, "it")],
  ])("%s needs a `host`, unless one of them is named `local`", (_, make) => {
    const { codes, message } = problemsOf(() => make(newStack(several)));
    expect(codes).toEqual(["missing-attribute"]);
    expect(message).toContain('host: Missing attribute [missing-attribute]. The stack has the hosts "edge1", "edge2"');
    expect(problemsOf(() => make(newStack({ hosts: { ...several.hosts, local: {} } }))).codes).toEqual([]);
  });
});

describe("properties", () => {
  test("are checked at construction, all at once, with the program's names", () => {
    const bad = { subnets: ["10.10.0.1/24"], mtu: 5, endpointIsolaton: true } as BridgeNetworkProps;
    const { codes, message } = problemsOf(() => new BridgeNetwork(newStack(), "front", bad));
    expect(codes.sort()).toEqual(["invalid-cidr", "invalid-value", "unknown-attribute"]);
    expect(message).toContain('BridgeNetwork "shop/front" is invalid:\n');
    expect(message).toContain(
      'endpointIsolaton: Unknown attribute [unknown-attribute]. There is no attribute "endpointIsolaton" here. Did you mean `endpointIsolation`?\n',
    );
    expect(message).toContain("subnets[0]: Invalid CIDR block [invalid-cidr]. ");
  });

  test("end their message with the user's own line, without our stack frames", () => {
    const { message } = problemsOf(() => newStack({ hosts: { "bad name": {} } }));
    expect(message).toMatch(/\nat test\/unit\/constructs\.test\.ts:\d+:\d+$/);
    expect(new InvalidConstruct("It", []).stack).not.toContain("lib/constructs");
  });

  test("are checked beyond their types", () => {
    const overlap = { subnets: ["10.0.0.0/16", "10.0.1.0/24"] };
    expect(problemsOf(() => new BridgeNetwork(newStack(), "front", overlap)).codes).toEqual(["overlapping-subnets"]);
    expect(problemsOf(() => new Container(newStack(), "web", { pid: 1, path: "/x" })).codes).toEqual(["conflicting-attributes"]);
  });

  test.each([
    ["an address outside of the network", { addresses: ["10.11.0.1"] }, "address-outside"],
    ["an address with the prefix length of another network", { addresses: ["10.10.0.9/16"] }, "invalid-cidr"],
    ["an address that is reserved", { addresses: ["10.10.0.200"] }, "reserved-address"],
    ["ports of the host", { binds: [{ port: 80 }] }, "unknown-attribute"],
    ["an interface name that is too long", { interface: "a".repeat(16) }, "invalid-name"],
    ["a network in place of the one that attaches", { network: { id: "local/x" } }, "unknown-attribute"],
  ])("of an attachment: %s", (_, options, code) => {
    const stack = newStack();
    const front = new BridgeNetwork(stack, "front", { subnets: ["10.10.0.0/24"], reserved: ["10.10.0.192/28"] });
    expect(problemsOf(() => front.attach(new Container(stack, "web"), options as AttachOptions)).codes).toEqual([code]);
  });

  test("that put a container and its network on different hosts are reported", () => {
    const stack = newStack({ hosts: { local: {}, edge1: {} } });
    const front = new BridgeNetwork(stack, "front");
    expect(problemsOf(() => front.attach(new Container(stack, "web", { host: "edge1" }))).codes).toEqual(["different-hosts"]);
  });

  test("refuse a name that is derived from an invalid id", () => {
    expect(problemsOf(() => new Container(newStack(), "my web")).codes).toEqual(["invalid-name"]);
    expect(problemsOf(() => new Container(newStack(), "web", { network: "front" as "none" })).codes).toEqual(["invalid-value"]);
  });

  test("may be tokens, which are known only in the plan", () => {
    const stack = newStack();
    const mtu = new TerraformVariable(stack, "mtu", { type: "number" });
    const subnets = new TerraformVariable(stack, "subnets", { type: "list(string)" });
    const host = new TerraformVariable(stack, "host", { type: "string" });
    const front = new BridgeNetwork(stack, "front", {
      mtu: mtu.numberValue,
      subnets: subnets.listValue,
      host: host.stringValue,
      gateways: [Fn.cidrhost("10.0.0.0/8", 1)],
      bridgeName: "${var.name}",
    });
    front.attach(new Container(stack, "web", { host: host.stringValue }), {
      addresses: [Fn.cidrhost(Fn.element(front.subnets, 0) as string, 9)],
    });
    expect(synth(stack).resource["netweft_bridge_network"]).toEqual({
      front: {
        name: "front",
        mtu: "${var.mtu}",
        subnets: "${var.subnets}",
        host: "${var.host}",
        gateways: ['${cidrhost("10.0.0.0/8", 1)}'],
        bridge_name: "${var.name}",
      },
    });
  });
});

describe("a binding", () => {
  const { Namespace } = bindings.namespace;
  const { Endpoint } = bindings.endpoint;
  const { DataNetweftHost } = bindings.dataNetweftHost;

  test.each<[string, (stack: NetworkStack) => unknown, readonly string[], string]>([
    ["no settings", (stack) => new Namespace(stack, "x", undefined as never), ["missing-attribute"], 'Namespace "shop/x" is invalid'],
    ["settings that are none", (stack) => new Endpoint(stack, "x", "front" as never), ["wrong-type"], '"front" cannot be used here'],
    ["an attribute missing", (stack) => new Namespace(stack, "x", {} as never), ["missing-attribute"], "name: Missing attribute"],
    [
      "wrong ones, all at once",
      (stack) => new Namespace(stack, "x", { name: "a b", dnsOption: [], routes: 5 } as never),
      ["invalid-name", "unknown-attribute", "wrong-type"],
      "Did you mean `dnsOptions`?",
    ],
    ["no scope", () => new Namespace(undefined as never, "x", { name: "x" }), ["outside-stack"], "undefined is not inside a NetworkStack"],
    ["an app as its scope", () => new Namespace(Testing.app(), "x", { name: "x" }), ["outside-stack"], "App is not inside"],
    ["no id", (stack) => new Namespace(stack, undefined as never, { name: "x" }), ["invalid-id"], "undefined is no id"],
    [
      "a wrong data source",
      (stack) => new DataNetweftHost(stack, "x", { hots: "a" } as never),
      ["unknown-attribute"],
      'DataNetweftHost "shop/x"',
    ],
    ["a wrong provider", (stack) => new bindings.provider.NetweftProvider(stack, "x", { backend: "real" }), ["invalid-value"], '"real"'],
  ])("with %s is refused", (_, make, codes, text) => {
    const problems = problemsOf(() => make(newStack()));
    expect(problems.codes.sort()).toEqual([...codes].sort());
    expect(problems.message).toContain(text);
    expect(problems.message).toMatch(/\nat test\/unit\/constructs\.test\.ts:\d+:\d+$/);
  });

  test("may be in any stack of CDKTF, with references, tokens and meta-arguments", () => {
    const stack = new TerraformStack(Testing.app(), "plain");
    const provider = new bindings.provider.NetweftProvider(stack, "netweft", { alias: "other" });
    const namespace = new Namespace(stack, "web", { name: Fn.lower("WEB"), provider, count: 2, lifecycle: { preventDestroy: true } });
    const network = new bindings.bridgeNetwork.BridgeNetwork(stack, "front", { name: "front", subnets: ["10.0.0.0/24"] });
    new Endpoint(stack, "web-eth0", { network: network.ref, namespace: namespace.ref, publish: [{ hostPort: 80, port: 80 }] });
    expect(synth(stack).resource).toMatchObject({
      netweft_namespace: { web: { name: '${lower("WEB")}', count: 2, provider: "netweft.other" } },
      netweft_endpoint: { "web-eth0": { network: "${netweft_bridge_network.front.ref}", namespace: "${netweft_namespace.web.ref}" } },
    });
    const { resource } = stack.toTerraform() as unknown as Synthesized;
    expect(resource["netweft_namespace"]!["web"]!["//"]).toMatchObject({
      metadata: { stackTrace: [expect.stringMatching(/^test\/unit\/constructs\.test\.ts:\d+:\d+$/)] },
    });
  });
});

describe("the user's own line", () => {
  test("is recorded in the synthesis", () => {
    const stack = newStack();
    new BridgeNetwork(stack, "front");
    const { resource } = stack.toTerraform() as unknown as { resource: Record<string, Record<string, Record<string, unknown>>> };
    expect(resource["netweft_bridge_network"]!["front"]!["//"]).toMatchObject({
      metadata: { stackTrace: [expect.stringMatching(/^test\/unit\/constructs\.test\.ts:\d+:\d+$/)] },
    });
  });

  test.each([
    [["    at new A (/app/node_modules/netweft/dist/lib/a.js:1:2)", "    at Object.<anonymous> (/app/main.ts:12:17)"], "main.ts:12:17"],
    [["    at node:internal/main:1:1", "    at /app/src/net.ts:3:4"], "src/net.ts:3:4"],
    [["    at async file:///app/main.mts:5:6"], "main.mts:5:6"],
    [["    at f (/elsewhere/(old)/a b.ts:7:8)"], "/elsewhere/(old)/a b.ts:7:8"],
    [["    at eval (eval at <anonymous>)", "    at node:vm:1:1"], undefined],
  ])("is the first outside of libraries: %p", (frames, line) => {
    expect(firstUserLine(frames, "/app")).toBe(line);
  });
});

test("two stacks of one app stand beside each other", () => {
  const app = new App({ skipValidation: true });
  const [a, b] = [new NetworkStack(app, "a"), new NetworkStack(app, "b")];
  new Container(a, "web");
  new Container(b, "web");
  expect([a, b].map((stack) => synth(stack).provider["netweft"])).toEqual([[{ stack: "a" }], [{ stack: "b" }]]);
});

describe("importFrom", () => {
  it("of a construct's resource is an import block that Netweft's engine reads", () => {
    const stack = newStack();
    const network = new BridgeNetwork(stack, "front", { subnets: ["10.8.0.0/24"] });
    network.resource.importFrom("local/br0");
    const file = { name: "cdk.tf.json", text: Testing.synth(stack) };
    const loaded = loadConfiguration([file], { variables: new Map(), directory: "/app" }, registry);
    if (!loaded.ok) throw new Error(loaded.diagnostics.map(({ detail }) => detail).join("\n"));
    const { imports, instances } = loaded.value.evaluate((instance) => instance.config);
    expect(imports).toMatchObject([{ to: instances[0]!.address, id: "local/br0", repeated: false }]);
  });
});
