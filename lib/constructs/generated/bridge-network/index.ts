// Generated from the definitions in lib/resources by `npm run generate`. Do not edit.
import { Construct } from 'constructs';
import * as cdktf from 'cdktf';
import * as binding from '../../binding';

// Configuration

export interface BridgeNetworkConfig extends cdktf.TerraformMetaArguments {
  /**
  * The networks that may open connections to its endpoints: ids of networks of the same stack on the same host, as text (`local/back`), so that two networks can name each other, and `outside` for all sources that are on none of Netweft's networks. Published ports need no entry here. Where both networks have `names`, the endpoints of an accepted network also resolve the names on this one.
  */
  readonly acceptFrom?: string[];
  /**
  * The bridge's interface name. When absent, it consists of `nw-`, the stack and the name; where these are too long, of the beginning of the name and a hash; an imported bridge keeps its name.
  */
  readonly bridgeName?: string;
  /**
  * The name servers to which the network's own name server forwards the queries for other names, instead of the host's. On an internal network, which has none otherwise, these are asked by the host. Without `names` it has no effect.
  */
  readonly dns?: string[];
  /**
  * Options in the resolv.conf of its containers, as resolv.conf(5) lists them: `ndots:2`, `rotate`.
  */
  readonly dnsOptions?: string[];
  /**
  * Search domains in the resolv.conf of its containers, after the names of their networks and instead of the host's search domains, which follow otherwise; `[]` for none.
  */
  readonly dnsSearch?: string[];
  /**
  * Isolates the endpoints on the network from each other; they reach the gateway only.
  */
  readonly endpointIsolation?: boolean | cdktf.IResolvable;
  /**
  * The bridge's own addresses, at most one in each subnet. When absent, the first host of each subnet.
  */
  readonly gateways?: string[];
  /**
  * The network's host.
  */
  readonly host?: string;
  /**
  * What its endpoints may reach on the host itself, on any of the host's addresses: `all`; `dns`, which allows DNS queries and pings; or `none`. When absent: `all`, on an internal network `dns`.
  */
  readonly hostAccess?: string;
  /**
  * A network without external connectivity: its endpoints cannot open connections to the outside or to other networks, publish no ports, and reach on the host what `host_access` allows. Networks in `accept_from` may open connections to it.
  */
  readonly internal?: boolean | cdktf.IResolvable;
  /**
  * Free-form labels. They change nothing in the kernel.
  */
  readonly labels?: { [key: string]: string };
  /**
  * The bridge's hardware address. When absent, it is derived from the host and the network's name; an imported bridge keeps its own.
  */
  readonly mac?: string;
  /**
  * Whether packets that leave the host carry the host's address instead of the endpoint's, over IPv4 and IPv6. Other Netweft networks on the host see the endpoint's own address.
  */
  readonly masquerade?: boolean | cdktf.IResolvable;
  /**
  * The largest packet on the network, in bytes. IPv6 needs 1280.
  */
  readonly mtu?: number;
  /**
  * The network's name.
  */
  readonly name: string;
  /**
  * Whether endpoints on the network resolve each other by name and alias: a name server (dnsmasq) on the gateway addresses answers, and forwards queries for other domains to the host's name servers, but no plain names and no reverse lookups in the subnets. When absent: yes, where dnsmasq is installed on the host.
  */
  readonly names?: boolean | cdktf.IResolvable;
  /**
  * The host's link to a network that the subnets are a part of, such as an IPv6 /80 out of the /64 of its provider, or a part of the LAN: the host answers ARP and neighbour solicitations on that link for the addresses of the endpoints (proxy ARP and proxy NDP, one entry for each address). For IPv6 it switches `proxy_ndp` of the link on, which stays on. Without it, such subnets are refused. In the subnets neither the host nor its gateways nor other machines have an address. The endpoints keep their own addresses with `masquerade = false`, and accept connections with `accept_from = ["outside"]`.
  */
  readonly neighborProxy?: string;
  /**
  * The parts of the subnets that addresses are allocated from; a subnet without a range is used as a whole. Addresses that an endpoint declares, or has already, may be outside.
  */
  readonly ranges?: string[];
  /**
  * Addresses (`10.8.0.7`) and networks (`10.8.0.0/28`) inside the subnets that are in other use: no endpoint gets one of them. An endpoint that had one before gets another in its place.
  */
  readonly reserved?: string[];
  /**
  * Whether endpoints may be IPv6 routers for each other: they accept router advertisements (`accept_ra = 1`), and the advertisements of one reach the others. Otherwise the bridge drops router advertisements from endpoints, and interfaces are created with `accept_ra = 0`, also where the network has no IPv6 subnet; `accept_ra` in a namespace's `sysctls` takes precedence. The host itself never accepts an endpoint's advertisements.
  */
  readonly routerAdvertisements?: boolean | cdktf.IResolvable;
  /**
  * The host's addresses with which packets leave it instead of the endpoint's: one of each family, or several, of which each endpoint always uses the same one. When absent, and for a family without any, the address of the link that they leave by. Not with `masquerade = false` or `internal`.
  */
  readonly snatAddresses?: string[];
  /**
  * Whether the bridge runs the spanning tree protocol.
  */
  readonly stp?: boolean | cdktf.IResolvable;
  /**
  * IPv4 and IPv6 subnets in CIDR form. When absent, one of each family is allocated from the provider's pools.
  */
  readonly subnets?: string[];
  /**
  * A link of the host, such as `eth1`, that becomes a port of the bridge: the endpoints are then on its network, together with the host. The subnets are those of that network, the gateways addresses of the host there. It must be a link that the host does not use itself: without addresses other than link-local ones, routes, VLANs or macvlan interfaces, and no port of another bridge or a bond. It is not changed otherwise. A VLAN, such as `eth1.10` (1 to 4094), is made where it is missing (`eth1` must be up), and removed with its last use.
  */
  readonly uplink?: string;
}
export interface BridgeNetworkRef {
  /**
  * On an internal network: the networks that may open connections to its endpoints, which then need a route back.
  */
  readonly acceptFrom?: string[];
  /**
  * The bridge's interface name.
  */
  readonly bridgeName?: string;
  /**
  * Options for resolv.conf.
  */
  readonly dnsOptions?: string[];
  /**
  * Search domains besides the network's name.
  */
  readonly dnsSearch?: string[];
  /**
  * On an overlay network: how its traffic is encrypted.
  */
  readonly encryption?: string;
  /**
  * Whether endpoints on the network are isolated from each other.
  */
  readonly endpointIsolation?: boolean | cdktf.IResolvable;
  /**
  * On an overlay network: how its hosts fill their FDB.
  */
  readonly forwarding?: string;
  /**
  * The network's gateways, at most one in each subnet.
  */
  readonly gateways?: string[];
  /**
  * The network's host; not set for an overlay network.
  */
  readonly host?: string;
  /**
  * On a macvlan network: the host's own addresses there.
  */
  readonly hostAddresses?: string[];
  /**
  * On a macvlan network: the host's own interface there.
  */
  readonly hostInterface?: string;
  /**
  * The network's id: `host/name`, or the name of an overlay network.
  */
  readonly id: string;
  /**
  * New whenever the network is created again.
  */
  readonly incarnation?: string;
  /**
  * Whether the network has no external connectivity.
  */
  readonly internal?: boolean | cdktf.IResolvable;
  /**
  * The kind of network: `bridge`, `host`, `macvlan` or `overlay`.
  */
  readonly kind?: string;
  /**
  * On an overlay network whose hosts get entries for each endpoint: its members.
  */
  readonly members?: string[];
  /**
  * On a macvlan network: how its endpoints reach each other.
  */
  readonly mode?: string;
  /**
  * The largest packet on the network, in bytes.
  */
  readonly mtu?: number;
  /**
  * The network's name.
  */
  readonly name?: string;
  /**
  * Whether endpoints on the network resolve each other by name.
  */
  readonly names?: boolean | cdktf.IResolvable;
  /**
  * The link on which the host answers for the addresses of endpoints.
  */
  readonly neighborProxy?: string;
  /**
  * On a macvlan network: the link that it is on.
  */
  readonly parent?: string;
  /**
  * The parts of the subnets that addresses are allocated from.
  */
  readonly ranges?: string[];
  /**
  * Addresses and networks that are never allocated.
  */
  readonly reserved?: string[];
  /**
  * Whether endpoints on the network may be IPv6 routers for each other.
  */
  readonly routerAdvertisements?: boolean | cdktf.IResolvable;
  /**
  * The network's subnets.
  */
  readonly subnets?: string[];
  /**
  * On an overlay network: its VXLAN device.
  */
  readonly vxlanName?: string;
}

export function bridgeNetworkRefToTerraform(struct?: BridgeNetworkRef): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    accept_from: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.acceptFrom),
    bridge_name: cdktf.stringToTerraform(struct!.bridgeName),
    dns_options: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.dnsOptions),
    dns_search: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.dnsSearch),
    encryption: cdktf.stringToTerraform(struct!.encryption),
    endpoint_isolation: cdktf.booleanToTerraform(struct!.endpointIsolation),
    forwarding: cdktf.stringToTerraform(struct!.forwarding),
    gateways: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.gateways),
    host: cdktf.stringToTerraform(struct!.host),
    host_addresses: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.hostAddresses),
    host_interface: cdktf.stringToTerraform(struct!.hostInterface),
    id: cdktf.stringToTerraform(struct!.id),
    incarnation: cdktf.stringToTerraform(struct!.incarnation),
    internal: cdktf.booleanToTerraform(struct!.internal),
    kind: cdktf.stringToTerraform(struct!.kind),
    members: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.members),
    mode: cdktf.stringToTerraform(struct!.mode),
    mtu: cdktf.numberToTerraform(struct!.mtu),
    name: cdktf.stringToTerraform(struct!.name),
    names: cdktf.booleanToTerraform(struct!.names),
    neighbor_proxy: cdktf.stringToTerraform(struct!.neighborProxy),
    parent: cdktf.stringToTerraform(struct!.parent),
    ranges: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.ranges),
    reserved: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.reserved),
    router_advertisements: cdktf.booleanToTerraform(struct!.routerAdvertisements),
    subnets: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.subnets),
    vxlan_name: cdktf.stringToTerraform(struct!.vxlanName),
  }
}


export function bridgeNetworkRefToHclTerraform(struct?: BridgeNetworkRef): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    accept_from: {
      value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(struct!.acceptFrom),
      isBlock: false,
      type: "set",
      storageClassType: "stringList",
    },
    bridge_name: {
      value: cdktf.stringToHclTerraform(struct!.bridgeName),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    dns_options: {
      value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(struct!.dnsOptions),
      isBlock: false,
      type: "list",
      storageClassType: "stringList",
    },
    dns_search: {
      value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(struct!.dnsSearch),
      isBlock: false,
      type: "list",
      storageClassType: "stringList",
    },
    encryption: {
      value: cdktf.stringToHclTerraform(struct!.encryption),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    endpoint_isolation: {
      value: cdktf.booleanToHclTerraform(struct!.endpointIsolation),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
    forwarding: {
      value: cdktf.stringToHclTerraform(struct!.forwarding),
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
    host: {
      value: cdktf.stringToHclTerraform(struct!.host),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    host_addresses: {
      value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(struct!.hostAddresses),
      isBlock: false,
      type: "list",
      storageClassType: "stringList",
    },
    host_interface: {
      value: cdktf.stringToHclTerraform(struct!.hostInterface),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    id: {
      value: cdktf.stringToHclTerraform(struct!.id),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    incarnation: {
      value: cdktf.stringToHclTerraform(struct!.incarnation),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    internal: {
      value: cdktf.booleanToHclTerraform(struct!.internal),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
    kind: {
      value: cdktf.stringToHclTerraform(struct!.kind),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    members: {
      value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(struct!.members),
      isBlock: false,
      type: "list",
      storageClassType: "stringList",
    },
    mode: {
      value: cdktf.stringToHclTerraform(struct!.mode),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    mtu: {
      value: cdktf.numberToHclTerraform(struct!.mtu),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    name: {
      value: cdktf.stringToHclTerraform(struct!.name),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    names: {
      value: cdktf.booleanToHclTerraform(struct!.names),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
    neighbor_proxy: {
      value: cdktf.stringToHclTerraform(struct!.neighborProxy),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    parent: {
      value: cdktf.stringToHclTerraform(struct!.parent),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    ranges: {
      value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(struct!.ranges),
      isBlock: false,
      type: "list",
      storageClassType: "stringList",
    },
    reserved: {
      value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(struct!.reserved),
      isBlock: false,
      type: "set",
      storageClassType: "stringList",
    },
    router_advertisements: {
      value: cdktf.booleanToHclTerraform(struct!.routerAdvertisements),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
    subnets: {
      value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(struct!.subnets),
      isBlock: false,
      type: "list",
      storageClassType: "stringList",
    },
    vxlan_name: {
      value: cdktf.stringToHclTerraform(struct!.vxlanName),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class BridgeNetworkRefOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): BridgeNetworkRef | undefined {
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._acceptFrom !== undefined) {
      hasAnyValues = true;
      internalValueResult.acceptFrom = this._acceptFrom;
    }
    if (this._bridgeName !== undefined) {
      hasAnyValues = true;
      internalValueResult.bridgeName = this._bridgeName;
    }
    if (this._dnsOptions !== undefined) {
      hasAnyValues = true;
      internalValueResult.dnsOptions = this._dnsOptions;
    }
    if (this._dnsSearch !== undefined) {
      hasAnyValues = true;
      internalValueResult.dnsSearch = this._dnsSearch;
    }
    if (this._encryption !== undefined) {
      hasAnyValues = true;
      internalValueResult.encryption = this._encryption;
    }
    if (this._endpointIsolation !== undefined) {
      hasAnyValues = true;
      internalValueResult.endpointIsolation = this._endpointIsolation;
    }
    if (this._forwarding !== undefined) {
      hasAnyValues = true;
      internalValueResult.forwarding = this._forwarding;
    }
    if (this._gateways !== undefined) {
      hasAnyValues = true;
      internalValueResult.gateways = this._gateways;
    }
    if (this._host !== undefined) {
      hasAnyValues = true;
      internalValueResult.host = this._host;
    }
    if (this._hostAddresses !== undefined) {
      hasAnyValues = true;
      internalValueResult.hostAddresses = this._hostAddresses;
    }
    if (this._hostInterface !== undefined) {
      hasAnyValues = true;
      internalValueResult.hostInterface = this._hostInterface;
    }
    if (this._id !== undefined) {
      hasAnyValues = true;
      internalValueResult.id = this._id;
    }
    if (this._incarnation !== undefined) {
      hasAnyValues = true;
      internalValueResult.incarnation = this._incarnation;
    }
    if (this._internal !== undefined) {
      hasAnyValues = true;
      internalValueResult.internal = this._internal;
    }
    if (this._kind !== undefined) {
      hasAnyValues = true;
      internalValueResult.kind = this._kind;
    }
    if (this._members !== undefined) {
      hasAnyValues = true;
      internalValueResult.members = this._members;
    }
    if (this._mode !== undefined) {
      hasAnyValues = true;
      internalValueResult.mode = this._mode;
    }
    if (this._mtu !== undefined) {
      hasAnyValues = true;
      internalValueResult.mtu = this._mtu;
    }
    if (this._name !== undefined) {
      hasAnyValues = true;
      internalValueResult.name = this._name;
    }
    if (this._names !== undefined) {
      hasAnyValues = true;
      internalValueResult.names = this._names;
    }
    if (this._neighborProxy !== undefined) {
      hasAnyValues = true;
      internalValueResult.neighborProxy = this._neighborProxy;
    }
    if (this._parent !== undefined) {
      hasAnyValues = true;
      internalValueResult.parent = this._parent;
    }
    if (this._ranges !== undefined) {
      hasAnyValues = true;
      internalValueResult.ranges = this._ranges;
    }
    if (this._reserved !== undefined) {
      hasAnyValues = true;
      internalValueResult.reserved = this._reserved;
    }
    if (this._routerAdvertisements !== undefined) {
      hasAnyValues = true;
      internalValueResult.routerAdvertisements = this._routerAdvertisements;
    }
    if (this._subnets !== undefined) {
      hasAnyValues = true;
      internalValueResult.subnets = this._subnets;
    }
    if (this._vxlanName !== undefined) {
      hasAnyValues = true;
      internalValueResult.vxlanName = this._vxlanName;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: BridgeNetworkRef | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this._acceptFrom = undefined;
      this._bridgeName = undefined;
      this._dnsOptions = undefined;
      this._dnsSearch = undefined;
      this._encryption = undefined;
      this._endpointIsolation = undefined;
      this._forwarding = undefined;
      this._gateways = undefined;
      this._host = undefined;
      this._hostAddresses = undefined;
      this._hostInterface = undefined;
      this._id = undefined;
      this._incarnation = undefined;
      this._internal = undefined;
      this._kind = undefined;
      this._members = undefined;
      this._mode = undefined;
      this._mtu = undefined;
      this._name = undefined;
      this._names = undefined;
      this._neighborProxy = undefined;
      this._parent = undefined;
      this._ranges = undefined;
      this._reserved = undefined;
      this._routerAdvertisements = undefined;
      this._subnets = undefined;
      this._vxlanName = undefined;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this._acceptFrom = value.acceptFrom;
      this._bridgeName = value.bridgeName;
      this._dnsOptions = value.dnsOptions;
      this._dnsSearch = value.dnsSearch;
      this._encryption = value.encryption;
      this._endpointIsolation = value.endpointIsolation;
      this._forwarding = value.forwarding;
      this._gateways = value.gateways;
      this._host = value.host;
      this._hostAddresses = value.hostAddresses;
      this._hostInterface = value.hostInterface;
      this._id = value.id;
      this._incarnation = value.incarnation;
      this._internal = value.internal;
      this._kind = value.kind;
      this._members = value.members;
      this._mode = value.mode;
      this._mtu = value.mtu;
      this._name = value.name;
      this._names = value.names;
      this._neighborProxy = value.neighborProxy;
      this._parent = value.parent;
      this._ranges = value.ranges;
      this._reserved = value.reserved;
      this._routerAdvertisements = value.routerAdvertisements;
      this._subnets = value.subnets;
      this._vxlanName = value.vxlanName;
    }
  }

  // accept_from - computed: true, optional: true, required: false
  private _acceptFrom?: string[];
  public get acceptFrom() {
    return cdktf.Fn.tolist(this.getListAttribute('accept_from'));
  }
  public set acceptFrom(value: string[]) {
    this._acceptFrom = value;
  }
  public resetAcceptFrom() {
    this._acceptFrom = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get acceptFromInput() {
    return this._acceptFrom;
  }

  // bridge_name - computed: true, optional: true, required: false
  private _bridgeName?: string;
  public get bridgeName() {
    return this.getStringAttribute('bridge_name');
  }
  public set bridgeName(value: string) {
    this._bridgeName = value;
  }
  public resetBridgeName() {
    this._bridgeName = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get bridgeNameInput() {
    return this._bridgeName;
  }

  // dns_options - computed: true, optional: true, required: false
  private _dnsOptions?: string[];
  public get dnsOptions() {
    return this.getListAttribute('dns_options');
  }
  public set dnsOptions(value: string[]) {
    this._dnsOptions = value;
  }
  public resetDnsOptions() {
    this._dnsOptions = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get dnsOptionsInput() {
    return this._dnsOptions;
  }

  // dns_search - computed: true, optional: true, required: false
  private _dnsSearch?: string[];
  public get dnsSearch() {
    return this.getListAttribute('dns_search');
  }
  public set dnsSearch(value: string[]) {
    this._dnsSearch = value;
  }
  public resetDnsSearch() {
    this._dnsSearch = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get dnsSearchInput() {
    return this._dnsSearch;
  }

  // encryption - computed: true, optional: true, required: false
  private _encryption?: string;
  public get encryption() {
    return this.getStringAttribute('encryption');
  }
  public set encryption(value: string) {
    this._encryption = value;
  }
  public resetEncryption() {
    this._encryption = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get encryptionInput() {
    return this._encryption;
  }

  // endpoint_isolation - computed: true, optional: true, required: false
  private _endpointIsolation?: boolean | cdktf.IResolvable;
  public get endpointIsolation() {
    return this.getBooleanAttribute('endpoint_isolation');
  }
  public set endpointIsolation(value: boolean | cdktf.IResolvable) {
    this._endpointIsolation = value;
  }
  public resetEndpointIsolation() {
    this._endpointIsolation = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get endpointIsolationInput() {
    return this._endpointIsolation;
  }

  // forwarding - computed: true, optional: true, required: false
  private _forwarding?: string;
  public get forwarding() {
    return this.getStringAttribute('forwarding');
  }
  public set forwarding(value: string) {
    this._forwarding = value;
  }
  public resetForwarding() {
    this._forwarding = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get forwardingInput() {
    return this._forwarding;
  }

  // gateways - computed: true, optional: true, required: false
  private _gateways?: string[];
  public get gateways() {
    return this.getListAttribute('gateways');
  }
  public set gateways(value: string[]) {
    this._gateways = value;
  }
  public resetGateways() {
    this._gateways = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get gatewaysInput() {
    return this._gateways;
  }

  // host - computed: true, optional: true, required: false
  private _host?: string;
  public get host() {
    return this.getStringAttribute('host');
  }
  public set host(value: string) {
    this._host = value;
  }
  public resetHost() {
    this._host = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get hostInput() {
    return this._host;
  }

  // host_addresses - computed: true, optional: true, required: false
  private _hostAddresses?: string[];
  public get hostAddresses() {
    return this.getListAttribute('host_addresses');
  }
  public set hostAddresses(value: string[]) {
    this._hostAddresses = value;
  }
  public resetHostAddresses() {
    this._hostAddresses = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get hostAddressesInput() {
    return this._hostAddresses;
  }

  // host_interface - computed: true, optional: true, required: false
  private _hostInterface?: string;
  public get hostInterface() {
    return this.getStringAttribute('host_interface');
  }
  public set hostInterface(value: string) {
    this._hostInterface = value;
  }
  public resetHostInterface() {
    this._hostInterface = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get hostInterfaceInput() {
    return this._hostInterface;
  }

  // id - computed: true, optional: false, required: true
  private _id?: string;
  public get id() {
    return this.getStringAttribute('id');
  }
  public set id(value: string) {
    this._id = value;
  }
  // Temporarily expose input value. Use with caution.
  public get idInput() {
    return this._id;
  }

  // incarnation - computed: true, optional: true, required: false
  private _incarnation?: string;
  public get incarnation() {
    return this.getStringAttribute('incarnation');
  }
  public set incarnation(value: string) {
    this._incarnation = value;
  }
  public resetIncarnation() {
    this._incarnation = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get incarnationInput() {
    return this._incarnation;
  }

  // internal - computed: true, optional: true, required: false
  private _internal?: boolean | cdktf.IResolvable;
  public get internal() {
    return this.getBooleanAttribute('internal');
  }
  public set internal(value: boolean | cdktf.IResolvable) {
    this._internal = value;
  }
  public resetInternal() {
    this._internal = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get internalInput() {
    return this._internal;
  }

  // kind - computed: true, optional: true, required: false
  private _kind?: string;
  public get kind() {
    return this.getStringAttribute('kind');
  }
  public set kind(value: string) {
    this._kind = value;
  }
  public resetKind() {
    this._kind = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get kindInput() {
    return this._kind;
  }

  // members - computed: true, optional: true, required: false
  private _members?: string[];
  public get members() {
    return this.getListAttribute('members');
  }
  public set members(value: string[]) {
    this._members = value;
  }
  public resetMembers() {
    this._members = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get membersInput() {
    return this._members;
  }

  // mode - computed: true, optional: true, required: false
  private _mode?: string;
  public get mode() {
    return this.getStringAttribute('mode');
  }
  public set mode(value: string) {
    this._mode = value;
  }
  public resetMode() {
    this._mode = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get modeInput() {
    return this._mode;
  }

  // mtu - computed: true, optional: true, required: false
  private _mtu?: number;
  public get mtu() {
    return this.getNumberAttribute('mtu');
  }
  public set mtu(value: number) {
    this._mtu = value;
  }
  public resetMtu() {
    this._mtu = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get mtuInput() {
    return this._mtu;
  }

  // name - computed: true, optional: true, required: false
  private _name?: string;
  public get name() {
    return this.getStringAttribute('name');
  }
  public set name(value: string) {
    this._name = value;
  }
  public resetName() {
    this._name = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get nameInput() {
    return this._name;
  }

  // names - computed: true, optional: true, required: false
  private _names?: boolean | cdktf.IResolvable;
  public get names() {
    return this.getBooleanAttribute('names');
  }
  public set names(value: boolean | cdktf.IResolvable) {
    this._names = value;
  }
  public resetNames() {
    this._names = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get namesInput() {
    return this._names;
  }

  // neighbor_proxy - computed: true, optional: true, required: false
  private _neighborProxy?: string;
  public get neighborProxy() {
    return this.getStringAttribute('neighbor_proxy');
  }
  public set neighborProxy(value: string) {
    this._neighborProxy = value;
  }
  public resetNeighborProxy() {
    this._neighborProxy = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get neighborProxyInput() {
    return this._neighborProxy;
  }

  // parent - computed: true, optional: true, required: false
  private _parent?: string;
  public get parent() {
    return this.getStringAttribute('parent');
  }
  public set parent(value: string) {
    this._parent = value;
  }
  public resetParent() {
    this._parent = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get parentInput() {
    return this._parent;
  }

  // ranges - computed: true, optional: true, required: false
  private _ranges?: string[];
  public get ranges() {
    return this.getListAttribute('ranges');
  }
  public set ranges(value: string[]) {
    this._ranges = value;
  }
  public resetRanges() {
    this._ranges = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get rangesInput() {
    return this._ranges;
  }

  // reserved - computed: true, optional: true, required: false
  private _reserved?: string[];
  public get reserved() {
    return cdktf.Fn.tolist(this.getListAttribute('reserved'));
  }
  public set reserved(value: string[]) {
    this._reserved = value;
  }
  public resetReserved() {
    this._reserved = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get reservedInput() {
    return this._reserved;
  }

  // router_advertisements - computed: true, optional: true, required: false
  private _routerAdvertisements?: boolean | cdktf.IResolvable;
  public get routerAdvertisements() {
    return this.getBooleanAttribute('router_advertisements');
  }
  public set routerAdvertisements(value: boolean | cdktf.IResolvable) {
    this._routerAdvertisements = value;
  }
  public resetRouterAdvertisements() {
    this._routerAdvertisements = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get routerAdvertisementsInput() {
    return this._routerAdvertisements;
  }

  // subnets - computed: true, optional: true, required: false
  private _subnets?: string[];
  public get subnets() {
    return this.getListAttribute('subnets');
  }
  public set subnets(value: string[]) {
    this._subnets = value;
  }
  public resetSubnets() {
    this._subnets = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get subnetsInput() {
    return this._subnets;
  }

  // vxlan_name - computed: true, optional: true, required: false
  private _vxlanName?: string;
  public get vxlanName() {
    return this.getStringAttribute('vxlan_name');
  }
  public set vxlanName(value: string) {
    this._vxlanName = value;
  }
  public resetVxlanName() {
    this._vxlanName = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get vxlanNameInput() {
    return this._vxlanName;
  }
}

/**
* Represents a `netweft_bridge_network`
*/
export class BridgeNetwork extends binding.Resource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "netweft_bridge_network";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a BridgeNetwork resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the BridgeNetwork to import
  * @param importFromId The id of the existing BridgeNetwork that should be imported.
  * @param provider? Optional instance of the provider where the BridgeNetwork to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "netweft_bridge_network", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new `netweft_bridge_network` Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options BridgeNetworkConfig
  */
  public constructor(scope: Construct, id: string, config: BridgeNetworkConfig) {
    [scope, id, config] = binding.argumentsOf('BridgeNetwork', 'resource', 'netweft_bridge_network', scope, id, config);
    super(scope, id, {
      terraformResourceType: 'netweft_bridge_network',
      terraformGeneratorMetadata: {
        providerName: 'netweft',
        providerVersion: '0.2.0',
        providerVersionConstraint: '0.2.0'
      },
      provider: config.provider,
      dependsOn: config.dependsOn,
      count: config.count,
      lifecycle: config.lifecycle,
      provisioners: config.provisioners,
      connection: config.connection,
      forEach: config.forEach
    });
    this._acceptFrom = config.acceptFrom;
    this._bridgeName = config.bridgeName;
    this._dns = config.dns;
    this._dnsOptions = config.dnsOptions;
    this._dnsSearch = config.dnsSearch;
    this._endpointIsolation = config.endpointIsolation;
    this._gateways = config.gateways;
    this._host = config.host;
    this._hostAccess = config.hostAccess;
    this._internal = config.internal;
    this._labels = config.labels;
    this._mac = config.mac;
    this._masquerade = config.masquerade;
    this._mtu = config.mtu;
    this._name = config.name;
    this._names = config.names;
    this._neighborProxy = config.neighborProxy;
    this._ranges = config.ranges;
    this._reserved = config.reserved;
    this._routerAdvertisements = config.routerAdvertisements;
    this._snatAddresses = config.snatAddresses;
    this._stp = config.stp;
    this._subnets = config.subnets;
    this._uplink = config.uplink;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // accept_from - computed: true, optional: true, required: false
  private _acceptFrom?: string[];
  public get acceptFrom() {
    return cdktf.Fn.tolist(this.getListAttribute('accept_from'));
  }
  public set acceptFrom(value: string[]) {
    this._acceptFrom = value;
  }
  public resetAcceptFrom() {
    this._acceptFrom = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get acceptFromInput() {
    return this._acceptFrom;
  }

  // bridge_name - computed: true, optional: true, required: false
  private _bridgeName?: string;
  public get bridgeName() {
    return this.getStringAttribute('bridge_name');
  }
  public set bridgeName(value: string) {
    this._bridgeName = value;
  }
  public resetBridgeName() {
    this._bridgeName = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get bridgeNameInput() {
    return this._bridgeName;
  }

  // dns - computed: false, optional: true, required: false
  private _dns?: string[];
  public get dns() {
    return this.getListAttribute('dns');
  }
  public set dns(value: string[]) {
    this._dns = value;
  }
  public resetDns() {
    this._dns = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get dnsInput() {
    return this._dns;
  }

  // dns_options - computed: false, optional: true, required: false
  private _dnsOptions?: string[];
  public get dnsOptions() {
    return this.getListAttribute('dns_options');
  }
  public set dnsOptions(value: string[]) {
    this._dnsOptions = value;
  }
  public resetDnsOptions() {
    this._dnsOptions = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get dnsOptionsInput() {
    return this._dnsOptions;
  }

  // dns_search - computed: false, optional: true, required: false
  private _dnsSearch?: string[];
  public get dnsSearch() {
    return this.getListAttribute('dns_search');
  }
  public set dnsSearch(value: string[]) {
    this._dnsSearch = value;
  }
  public resetDnsSearch() {
    this._dnsSearch = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get dnsSearchInput() {
    return this._dnsSearch;
  }

  // drift - computed: true, optional: false, required: false
  public get drift() {
    return this.getListAttribute('drift');
  }

  // endpoint_isolation - computed: true, optional: true, required: false
  private _endpointIsolation?: boolean | cdktf.IResolvable;
  public get endpointIsolation() {
    return this.getBooleanAttribute('endpoint_isolation');
  }
  public set endpointIsolation(value: boolean | cdktf.IResolvable) {
    this._endpointIsolation = value;
  }
  public resetEndpointIsolation() {
    this._endpointIsolation = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get endpointIsolationInput() {
    return this._endpointIsolation;
  }

  // gateways - computed: true, optional: true, required: false
  private _gateways?: string[];
  public get gateways() {
    return this.getListAttribute('gateways');
  }
  public set gateways(value: string[]) {
    this._gateways = value;
  }
  public resetGateways() {
    this._gateways = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get gatewaysInput() {
    return this._gateways;
  }

  // host - computed: true, optional: true, required: false
  private _host?: string;
  public get host() {
    return this.getStringAttribute('host');
  }
  public set host(value: string) {
    this._host = value;
  }
  public resetHost() {
    this._host = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get hostInput() {
    return this._host;
  }

  // host_access - computed: true, optional: true, required: false
  private _hostAccess?: string;
  public get hostAccess() {
    return this.getStringAttribute('host_access');
  }
  public set hostAccess(value: string) {
    this._hostAccess = value;
  }
  public resetHostAccess() {
    this._hostAccess = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get hostAccessInput() {
    return this._hostAccess;
  }

  // id - computed: true, optional: false, required: false
  public get id() {
    return this.getStringAttribute('id');
  }

  // incarnation - computed: true, optional: false, required: false
  public get incarnation() {
    return this.getStringAttribute('incarnation');
  }

  // internal - computed: true, optional: true, required: false
  private _internal?: boolean | cdktf.IResolvable;
  public get internal() {
    return this.getBooleanAttribute('internal');
  }
  public set internal(value: boolean | cdktf.IResolvable) {
    this._internal = value;
  }
  public resetInternal() {
    this._internal = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get internalInput() {
    return this._internal;
  }

  // kind - computed: true, optional: false, required: false
  public get kind() {
    return this.getStringAttribute('kind');
  }

  // labels - computed: false, optional: true, required: false
  private _labels?: { [key: string]: string };
  public get labels() {
    return this.getStringMapAttribute('labels');
  }
  public set labels(value: { [key: string]: string }) {
    this._labels = value;
  }
  public resetLabels() {
    this._labels = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get labelsInput() {
    return this._labels;
  }

  // mac - computed: true, optional: true, required: false
  private _mac?: string;
  public get mac() {
    return this.getStringAttribute('mac');
  }
  public set mac(value: string) {
    this._mac = value;
  }
  public resetMac() {
    this._mac = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get macInput() {
    return this._mac;
  }

  // masquerade - computed: true, optional: true, required: false
  private _masquerade?: boolean | cdktf.IResolvable;
  public get masquerade() {
    return this.getBooleanAttribute('masquerade');
  }
  public set masquerade(value: boolean | cdktf.IResolvable) {
    this._masquerade = value;
  }
  public resetMasquerade() {
    this._masquerade = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get masqueradeInput() {
    return this._masquerade;
  }

  // mtu - computed: true, optional: true, required: false
  private _mtu?: number;
  public get mtu() {
    return this.getNumberAttribute('mtu');
  }
  public set mtu(value: number) {
    this._mtu = value;
  }
  public resetMtu() {
    this._mtu = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get mtuInput() {
    return this._mtu;
  }

  // name - computed: false, optional: false, required: true
  private _name?: string;
  public get name() {
    return this.getStringAttribute('name');
  }
  public set name(value: string) {
    this._name = value;
  }
  // Temporarily expose input value. Use with caution.
  public get nameInput() {
    return this._name;
  }

  // names - computed: true, optional: true, required: false
  private _names?: boolean | cdktf.IResolvable;
  public get names() {
    return this.getBooleanAttribute('names');
  }
  public set names(value: boolean | cdktf.IResolvable) {
    this._names = value;
  }
  public resetNames() {
    this._names = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get namesInput() {
    return this._names;
  }

  // neighbor_proxy - computed: false, optional: true, required: false
  private _neighborProxy?: string;
  public get neighborProxy() {
    return this.getStringAttribute('neighbor_proxy');
  }
  public set neighborProxy(value: string) {
    this._neighborProxy = value;
  }
  public resetNeighborProxy() {
    this._neighborProxy = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get neighborProxyInput() {
    return this._neighborProxy;
  }

  // ranges - computed: false, optional: true, required: false
  private _ranges?: string[];
  public get ranges() {
    return this.getListAttribute('ranges');
  }
  public set ranges(value: string[]) {
    this._ranges = value;
  }
  public resetRanges() {
    this._ranges = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get rangesInput() {
    return this._ranges;
  }

  // ref - computed: true, optional: false, required: false
  private _ref = new BridgeNetworkRefOutputReference(this, "ref");
  public get ref() {
    return this._ref;
  }

  // reserved - computed: false, optional: true, required: false
  private _reserved?: string[];
  public get reserved() {
    return cdktf.Fn.tolist(this.getListAttribute('reserved'));
  }
  public set reserved(value: string[]) {
    this._reserved = value;
  }
  public resetReserved() {
    this._reserved = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get reservedInput() {
    return this._reserved;
  }

  // router_advertisements - computed: true, optional: true, required: false
  private _routerAdvertisements?: boolean | cdktf.IResolvable;
  public get routerAdvertisements() {
    return this.getBooleanAttribute('router_advertisements');
  }
  public set routerAdvertisements(value: boolean | cdktf.IResolvable) {
    this._routerAdvertisements = value;
  }
  public resetRouterAdvertisements() {
    this._routerAdvertisements = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get routerAdvertisementsInput() {
    return this._routerAdvertisements;
  }

  // snat_addresses - computed: false, optional: true, required: false
  private _snatAddresses?: string[];
  public get snatAddresses() {
    return this.getListAttribute('snat_addresses');
  }
  public set snatAddresses(value: string[]) {
    this._snatAddresses = value;
  }
  public resetSnatAddresses() {
    this._snatAddresses = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get snatAddressesInput() {
    return this._snatAddresses;
  }

  // stp - computed: true, optional: true, required: false
  private _stp?: boolean | cdktf.IResolvable;
  public get stp() {
    return this.getBooleanAttribute('stp');
  }
  public set stp(value: boolean | cdktf.IResolvable) {
    this._stp = value;
  }
  public resetStp() {
    this._stp = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get stpInput() {
    return this._stp;
  }

  // subnets - computed: true, optional: true, required: false
  private _subnets?: string[];
  public get subnets() {
    return this.getListAttribute('subnets');
  }
  public set subnets(value: string[]) {
    this._subnets = value;
  }
  public resetSubnets() {
    this._subnets = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get subnetsInput() {
    return this._subnets;
  }

  // uplink - computed: false, optional: true, required: false
  private _uplink?: string;
  public get uplink() {
    return this.getStringAttribute('uplink');
  }
  public set uplink(value: string) {
    this._uplink = value;
  }
  public resetUplink() {
    this._uplink = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get uplinkInput() {
    return this._uplink;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      accept_from: cdktf.listMapper(cdktf.stringToTerraform, false)(this._acceptFrom),
      bridge_name: cdktf.stringToTerraform(this._bridgeName),
      dns: cdktf.listMapper(cdktf.stringToTerraform, false)(this._dns),
      dns_options: cdktf.listMapper(cdktf.stringToTerraform, false)(this._dnsOptions),
      dns_search: cdktf.listMapper(cdktf.stringToTerraform, false)(this._dnsSearch),
      endpoint_isolation: cdktf.booleanToTerraform(this._endpointIsolation),
      gateways: cdktf.listMapper(cdktf.stringToTerraform, false)(this._gateways),
      host: cdktf.stringToTerraform(this._host),
      host_access: cdktf.stringToTerraform(this._hostAccess),
      internal: cdktf.booleanToTerraform(this._internal),
      labels: cdktf.hashMapper(cdktf.stringToTerraform)(this._labels),
      mac: cdktf.stringToTerraform(this._mac),
      masquerade: cdktf.booleanToTerraform(this._masquerade),
      mtu: cdktf.numberToTerraform(this._mtu),
      name: cdktf.stringToTerraform(this._name),
      names: cdktf.booleanToTerraform(this._names),
      neighbor_proxy: cdktf.stringToTerraform(this._neighborProxy),
      ranges: cdktf.listMapper(cdktf.stringToTerraform, false)(this._ranges),
      reserved: cdktf.listMapper(cdktf.stringToTerraform, false)(this._reserved),
      router_advertisements: cdktf.booleanToTerraform(this._routerAdvertisements),
      snat_addresses: cdktf.listMapper(cdktf.stringToTerraform, false)(this._snatAddresses),
      stp: cdktf.booleanToTerraform(this._stp),
      subnets: cdktf.listMapper(cdktf.stringToTerraform, false)(this._subnets),
      uplink: cdktf.stringToTerraform(this._uplink),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      accept_from: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._acceptFrom),
        isBlock: false,
        type: "set",
        storageClassType: "stringList",
      },
      bridge_name: {
        value: cdktf.stringToHclTerraform(this._bridgeName),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      dns: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._dns),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      dns_options: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._dnsOptions),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      dns_search: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._dnsSearch),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      endpoint_isolation: {
        value: cdktf.booleanToHclTerraform(this._endpointIsolation),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      gateways: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._gateways),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      host: {
        value: cdktf.stringToHclTerraform(this._host),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      host_access: {
        value: cdktf.stringToHclTerraform(this._hostAccess),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      internal: {
        value: cdktf.booleanToHclTerraform(this._internal),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      labels: {
        value: cdktf.hashMapperHcl(cdktf.stringToHclTerraform)(this._labels),
        isBlock: false,
        type: "map",
        storageClassType: "stringMap",
      },
      mac: {
        value: cdktf.stringToHclTerraform(this._mac),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      masquerade: {
        value: cdktf.booleanToHclTerraform(this._masquerade),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      mtu: {
        value: cdktf.numberToHclTerraform(this._mtu),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      name: {
        value: cdktf.stringToHclTerraform(this._name),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      names: {
        value: cdktf.booleanToHclTerraform(this._names),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      neighbor_proxy: {
        value: cdktf.stringToHclTerraform(this._neighborProxy),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      ranges: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._ranges),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      reserved: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._reserved),
        isBlock: false,
        type: "set",
        storageClassType: "stringList",
      },
      router_advertisements: {
        value: cdktf.booleanToHclTerraform(this._routerAdvertisements),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      snat_addresses: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._snatAddresses),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      stp: {
        value: cdktf.booleanToHclTerraform(this._stp),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      subnets: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._subnets),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      uplink: {
        value: cdktf.stringToHclTerraform(this._uplink),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
