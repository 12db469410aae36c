// Generated from the definitions in lib/resources by `npm run generate`. Do not edit.
import { Construct } from 'constructs';
import * as cdktf from 'cdktf';
import * as binding from '../../binding';

// Configuration

export interface OverlayNetworkConfig extends cdktf.TerraformMetaArguments {
  /**
  * With EVPN, the autonomous system of all members; 65157 when absent, one for private use (RFC 6996). If FRR on a host is configured with one already, set that one.
  */
  readonly asn?: number;
  /**
  * The bridge's interface name on every member. When absent, it consists of `nwo-`, the stack and the name; where these are too long, of the beginning of the name and a hash.
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
  * `none`; `wireguard`: a WireGuard device on each member, with a key that never leaves its host; `ipsec`: ESP in transport mode (RFC 4303) around the VXLAN packets. With either, no packet of the network leaves a host unencrypted.
  */
  readonly encryption?: string;
  /**
  * How the FDB is filled. `learning`: unknown destinations are flooded to all members, and entries are learned from received frames. `static`: from this declaration; nothing is flooded, so multicast (mDNS, VRRP, router advertisements) and packets for unknown hardware addresses do not cross, and ARP and neighbour discovery are answered locally. `evpn`: by FRR's BGP, on hosts where zebra and bgpd run (with `-N` and the name of the namespace on a host that is one); over an IPv4 underlay, and not together with `wireguard`.
  */
  readonly forwarding?: string;
  /**
  * The addresses that every member has on its bridge, at most one in each subnet: endpoints leave the network through their own host. When absent, the first host of each subnet.
  */
  readonly gateways?: string[];
  /**
  * What its endpoints may reach on their own host: `all`; `dns`, which allows DNS queries and pings; or `none`. When absent: `all`, on an internal network `dns`.
  */
  readonly hostAccess?: string;
  /**
  * A network without external connectivity: its endpoints reach each other, and on their hosts what `host_access` allows.
  */
  readonly internal?: boolean | cdktf.IResolvable;
  /**
  * Free-form labels. They change nothing in the kernel.
  */
  readonly labels?: { [key: string]: string };
  /**
  * With WireGuard, the UDP port that it listens on, the same on all members. When absent, 51820 plus the last four digits of the network identifier: 51862 for 42.
  */
  readonly listenPort?: number;
  /**
  * The gateways' hardware address, the same on all members. When absent, it is derived from the network's name.
  */
  readonly mac?: string;
  /**
  * Whether packets that leave through a member carry that host's address instead of the endpoint's, over IPv4 and IPv6.
  */
  readonly masquerade?: boolean | cdktf.IResolvable;
  /**
  * The hosts that the network is on, by their names in the provider's `hosts`. Each needs its `underlay` there. Adding or removing a host changes only its entries on the others.
  */
  readonly members: string[];
  /**
  * The largest packet on the network, in bytes. When absent, the largest that fits, with its encapsulation, into the smallest `underlay_mtu` of its members: over IPv4 1450 of 1500, with WireGuard 1370, with IPsec 1416.
  */
  readonly mtu?: number;
  /**
  * The network's name.
  */
  readonly name: string;
  /**
  * Whether endpoints resolve each other by name and alias, on all members: a name server (dnsmasq) on each member answers for all. When absent: yes, where every member has dnsmasq.
  */
  readonly names?: boolean | cdktf.IResolvable;
  /**
  * The UDP port of VXLAN, the same on all members. Overlay networks with different identifiers may share it.
  */
  readonly port?: number;
  /**
  * The parts of the subnets that addresses are allocated from; a subnet without a range is used as a whole.
  */
  readonly ranges?: string[];
  /**
  * With EVPN, the members that are BGP route reflectors (RFC 4456): the others have sessions with these only. When absent, the sessions are a full mesh.
  */
  readonly reflectors?: string[];
  /**
  * Addresses and networks inside the subnets that are in other use: no endpoint gets one of them.
  */
  readonly reserved?: string[];
  /**
  * Any text; when it changes, all keys are replaced. Connections continue after a pause.
  */
  readonly rotate?: string;
  /**
  * Whether endpoints may be IPv6 routers for each other: they accept router advertisements (`accept_ra = 1`), and the advertisements of one reach the others. Otherwise the bridge drops router advertisements from endpoints, and interfaces are created with `accept_ra = 0`, also where the network has no IPv6 subnet; `accept_ra` in a namespace's `sysctls` takes precedence. The host itself never accepts an endpoint's advertisements.
  */
  readonly routerAdvertisements?: boolean | cdktf.IResolvable;
  /**
  * By member, that host's addresses with which packets leave through it, instead of the endpoint's: one of each family, or several, of which each endpoint always uses the same one. Where a member or a family has none, the address of the link that they leave by. Not with `masquerade = false` or `internal`.
  */
  readonly snatAddresses?: { [key: string]: string[] } | cdktf.IResolvable;
  /**
  * IPv4 and IPv6 subnets in CIDR form, the same on all members.
  */
  readonly subnets: string[];
  /**
  * The VXLAN network identifier (RFC 7348): it distinguishes this network from others on the same hosts and port.
  */
  readonly vni: number;
  /**
  * The VXLAN device's interface name on every member. When absent, `nwx` and the network identifier, plus the port if it is not 4789.
  */
  readonly vxlanName?: string;
}
export interface OverlayNetworkRef {
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

export function overlayNetworkRefToTerraform(struct?: OverlayNetworkRef): any {
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


export function overlayNetworkRefToHclTerraform(struct?: OverlayNetworkRef): any {
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

export class OverlayNetworkRefOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): OverlayNetworkRef | undefined {
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

  public set internalValue(value: OverlayNetworkRef | undefined) {
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
* Represents a `netweft_overlay_network`
*/
export class OverlayNetwork extends binding.Resource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "netweft_overlay_network";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a OverlayNetwork resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the OverlayNetwork to import
  * @param importFromId The id of the existing OverlayNetwork that should be imported.
  * @param provider? Optional instance of the provider where the OverlayNetwork to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "netweft_overlay_network", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new `netweft_overlay_network` Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options OverlayNetworkConfig
  */
  public constructor(scope: Construct, id: string, config: OverlayNetworkConfig) {
    [scope, id, config] = binding.argumentsOf('OverlayNetwork', 'resource', 'netweft_overlay_network', scope, id, config);
    super(scope, id, {
      terraformResourceType: 'netweft_overlay_network',
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
    this._asn = config.asn;
    this._bridgeName = config.bridgeName;
    this._dns = config.dns;
    this._dnsOptions = config.dnsOptions;
    this._dnsSearch = config.dnsSearch;
    this._encryption = config.encryption;
    this._forwarding = config.forwarding;
    this._gateways = config.gateways;
    this._hostAccess = config.hostAccess;
    this._internal = config.internal;
    this._labels = config.labels;
    this._listenPort = config.listenPort;
    this._mac = config.mac;
    this._masquerade = config.masquerade;
    this._members = config.members;
    this._mtu = config.mtu;
    this._name = config.name;
    this._names = config.names;
    this._port = config.port;
    this._ranges = config.ranges;
    this._reflectors = config.reflectors;
    this._reserved = config.reserved;
    this._rotate = config.rotate;
    this._routerAdvertisements = config.routerAdvertisements;
    this._snatAddresses = config.snatAddresses;
    this._subnets = config.subnets;
    this._vni = config.vni;
    this._vxlanName = config.vxlanName;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // asn - computed: false, optional: true, required: false
  private _asn?: number;
  public get asn() {
    return this.getNumberAttribute('asn');
  }
  public set asn(value: number) {
    this._asn = value;
  }
  public resetAsn() {
    this._asn = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get asnInput() {
    return this._asn;
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

  // listen_port - computed: false, optional: true, required: false
  private _listenPort?: number;
  public get listenPort() {
    return this.getNumberAttribute('listen_port');
  }
  public set listenPort(value: number) {
    this._listenPort = value;
  }
  public resetListenPort() {
    this._listenPort = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get listenPortInput() {
    return this._listenPort;
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

  // members - computed: false, optional: false, required: true
  private _members?: string[];
  public get members() {
    return cdktf.Fn.tolist(this.getListAttribute('members'));
  }
  public set members(value: string[]) {
    this._members = value;
  }
  // Temporarily expose input value. Use with caution.
  public get membersInput() {
    return this._members;
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

  // port - computed: true, optional: true, required: false
  private _port?: number;
  public get port() {
    return this.getNumberAttribute('port');
  }
  public set port(value: number) {
    this._port = value;
  }
  public resetPort() {
    this._port = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get portInput() {
    return this._port;
  }

  // public_keys - computed: true, optional: false, required: false
  private _publicKeys = new cdktf.StringMap(this, "public_keys");
  public get publicKeys() {
    return this._publicKeys;
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
  private _ref = new OverlayNetworkRefOutputReference(this, "ref");
  public get ref() {
    return this._ref;
  }

  // reflectors - computed: false, optional: true, required: false
  private _reflectors?: string[];
  public get reflectors() {
    return cdktf.Fn.tolist(this.getListAttribute('reflectors'));
  }
  public set reflectors(value: string[]) {
    this._reflectors = value;
  }
  public resetReflectors() {
    this._reflectors = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get reflectorsInput() {
    return this._reflectors;
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

  // rotate - computed: false, optional: true, required: false
  private _rotate?: string;
  public get rotate() {
    return this.getStringAttribute('rotate');
  }
  public set rotate(value: string) {
    this._rotate = value;
  }
  public resetRotate() {
    this._rotate = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get rotateInput() {
    return this._rotate;
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
  private _snatAddresses?: { [key: string]: string[] } | cdktf.IResolvable;
  public get snatAddresses() {
    return this.interpolationForAttribute('snat_addresses');
  }
  public set snatAddresses(value: { [key: string]: string[] } | cdktf.IResolvable) {
    this._snatAddresses = value;
  }
  public resetSnatAddresses() {
    this._snatAddresses = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get snatAddressesInput() {
    return this._snatAddresses;
  }

  // subnets - computed: false, optional: false, required: true
  private _subnets?: string[];
  public get subnets() {
    return this.getListAttribute('subnets');
  }
  public set subnets(value: string[]) {
    this._subnets = value;
  }
  // Temporarily expose input value. Use with caution.
  public get subnetsInput() {
    return this._subnets;
  }

  // vni - computed: false, optional: false, required: true
  private _vni?: number;
  public get vni() {
    return this.getNumberAttribute('vni');
  }
  public set vni(value: number) {
    this._vni = value;
  }
  // Temporarily expose input value. Use with caution.
  public get vniInput() {
    return this._vni;
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

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      asn: cdktf.numberToTerraform(this._asn),
      bridge_name: cdktf.stringToTerraform(this._bridgeName),
      dns: cdktf.listMapper(cdktf.stringToTerraform, false)(this._dns),
      dns_options: cdktf.listMapper(cdktf.stringToTerraform, false)(this._dnsOptions),
      dns_search: cdktf.listMapper(cdktf.stringToTerraform, false)(this._dnsSearch),
      encryption: cdktf.stringToTerraform(this._encryption),
      forwarding: cdktf.stringToTerraform(this._forwarding),
      gateways: cdktf.listMapper(cdktf.stringToTerraform, false)(this._gateways),
      host_access: cdktf.stringToTerraform(this._hostAccess),
      internal: cdktf.booleanToTerraform(this._internal),
      labels: cdktf.hashMapper(cdktf.stringToTerraform)(this._labels),
      listen_port: cdktf.numberToTerraform(this._listenPort),
      mac: cdktf.stringToTerraform(this._mac),
      masquerade: cdktf.booleanToTerraform(this._masquerade),
      members: cdktf.listMapper(cdktf.stringToTerraform, false)(this._members),
      mtu: cdktf.numberToTerraform(this._mtu),
      name: cdktf.stringToTerraform(this._name),
      names: cdktf.booleanToTerraform(this._names),
      port: cdktf.numberToTerraform(this._port),
      ranges: cdktf.listMapper(cdktf.stringToTerraform, false)(this._ranges),
      reflectors: cdktf.listMapper(cdktf.stringToTerraform, false)(this._reflectors),
      reserved: cdktf.listMapper(cdktf.stringToTerraform, false)(this._reserved),
      rotate: cdktf.stringToTerraform(this._rotate),
      router_advertisements: cdktf.booleanToTerraform(this._routerAdvertisements),
      snat_addresses: cdktf.hashMapper(cdktf.listMapper(cdktf.stringToTerraform, false))(this._snatAddresses),
      subnets: cdktf.listMapper(cdktf.stringToTerraform, false)(this._subnets),
      vni: cdktf.numberToTerraform(this._vni),
      vxlan_name: cdktf.stringToTerraform(this._vxlanName),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      asn: {
        value: cdktf.numberToHclTerraform(this._asn),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
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
      encryption: {
        value: cdktf.stringToHclTerraform(this._encryption),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      forwarding: {
        value: cdktf.stringToHclTerraform(this._forwarding),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      gateways: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._gateways),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
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
      listen_port: {
        value: cdktf.numberToHclTerraform(this._listenPort),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
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
      members: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._members),
        isBlock: false,
        type: "set",
        storageClassType: "stringList",
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
      port: {
        value: cdktf.numberToHclTerraform(this._port),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      ranges: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._ranges),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      reflectors: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._reflectors),
        isBlock: false,
        type: "set",
        storageClassType: "stringList",
      },
      reserved: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._reserved),
        isBlock: false,
        type: "set",
        storageClassType: "stringList",
      },
      rotate: {
        value: cdktf.stringToHclTerraform(this._rotate),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      router_advertisements: {
        value: cdktf.booleanToHclTerraform(this._routerAdvertisements),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      snat_addresses: {
        value: cdktf.hashMapperHcl(cdktf.listMapperHcl(cdktf.stringToHclTerraform, false))(this._snatAddresses),
        isBlock: false,
        type: "map",
        storageClassType: "stringListMap",
      },
      subnets: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._subnets),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      vni: {
        value: cdktf.numberToHclTerraform(this._vni),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      vxlan_name: {
        value: cdktf.stringToHclTerraform(this._vxlanName),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
