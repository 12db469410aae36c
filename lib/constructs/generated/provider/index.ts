// Generated from the definitions in lib/resources by `npm run generate`. Do not edit.
import { Construct } from 'constructs';
import * as cdktf from 'cdktf';
import * as binding from '../../binding';

// Configuration

export interface NetweftProviderConfig {
  /**
  * The pools for networks without `subnets`: one subnet is allocated from the first pool of each family that has room.
  */
  readonly addressPools?: NetweftProviderAddressPools[] | cdktf.IResolvable;
  /**
  * `simulated` touches no kernel; `iproute2` is the real one. The environment variable `NETWEFT_BACKEND` overrides it, and so does `--backend` of the command `netweft`. `netweft plan --rehearse` contacts no host: it plans as if the hosts agreed with the state, and applies in memory.
  */
  readonly backend?: string;
  /**
  * How to handle a host firewall that drops the traffic of networks, such as Docker's. `observe`: the plan reports it (under Terraform, which does not observe hosts before, the apply), with the commands that help. `cooperate`: Netweft adds marked rules of its own to iptables that accept each bridge: in `DOCKER-USER` where there is Docker, else in `FORWARD`; and where `INPUT` drops them, DNS queries, neighbour discovery, and what the other members of an overlay network send, from their addresses only. They are removed with the network.
  */
  readonly hostFirewall?: string;
  /**
  * What a host forwards between its own links after Netweft has switched forwarding on, which networks need. `keep-closed`: no new connections between the links that the host had at that moment, so that it does not become a router between them; links that Docker, libvirt or a VPN create later are not concerned, and neither is a host that forwarded before. Ports that other programs publish, and connections by IPsec policies, pass. `open`: everything. A host that was open stays open: every plan says what to do. All stacks of a host should have the same value.
  */
  readonly hostForwarding?: string;
  /**
  * The hosts by the names that resources use. When absent, one host, `local`.
  */
  readonly hosts?: { [key: string]: NetweftProviderHosts } | cdktf.IResolvable;
  /**
  * The bits of firewall marks that tell the `uplinks` of a host apart: 1 to 16 consecutive bits in base 16. Each uplink has a value of its own, so the default is enough for 15. They are set on connections to published ports that arrive by an uplink, and on the packets of these. No other program of the host may use them: its policy rules and firewall rules that do are errors of the plan.
  */
  readonly markMask?: string;
  /**
  * Options of the simulated kernel.
  */
  readonly simulated?: NetweftProviderSimulated;
  /**
  * The stack that the marks on objects name. Two stacks may share a host, never an object. Each state needs a stack of its own: an object with the mark of the stack that is not in the state is taken over, so two states of one stack would take over and destroy each other's objects. With workspaces, write `stack = "shop-${terraform.workspace}"`.
  */
  readonly stack?: string;
  /**
  * Alias name
  */
  readonly alias?: string;
}
export interface NetweftProviderAddressPools {
  /**
  * The range that subnets are allocated from.
  */
  readonly cidr: string;
  /**
  * The prefix length of each subnet.
  */
  readonly size: number;
}

export function netweftProviderAddressPoolsToTerraform(struct?: NetweftProviderAddressPools | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    cidr: cdktf.stringToTerraform(struct!.cidr),
    size: cdktf.numberToTerraform(struct!.size),
  }
}


export function netweftProviderAddressPoolsToHclTerraform(struct?: NetweftProviderAddressPools | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    cidr: {
      value: cdktf.stringToHclTerraform(struct!.cidr),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    size: {
      value: cdktf.numberToHclTerraform(struct!.size),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export interface NetweftProviderHostsUplinks {
  /**
  * The interface.
  */
  readonly dev: string;
  /**
  * The routers behind it, one for each family; `0.0.0.0` or `::` for a link that has none, such as that of a VPN.
  */
  readonly gateways: string[];
  /**
  * The networks on its link. Clients there are answered directly, all others through the gateway.
  */
  readonly networks?: string[];
}

export function netweftProviderHostsUplinksToTerraform(struct?: NetweftProviderHostsUplinks | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    dev: cdktf.stringToTerraform(struct!.dev),
    gateways: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.gateways),
    networks: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.networks),
  }
}


export function netweftProviderHostsUplinksToHclTerraform(struct?: NetweftProviderHostsUplinks | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    dev: {
      value: cdktf.stringToHclTerraform(struct!.dev),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    gateways: {
      value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(struct!.gateways),
      isBlock: false,
      type: "list",
      storageClassType: "stringList",
    },
    networks: {
      value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(struct!.networks),
      isBlock: false,
      type: "list",
      storageClassType: "stringList",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export interface NetweftProviderHosts {
  /**
  * For `connection = "ssh"`: the host's address, its name, or its alias in the user's ssh configuration. Default: the host's name here.
  */
  readonly address?: string;
  /**
  * The address at which the other members of an overlay network reach the host, where a router translates it to `underlay` and back (1:1 NAT, as cloud providers have it for public addresses). The router keeps ports. Default: `underlay`. Not for networks with `evpn` or `ipsec`.
  */
  readonly advertise?: string;
  /**
  * How the host is reached: `local` is this machine, `ssh` another one through the system's ssh client, `netns` a namespace on this machine that stands for a whole host (laboratories, tests).
  */
  readonly connection?: string;
  /**
  * For `connection = "ssh"`: the file of the private key to log in with, instead of those that ssh tries by default. A key with a passphrase must be in the ssh agent.
  */
  readonly identityFile?: string;
  /**
  * For `connection = "ssh"`: the known_hosts file, instead of the user's and the system's. A host whose key is not listed is refused.
  */
  readonly knownHosts?: string;
  /**
  * For `connection = "netns"`: the name of the namespace, as `ip netns` shows it.
  */
  readonly netns?: string;
  /**
  * For `connection = "ssh"`: the port of its ssh server. Default: from the ssh configuration, or else 22.
  */
  readonly port?: number;
  /**
  * The host's address on the network that connects the hosts. Overlay networks send their packets from and to it.
  */
  readonly underlay?: string;
  /**
  * The mtu of the network that connects the hosts, in bytes.
  */
  readonly underlayMtu?: number;
  /**
  * The links by which the host is reached from outside, if there are several. Replies of published ports then leave by the uplink that the request came by, whatever the host's routing tables say. Where a place in the list changes, the connections of that uplink end: append new ones.
  */
  readonly uplinks?: NetweftProviderHostsUplinks[] | cdktf.IResolvable;
  /**
  * For `connection = "ssh"`: the login user. Programs must run as root there, so it is usually "root". Default: from the ssh configuration, or else the user's own name.
  */
  readonly user?: string;
}

export function netweftProviderHostsToTerraform(struct?: NetweftProviderHosts | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    address: cdktf.stringToTerraform(struct!.address),
    advertise: cdktf.stringToTerraform(struct!.advertise),
    connection: cdktf.stringToTerraform(struct!.connection),
    identity_file: cdktf.stringToTerraform(struct!.identityFile),
    known_hosts: cdktf.stringToTerraform(struct!.knownHosts),
    netns: cdktf.stringToTerraform(struct!.netns),
    port: cdktf.numberToTerraform(struct!.port),
    underlay: cdktf.stringToTerraform(struct!.underlay),
    underlay_mtu: cdktf.numberToTerraform(struct!.underlayMtu),
    uplinks: cdktf.listMapper(netweftProviderHostsUplinksToTerraform, false)(struct!.uplinks),
    user: cdktf.stringToTerraform(struct!.user),
  }
}


export function netweftProviderHostsToHclTerraform(struct?: NetweftProviderHosts | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    address: {
      value: cdktf.stringToHclTerraform(struct!.address),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    advertise: {
      value: cdktf.stringToHclTerraform(struct!.advertise),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    connection: {
      value: cdktf.stringToHclTerraform(struct!.connection),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    identity_file: {
      value: cdktf.stringToHclTerraform(struct!.identityFile),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    known_hosts: {
      value: cdktf.stringToHclTerraform(struct!.knownHosts),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    netns: {
      value: cdktf.stringToHclTerraform(struct!.netns),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    port: {
      value: cdktf.numberToHclTerraform(struct!.port),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    underlay: {
      value: cdktf.stringToHclTerraform(struct!.underlay),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    underlay_mtu: {
      value: cdktf.numberToHclTerraform(struct!.underlayMtu),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    uplinks: {
      value: cdktf.listMapperHcl(netweftProviderHostsUplinksToHclTerraform, false)(struct!.uplinks),
      isBlock: true,
      type: "list",
      storageClassType: "NetweftProviderHostsUplinksList",
    },
    user: {
      value: cdktf.stringToHclTerraform(struct!.user),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export interface NetweftProviderSimulatedConnections {
  /**
  * The address of this run, as the host sees it.
  */
  readonly client: string;
  /**
  * The port of the host's ssh server.
  */
  readonly port?: number;
  /**
  * The address of the host to which the connection is made.
  */
  readonly server: string;
}

export function netweftProviderSimulatedConnectionsToTerraform(struct?: NetweftProviderSimulatedConnections | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    client: cdktf.stringToTerraform(struct!.client),
    port: cdktf.numberToTerraform(struct!.port),
    server: cdktf.stringToTerraform(struct!.server),
  }
}


export function netweftProviderSimulatedConnectionsToHclTerraform(struct?: NetweftProviderSimulatedConnections | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    client: {
      value: cdktf.stringToHclTerraform(struct!.client),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    port: {
      value: cdktf.numberToHclTerraform(struct!.port),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    server: {
      value: cdktf.stringToHclTerraform(struct!.server),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export interface NetweftProviderSimulatedFaults {
  /**
  * `fail`: the simulated kernel refuses the step. `kill`: the process dies before it.
  */
  readonly action?: string;
  /**
  * The simulated kernel's error message.
  */
  readonly message?: string;
  /**
  * The beginning of the step that fails: a verb and a fact line, e.g. `add local - port nwe1`.
  */
  readonly step: string;
}

export function netweftProviderSimulatedFaultsToTerraform(struct?: NetweftProviderSimulatedFaults | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    action: cdktf.stringToTerraform(struct!.action),
    message: cdktf.stringToTerraform(struct!.message),
    step: cdktf.stringToTerraform(struct!.step),
  }
}


export function netweftProviderSimulatedFaultsToHclTerraform(struct?: NetweftProviderSimulatedFaults | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    action: {
      value: cdktf.stringToHclTerraform(struct!.action),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    message: {
      value: cdktf.stringToHclTerraform(struct!.message),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    step: {
      value: cdktf.stringToHclTerraform(struct!.step),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export interface NetweftProviderSimulated {
  /**
  * By host, the connection by which a run would reach it over ssh: a plan that cuts it is refused, as on a real host.
  */
  readonly connections?: { [key: string]: NetweftProviderSimulatedConnections } | cdktf.IResolvable;
  /**
  * Steps that fail, for rehearsals and tests.
  */
  readonly faults?: NetweftProviderSimulatedFaults[] | cdktf.IResolvable;
  /**
  * The file in which the simulated kernel keeps its facts between runs.
  */
  readonly file?: string;
  /**
  * Programs and features that the simulated hosts lack, for rehearsals: without `dnsmasq` there is no name resolution, without `nft` no bridge network, without `conntrack` no conntrack entry can be deleted, without `frr` or `bgpd` (FRR installed, and FRR running) there is no EVPN, without `wg`, or `wireguard` (the kernel's or wireguard-go), no WireGuard, without `esp` (in the kernel) no IPsec, and without `vlan` (in the kernel) a VLAN that is missing cannot be made.
  */
  readonly lacks?: string[];
  /**
  * The duration of each step, in milliseconds.
  */
  readonly latencyMs?: number;
}

export function netweftProviderSimulatedToTerraform(struct?: NetweftProviderSimulated | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    connections: cdktf.hashMapper(netweftProviderSimulatedConnectionsToTerraform)(struct!.connections),
    faults: cdktf.listMapper(netweftProviderSimulatedFaultsToTerraform, false)(struct!.faults),
    file: cdktf.stringToTerraform(struct!.file),
    lacks: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.lacks),
    latency_ms: cdktf.numberToTerraform(struct!.latencyMs),
  }
}


export function netweftProviderSimulatedToHclTerraform(struct?: NetweftProviderSimulated | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    connections: {
      value: cdktf.hashMapperHcl(netweftProviderSimulatedConnectionsToHclTerraform)(struct!.connections),
      isBlock: true,
      type: "map",
      storageClassType: "NetweftProviderSimulatedConnectionsMap",
    },
    faults: {
      value: cdktf.listMapperHcl(netweftProviderSimulatedFaultsToHclTerraform, false)(struct!.faults),
      isBlock: true,
      type: "list",
      storageClassType: "NetweftProviderSimulatedFaultsList",
    },
    file: {
      value: cdktf.stringToHclTerraform(struct!.file),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    lacks: {
      value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(struct!.lacks),
      isBlock: false,
      type: "set",
      storageClassType: "stringList",
    },
    latency_ms: {
      value: cdktf.numberToHclTerraform(struct!.latencyMs),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}


/**
* Represents a `netweft`
*/
export class NetweftProvider extends cdktf.TerraformProvider {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "netweft";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a NetweftProvider resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the NetweftProvider to import
  * @param importFromId The id of the existing NetweftProvider that should be imported.
  * @param provider? Optional instance of the provider where the NetweftProvider to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "netweft", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new `netweft` Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options NetweftProviderConfig = {}
  */
  public constructor(scope: Construct, id: string, config: NetweftProviderConfig = {}) {
    [scope, id, config] = binding.argumentsOf('NetweftProvider', 'provider', 'netweft', scope, id, config);
    super(scope, id, {
      terraformResourceType: 'netweft',
      terraformGeneratorMetadata: {
        providerName: 'netweft',
        providerVersion: '0.2.0',
        providerVersionConstraint: '0.2.0'
      },
      terraformProviderSource: 'netweft/netweft'
    });
    this._addressPools = config.addressPools;
    this._backend = config.backend;
    this._hostFirewall = config.hostFirewall;
    this._hostForwarding = config.hostForwarding;
    this._hosts = config.hosts;
    this._markMask = config.markMask;
    this._simulated = config.simulated;
    this._stack = config.stack;
    this._alias = config.alias;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // address_pools - computed: false, optional: true, required: false
  private _addressPools?: NetweftProviderAddressPools[] | cdktf.IResolvable;
  public get addressPools() {
    return this._addressPools;
  }
  public set addressPools(value: NetweftProviderAddressPools[] | cdktf.IResolvable | undefined) {
    this._addressPools = value;
  }
  public resetAddressPools() {
    this._addressPools = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get addressPoolsInput() {
    return this._addressPools;
  }

  // backend - computed: false, optional: true, required: false
  private _backend?: string;
  public get backend() {
    return this._backend;
  }
  public set backend(value: string | undefined) {
    this._backend = value;
  }
  public resetBackend() {
    this._backend = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get backendInput() {
    return this._backend;
  }

  // host_firewall - computed: false, optional: true, required: false
  private _hostFirewall?: string;
  public get hostFirewall() {
    return this._hostFirewall;
  }
  public set hostFirewall(value: string | undefined) {
    this._hostFirewall = value;
  }
  public resetHostFirewall() {
    this._hostFirewall = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get hostFirewallInput() {
    return this._hostFirewall;
  }

  // host_forwarding - computed: false, optional: true, required: false
  private _hostForwarding?: string;
  public get hostForwarding() {
    return this._hostForwarding;
  }
  public set hostForwarding(value: string | undefined) {
    this._hostForwarding = value;
  }
  public resetHostForwarding() {
    this._hostForwarding = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get hostForwardingInput() {
    return this._hostForwarding;
  }

  // hosts - computed: false, optional: true, required: false
  private _hosts?: { [key: string]: NetweftProviderHosts } | cdktf.IResolvable;
  public get hosts() {
    return this._hosts;
  }
  public set hosts(value: { [key: string]: NetweftProviderHosts } | cdktf.IResolvable | undefined) {
    this._hosts = value;
  }
  public resetHosts() {
    this._hosts = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get hostsInput() {
    return this._hosts;
  }

  // mark_mask - computed: false, optional: true, required: false
  private _markMask?: string;
  public get markMask() {
    return this._markMask;
  }
  public set markMask(value: string | undefined) {
    this._markMask = value;
  }
  public resetMarkMask() {
    this._markMask = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get markMaskInput() {
    return this._markMask;
  }

  // simulated - computed: false, optional: true, required: false
  private _simulated?: NetweftProviderSimulated;
  public get simulated() {
    return this._simulated;
  }
  public set simulated(value: NetweftProviderSimulated | undefined) {
    this._simulated = value;
  }
  public resetSimulated() {
    this._simulated = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get simulatedInput() {
    return this._simulated;
  }

  // stack - computed: false, optional: true, required: false
  private _stack?: string;
  public get stack() {
    return this._stack;
  }
  public set stack(value: string | undefined) {
    this._stack = value;
  }
  public resetStack() {
    this._stack = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get stackInput() {
    return this._stack;
  }

  // alias - computed: false, optional: true, required: false
  private _alias?: string;
  public get alias() {
    return this._alias;
  }
  public set alias(value: string | undefined) {
    this._alias = value;
  }
  public resetAlias() {
    this._alias = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get aliasInput() {
    return this._alias;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      address_pools: cdktf.listMapper(netweftProviderAddressPoolsToTerraform, false)(this._addressPools),
      backend: cdktf.stringToTerraform(this._backend),
      host_firewall: cdktf.stringToTerraform(this._hostFirewall),
      host_forwarding: cdktf.stringToTerraform(this._hostForwarding),
      hosts: cdktf.hashMapper(netweftProviderHostsToTerraform)(this._hosts),
      mark_mask: cdktf.stringToTerraform(this._markMask),
      simulated: netweftProviderSimulatedToTerraform(this._simulated),
      stack: cdktf.stringToTerraform(this._stack),
      alias: cdktf.stringToTerraform(this._alias),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      address_pools: {
        value: cdktf.listMapperHcl(netweftProviderAddressPoolsToHclTerraform, false)(this._addressPools),
        isBlock: true,
        type: "list",
        storageClassType: "NetweftProviderAddressPoolsList",
      },
      backend: {
        value: cdktf.stringToHclTerraform(this._backend),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      host_firewall: {
        value: cdktf.stringToHclTerraform(this._hostFirewall),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      host_forwarding: {
        value: cdktf.stringToHclTerraform(this._hostForwarding),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      hosts: {
        value: cdktf.hashMapperHcl(netweftProviderHostsToHclTerraform)(this._hosts),
        isBlock: true,
        type: "map",
        storageClassType: "NetweftProviderHostsMap",
      },
      mark_mask: {
        value: cdktf.stringToHclTerraform(this._markMask),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      simulated: {
        value: netweftProviderSimulatedToHclTerraform(this._simulated),
        isBlock: true,
        type: "struct",
        storageClassType: "NetweftProviderSimulated",
      },
      stack: {
        value: cdktf.stringToHclTerraform(this._stack),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      alias: {
        value: cdktf.stringToHclTerraform(this._alias),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
