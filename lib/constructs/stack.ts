import { TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import { providerFields, type ProviderConfig } from "../resources/provider";
import type { Draft } from "../schema/value";
import { alreadyChecked } from "./binding";
import { BridgeNetwork } from "./bridge-network";
import { Container } from "./container";
import { NetweftProvider } from "./generated/provider";
import { endIfRejected } from "./invalid";
import { constructText } from "./data";
import { placedStack } from "./place";
import { checkProps, propsOf } from "./props";
import { HostNetwork } from "./host-network";
import { asAttributes } from "../schema/type";
import { markSite, type ConstructSite } from "./site";

/** How one host is reached. */
export interface HostProps {
  /**
   * `local` is this machine, `ssh` another one through the system's ssh client, `netns` a namespace on this machine that stands for a whole host.
   * @default "local"
   */
  readonly connection?: "local" | "netns" | "ssh";
  /** For `netns`: the name of the namespace, as `ip netns` shows it. */
  readonly netns?: string;
  /**
   * For `ssh`: its address, its name, or its alias in the user's ssh configuration.
   * @default the host's name
   */
  readonly address?: string;
  /**
   * For `ssh`: the port of its ssh server.
   * @default from the ssh configuration, or else 22
   */
  readonly port?: number;
  /**
   * For `ssh`: the login user. Programs must run as root there.
   * @default from the ssh configuration, or else the user's own name
   */
  readonly user?: string;
  /**
   * For `ssh`: the file of the private key to log in with, instead of those that ssh tries by default.
   * @default ssh's default keys
   */
  readonly identityFile?: string;
  /**
   * For `ssh`: the known_hosts file. A host whose key is not listed is refused.
   * @default the user's and the system's
   */
  readonly knownHosts?: string;
  /** Its address on the network that connects the hosts: overlay networks send their packets from and to it. */
  readonly underlay?: string;
  /**
   * The address at which the other members reach it, where a router translates it to `underlay` (1:1 NAT): Docker's `--advertise-addr`.
   * @default `underlay`
   */
  readonly advertise?: string;
  /**
   * The mtu of the network that connects the hosts, in bytes.
   * @default 1500
   */
  readonly underlayMtu?: number;
  /**
   * The links by which the host is reached from outside, if there are several: replies of published ports leave by the uplink that
   * the request came by.
   */
  readonly uplinks?: UplinkProps[];
}

/** A link of a host that leads to the outside. */
export interface UplinkProps {
  /** The interface. */
  readonly dev: string;
  /** The routers behind it, one for each family; `0.0.0.0` or `::` for a link that has none, such as that of a VPN. */
  readonly gateways: string[];
  /**
   * The networks on its link: clients there are answered directly.
   * @default none, all clients are answered through the gateway
   */
  readonly networks?: string[];
}

/** A pool for subnet allocation. */
export interface AddressPool {
  /** The range that subnets are allocated from. */
  readonly cidr: string;
  /** The prefix length of each subnet. */
  readonly size: number;
}

/** A step that fails on the simulated kernel, for rehearsals and tests. */
export interface ConstructFault {
  /** The beginning of the step: a verb and a fact line, e.g. `add local - port nwe1`. */
  readonly step: string;
  /**
   * `fail`: the simulated kernel refuses the step. `kill`: the process dies before it.
   * @default "fail"
   */
  readonly action?: "fail" | "kill";
  /** The simulated kernel's error message. */
  readonly message?: string;
}

/** Options of the simulated kernel. */
export interface SimulatedProps {
  /**
   * The file in which it keeps its facts between runs.
   * @default ".netweft/simulated.json"
   */
  readonly file?: string;
  /**
   * The duration of each step, in milliseconds.
   * @default 0
   */
  readonly latencyMs?: number;
  /** Steps that fail, for rehearsals and tests. */
  readonly faults?: ConstructFault[];
  /** Programs and features that its hosts lack: without `dnsmasq` there is no name resolution, without `esp` no IPsec. */
  readonly lacks?: ("dnsmasq" | "nft" | "conntrack" | "frr" | "bgpd" | "wg" | "wireguard" | "esp" | "vlan")[];
}

/** Properties of a stack. All are optional. */
export interface NetworkStackProps {
  /**
   * `simulated` touches no kernel; `iproute2` is the real one. The environment variable `NETWEFT_BACKEND` and `--backend`
   * override it, so that one stack is planned in CI and applied on hosts.
   * @default "simulated"
   */
  readonly backend?: "simulated" | "iproute2";
  /** Options of the simulated kernel. */
  readonly simulated?: SimulatedProps;
  /**
   * The hosts by the names that networks and containers use.
   * @default this machine, as `local`
   */
  readonly hosts?: { readonly [name: string]: HostProps };
  /**
   * The pools for networks without `subnets`.
   * @default 10.128.0.0/10 in /24s, and a range below fd00::/8 in /64s
   */
  readonly addressPools?: AddressPool[];
  /**
   * The stack that the marks on its objects name: two stacks may share a host, never an object.
   * @default the stack's id, in lower case
   */
  readonly stack?: string;
  /**
   * How to handle a host firewall that drops the traffic of networks, such as Docker's. `observe`: a plan reports it, with the
   * commands that help. `cooperate`: Netweft adds marked rules of its own to iptables and removes them with the network.
   * @default "observe"
   */
  readonly hostFirewall?: "observe" | "cooperate";
  /**
   * What a host forwards between its own links after Netweft has switched forwarding on: nothing between those that it had at
   * that moment (`keep-closed`), or everything (`open`).
   * @default "keep-closed"
   */
  readonly hostForwarding?: "keep-closed" | "open";
  /**
   * The bits of firewall marks that tell the `uplinks` of a host apart, in base 16: 1 to 16 consecutive bits, one value for each uplink. No
   * other program of the host may use them.
   * @default "0x0f000000"
   */
  readonly markMask?: string;
}

/**
 * A stack of networks and containers, with the provider configured: planned, applied and destroyed as one unit.
 *
 * @example
 * const app = new App();
 * const stack = new NetworkStack(app, "shop", { backend: "simulated" });
 * const front = new BridgeNetwork(stack, "front", { subnets: ["10.10.0.0/24"] });
 * front.attach(new Container(stack, "web"));
 * app.synth();
 */
export class NetworkStack extends TerraformStack implements ConstructSite {
  /** The provider block, for settings without a property here. */
  readonly provider: NetweftProvider;
  /** The host of constructs without `host`: the only one, or `local`. */
  readonly defaultHost: string;
  /** @internal */
  readonly configuration: ProviderConfig;
  private readonly defaultNetworks = new Map<string, BridgeNetwork>();
  private readonly hostNetworks = new Map<string, HostNetwork>();

  constructor(scope: Construct, id: string, props: NetworkStackProps = {}) {
    super(...placedStack(scope, id));
    const what = constructText(this);
    const given = propsOf(what, props);
    const attributes = { ...given, stack: given.stack ?? this.node.id.toLowerCase() };
    const { draft, valid } = checkProps(what, { fields: providerFields }, attributes);
    this.configuration = asAttributes(providerFields, draft);
    this.defaultHost = onlyHost(draft["hosts"]!);
    this.provider = new NetweftProvider(this, "netweft", alreadyChecked(valid));
    markSite(this);
  }

  /**
   * The default bridge network of a host, created on first use. Containers without attachments join it: the counterpart of
   * `docker0`, one for each stack, because two stacks never share an object. It works like other bridge networks.
   */
  defaultNetwork(host: string = this.defaultHost): BridgeNetwork {
    let network = this.defaultNetworks.get(host);
    if (network === undefined) {
      network = new BridgeNetwork(this, `default${this.suffixOf(host, this.defaultNetworks)}`, { name: "default", host });
      this.defaultNetworks.set(host, network);
    }
    return network;
  }

  /**
   * The network of a host itself: the one that is declared for this host, or else one that is created on first use. Containers
   * with `network: "host"` are on it.
   */
  hostNetwork(host: string = this.defaultHost): HostNetwork {
    let network = this.hostNetworks.get(host);
    if (network === undefined) {
      network = this.node.findAll().find((one): one is HostNetwork => one instanceof HostNetwork && one.host === host);
      network ??= new HostNetwork(this, `host-network${this.suffixOf(host, this.hostNetworks)}`, { name: "host", host });
      this.hostNetworks.set(host, network);
    }
    return network;
  }

  override prepareStack(): void {
    endIfRejected();
    this.joinDefaultNetworks();
    super.prepareStack();
  }

  override toTerraform(): unknown {
    this.joinDefaultNetworks();
    return super.toTerraform();
  }

  private suffixOf(host: string, others: ReadonlyMap<string, unknown>): string {
    return host === this.defaultHost ? "" : `-${Token.isUnresolved(host) ? others.size : host}`;
  }

  private joinDefaultNetworks(): void {
    for (const construct of this.node.findAll()) {
      if (construct instanceof Container && construct.isUnattached) this.defaultNetwork(construct.host).attach(construct);
    }
  }
}

function onlyHost(hosts: Draft[string]): string {
  const names = hosts !== null && typeof hosts === "object" && !Array.isArray(hosts) ? Object.keys(hosts) : [];
  return names.length === 1 ? names[0]! : "local";
}
