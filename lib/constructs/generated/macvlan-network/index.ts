// Generated from the definitions in lib/resources by `npm run generate`. Do not edit.
import { Construct } from 'constructs';
import * as cdktf from 'cdktf';
import * as binding from '../../binding';

// Configuration

export interface MacvlanNetworkConfig extends cdktf.TerraformMetaArguments {
  /**
  * The routers of that network, at most one in each subnet: the endpoints' default routes go through them. Without any, endpoints have no default route from this network.
  */
  readonly gateways?: string[];
  /**
  * The network's host.
  */
  readonly host?: string;
  /**
  * Addresses for the host itself on an additional macvlan interface: by these it reaches the endpoints, and they reach it. One of each family is enough. The host gets a route to each endpoint, and no other route changes. Not with the mode `private`, in which no two interfaces reach each other.
  */
  readonly hostAddresses?: string[];
  /**
  * The name of that interface. When absent, it consists of `nwm-`, the stack and the name; where these are too long, of the beginning of the name and a hash; empty without `host_addresses`.
  */
  readonly hostInterface?: string;
  /**
  * Free-form labels. They change nothing in the kernel.
  */
  readonly labels?: { [key: string]: string };
  /**
  * `bridge`: the endpoints reach each other directly. `private`: not at all. `vepa`: by a switch outside that sends packets back where they came from. Changed in place. Docker's `passthru` does not exist: there an endpoint takes over the parent's own hardware address. Nor does `source`, which needs a list of hardware addresses.
  */
  readonly mode?: string;
  /**
  * The largest packet on the network, in bytes, at most the parent's. It does not follow that of the parent. IPv6 needs 1280.
  */
  readonly mtu?: number;
  /**
  * The network's name.
  */
  readonly name: string;
  /**
  * The host's link whose network the endpoints are on, such as `eth1`. It belongs to the host: it must exist, it is never changed or removed, and it must be up for packets to pass. Only a VLAN, such as `eth1.10` for the VLAN 10 of `eth1` (1 to 4094), is made where it is missing (`eth1` must be up), and removed with the last interface on it. When the parent goes, the kernel deletes the endpoints' interfaces. It cannot be a port of a bridge or bond, or the parent of ipvlan interfaces.
  */
  readonly parent: string;
  /**
  * The parts of the subnets that addresses are allocated from: those that no DHCP server and no other host of the network uses. Netweft knows the addresses of this host and of its own endpoints there, and no others. Addresses that an endpoint declares, or has already, may be outside.
  */
  readonly ranges?: string[];
  /**
  * Addresses (`10.8.0.7`) and networks (`10.8.0.0/28`) inside the subnets that are in other use: no endpoint gets one of them.
  */
  readonly reserved?: string[];
  /**
  * Whether endpoints accept router advertisements of the parent's network (`accept_ra = 1`), and with them addresses and routes that Netweft does not manage. `accept_ra` in a namespace's `sysctls` takes precedence.
  */
  readonly routerAdvertisements?: boolean | cdktf.IResolvable;
  /**
  * The subnets of the parent's network, in CIDR form. They exist outside of Netweft, so none is allocated.
  */
  readonly subnets: string[];
}
export interface MacvlanNetworkRef {
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

export function macvlanNetworkRefToTerraform(struct?: MacvlanNetworkRef): any {
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


export function macvlanNetworkRefToHclTerraform(struct?: MacvlanNetworkRef): any {
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

export class MacvlanNetworkRefOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): MacvlanNetworkRef | undefined {
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

  public set internalValue(value: MacvlanNetworkRef | undefined) {
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
* Represents a `netweft_macvlan_network`
*/
export class MacvlanNetwork extends binding.Resource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "netweft_macvlan_network";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a MacvlanNetwork resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the MacvlanNetwork to import
  * @param importFromId The id of the existing MacvlanNetwork that should be imported.
  * @param provider? Optional instance of the provider where the MacvlanNetwork to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "netweft_macvlan_network", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new `netweft_macvlan_network` Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options MacvlanNetworkConfig
  */
  public constructor(scope: Construct, id: string, config: MacvlanNetworkConfig) {
    [scope, id, config] = binding.argumentsOf('MacvlanNetwork', 'resource', 'netweft_macvlan_network', scope, id, config);
    super(scope, id, {
      terraformResourceType: 'netweft_macvlan_network',
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
    this._gateways = config.gateways;
    this._host = config.host;
    this._hostAddresses = config.hostAddresses;
    this._hostInterface = config.hostInterface;
    this._labels = config.labels;
    this._mode = config.mode;
    this._mtu = config.mtu;
    this._name = config.name;
    this._parent = config.parent;
    this._ranges = config.ranges;
    this._reserved = config.reserved;
    this._routerAdvertisements = config.routerAdvertisements;
    this._subnets = config.subnets;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // drift - computed: true, optional: false, required: false
  public get drift() {
    return this.getListAttribute('drift');
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

  // id - computed: true, optional: false, required: false
  public get id() {
    return this.getStringAttribute('id');
  }

  // incarnation - computed: true, optional: false, required: false
  public get incarnation() {
    return this.getStringAttribute('incarnation');
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

  // parent - computed: false, optional: false, required: true
  private _parent?: string;
  public get parent() {
    return this.getStringAttribute('parent');
  }
  public set parent(value: string) {
    this._parent = value;
  }
  // Temporarily expose input value. Use with caution.
  public get parentInput() {
    return this._parent;
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
  private _ref = new MacvlanNetworkRefOutputReference(this, "ref");
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

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      gateways: cdktf.listMapper(cdktf.stringToTerraform, false)(this._gateways),
      host: cdktf.stringToTerraform(this._host),
      host_addresses: cdktf.listMapper(cdktf.stringToTerraform, false)(this._hostAddresses),
      host_interface: cdktf.stringToTerraform(this._hostInterface),
      labels: cdktf.hashMapper(cdktf.stringToTerraform)(this._labels),
      mode: cdktf.stringToTerraform(this._mode),
      mtu: cdktf.numberToTerraform(this._mtu),
      name: cdktf.stringToTerraform(this._name),
      parent: cdktf.stringToTerraform(this._parent),
      ranges: cdktf.listMapper(cdktf.stringToTerraform, false)(this._ranges),
      reserved: cdktf.listMapper(cdktf.stringToTerraform, false)(this._reserved),
      router_advertisements: cdktf.booleanToTerraform(this._routerAdvertisements),
      subnets: cdktf.listMapper(cdktf.stringToTerraform, false)(this._subnets),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
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
      host_addresses: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._hostAddresses),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      host_interface: {
        value: cdktf.stringToHclTerraform(this._hostInterface),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      labels: {
        value: cdktf.hashMapperHcl(cdktf.stringToHclTerraform)(this._labels),
        isBlock: false,
        type: "map",
        storageClassType: "stringMap",
      },
      mode: {
        value: cdktf.stringToHclTerraform(this._mode),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
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
      parent: {
        value: cdktf.stringToHclTerraform(this._parent),
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
      subnets: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._subnets),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
