// Generated from the definitions in lib/resources by `npm run generate`. Do not edit.
import { Construct } from 'constructs';
import * as cdktf from 'cdktf';
import * as binding from '../../binding';

// Configuration

export interface HostNetworkConfig extends cdktf.TerraformMetaArguments {
  /**
  * The host ports that are bound by programs without an endpoint here. Two binds of one port on one host are an error in the plan; under Terraform in the apply if both are created at the same moment.
  */
  readonly binds?: HostNetworkBinds[] | cdktf.IResolvable;
  /**
  * The host whose network is shared.
  */
  readonly host?: string;
  /**
  * The network's name.
  */
  readonly name?: string;
}
export interface HostNetworkBinds {
  /**
  * The host address that is bound; all addresses when absent.
  */
  readonly address?: string;
  /**
  * What binds it: free text for people.
  */
  readonly by?: string;
  /**
  * The port on the host.
  */
  readonly port: number;
  /**
  * `tcp`, `udp` or `sctp`.
  */
  readonly protocol?: string;
}

export function hostNetworkBindsToTerraform(struct?: HostNetworkBinds | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    address: cdktf.stringToTerraform(struct!.address),
    by: cdktf.stringToTerraform(struct!.by),
    port: cdktf.numberToTerraform(struct!.port),
    protocol: cdktf.stringToTerraform(struct!.protocol),
  }
}


export function hostNetworkBindsToHclTerraform(struct?: HostNetworkBinds | cdktf.IResolvable): any {
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
    by: {
      value: cdktf.stringToHclTerraform(struct!.by),
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
    protocol: {
      value: cdktf.stringToHclTerraform(struct!.protocol),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class HostNetworkBindsOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  * @param complexObjectIndex the index of this item in the list
  * @param complexObjectIsFromSet whether the list is wrapping a set (will add tolist() to be able to access an item via an index)
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string, complexObjectIndex: number, complexObjectIsFromSet: boolean) {
    super(terraformResource, terraformAttribute, complexObjectIsFromSet, complexObjectIndex);
  }

  public get internalValue(): HostNetworkBinds | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._address !== undefined) {
      hasAnyValues = true;
      internalValueResult.address = this._address;
    }
    if (this._by !== undefined) {
      hasAnyValues = true;
      internalValueResult.by = this._by;
    }
    if (this._port !== undefined) {
      hasAnyValues = true;
      internalValueResult.port = this._port;
    }
    if (this._protocol !== undefined) {
      hasAnyValues = true;
      internalValueResult.protocol = this._protocol;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: HostNetworkBinds | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._address = undefined;
      this._by = undefined;
      this._port = undefined;
      this._protocol = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._address = value.address;
      this._by = value.by;
      this._port = value.port;
      this._protocol = value.protocol;
    }
  }

  // address - computed: false, optional: true, required: false
  private _address?: string;
  public get address() {
    return this.getStringAttribute('address');
  }
  public set address(value: string) {
    this._address = value;
  }
  public resetAddress() {
    this._address = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get addressInput() {
    return this._address;
  }

  // by - computed: false, optional: true, required: false
  private _by?: string;
  public get by() {
    return this.getStringAttribute('by');
  }
  public set by(value: string) {
    this._by = value;
  }
  public resetBy() {
    this._by = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get byInput() {
    return this._by;
  }

  // port - computed: false, optional: false, required: true
  private _port?: number;
  public get port() {
    return this.getNumberAttribute('port');
  }
  public set port(value: number) {
    this._port = value;
  }
  // Temporarily expose input value. Use with caution.
  public get portInput() {
    return this._port;
  }

  // protocol - computed: true, optional: true, required: false
  private _protocol?: string;
  public get protocol() {
    return this.getStringAttribute('protocol');
  }
  public set protocol(value: string) {
    this._protocol = value;
  }
  public resetProtocol() {
    this._protocol = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get protocolInput() {
    return this._protocol;
  }
}

export class HostNetworkBindsList extends cdktf.ComplexList {
  public internalValue? : HostNetworkBinds[] | cdktf.IResolvable

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  * @param wrapsSet whether the list is wrapping a set (will add tolist() to be able to access an item via an index)
  */
  constructor(protected terraformResource: cdktf.IInterpolatingParent, protected terraformAttribute: string, protected wrapsSet: boolean) {
    super(terraformResource, terraformAttribute, wrapsSet)
  }

  /**
  * @param index the index of the item to return
  */
  public get(index: number): HostNetworkBindsOutputReference {
    return new HostNetworkBindsOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}
export interface HostNetworkRef {
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

export function hostNetworkRefToTerraform(struct?: HostNetworkRef): any {
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


export function hostNetworkRefToHclTerraform(struct?: HostNetworkRef): any {
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

export class HostNetworkRefOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): HostNetworkRef | undefined {
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

  public set internalValue(value: HostNetworkRef | undefined) {
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
* Represents a `netweft_host_network`
*/
export class HostNetwork extends binding.Resource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "netweft_host_network";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a HostNetwork resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the HostNetwork to import
  * @param importFromId The id of the existing HostNetwork that should be imported.
  * @param provider? Optional instance of the provider where the HostNetwork to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "netweft_host_network", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new `netweft_host_network` Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options HostNetworkConfig = {}
  */
  public constructor(scope: Construct, id: string, config: HostNetworkConfig = {}) {
    [scope, id, config] = binding.argumentsOf('HostNetwork', 'resource', 'netweft_host_network', scope, id, config);
    super(scope, id, {
      terraformResourceType: 'netweft_host_network',
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
    this._binds.internalValue = config.binds;
    this._host = config.host;
    this._name = config.name;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // addresses - computed: true, optional: false, required: false
  public get addresses() {
    return this.getListAttribute('addresses');
  }

  // binds - computed: false, optional: true, required: false
  private _binds = new HostNetworkBindsList(this, "binds", true);
  public get binds() {
    return this._binds;
  }
  public putBinds(value: HostNetworkBinds[] | cdktf.IResolvable) {
    this._binds.internalValue = value;
  }
  public resetBinds() {
    this._binds.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get bindsInput() {
    return this._binds.internalValue;
  }

  // drift - computed: true, optional: false, required: false
  public get drift() {
    return this.getListAttribute('drift');
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

  // id - computed: true, optional: false, required: false
  public get id() {
    return this.getStringAttribute('id');
  }

  // incarnation - computed: true, optional: false, required: false
  public get incarnation() {
    return this.getStringAttribute('incarnation');
  }

  // interfaces - computed: true, optional: false, required: false
  public get interfaces() {
    return this.getListAttribute('interfaces');
  }

  // kind - computed: true, optional: false, required: false
  public get kind() {
    return this.getStringAttribute('kind');
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

  // ref - computed: true, optional: false, required: false
  private _ref = new HostNetworkRefOutputReference(this, "ref");
  public get ref() {
    return this._ref;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      binds: cdktf.listMapper(hostNetworkBindsToTerraform, false)(this._binds.internalValue),
      host: cdktf.stringToTerraform(this._host),
      name: cdktf.stringToTerraform(this._name),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      binds: {
        value: cdktf.listMapperHcl(hostNetworkBindsToHclTerraform, false)(this._binds.internalValue),
        isBlock: true,
        type: "set",
        storageClassType: "HostNetworkBindsList",
      },
      host: {
        value: cdktf.stringToHclTerraform(this._host),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      name: {
        value: cdktf.stringToHclTerraform(this._name),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
