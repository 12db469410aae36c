// Generated from the definitions in lib/resources by `npm run generate`. Do not edit.
import { Construct } from 'constructs';
import * as cdktf from 'cdktf';
import * as binding from '../../binding';

// Configuration

export interface EndpointConfig extends cdktf.TerraformMetaArguments {
  /**
  * Its addresses; they may carry the prefix length of their subnet, which changes nothing. When absent, one in each subnet of the network is allocated; on a host network they are the host's own. A changed list changes in place: only a removed address loses its connections.
  */
  readonly addresses?: string[];
  /**
  * Other names that the network's name server resolves to it: Docker's `--network-alias`. Several endpoints of a network can share an alias: lookups return the addresses of all of them, in turn. A name belongs to one endpoint. Not on a macvlan network, which has no name server.
  */
  readonly aliases?: string[];
  /**
  * On a host network: the host ports that it binds. Two binds of one port on one host are an error in the plan; under Terraform in the apply if both are created at the same moment.
  */
  readonly binds?: EndpointBinds[] | cdktf.IResolvable;
  /**
  * Whether the namespace's default routes go through this network's gateways. When absent: true for `eth0`, unless its network is internal and accepts no connections, or is a macvlan network without gateways.
  */
  readonly defaultRoute?: boolean | cdktf.IResolvable;
  /**
  * The maximum rate at which it sends, in the same form. Not on a host network.
  */
  readonly egressRate?: string;
  /**
  * The name of the veth pair's end on the host; empty on a host network and on a macvlan network, where there is none. When absent, `nwe` and a hash; an imported pair keeps its own.
  */
  readonly hostInterface?: string;
  /**
  * The maximum rate at which it receives, such as "100mbit": bits per second on the wire, headers included, from 8kbit to 100gbit. The units are decimal: `bit`, `kbit`, `mbit`, `gbit`. Changes in place; no limit when absent. Not on a host network or a macvlan network.
  */
  readonly ingressRate?: string;
  /**
  * The interface's name inside the namespace: `eth0` when absent. Empty on a host network, where the endpoint has none.
  */
  readonly interface?: string;
  /**
  * Whether it is isolated from other isolated endpoints on the network. When absent, the network's `endpoint_isolation`. Not on an overlay network, nor on a macvlan network, whose `mode` says it for all.
  */
  readonly isolated?: boolean | cdktf.IResolvable;
  /**
  * Its hardware address. When absent, it is derived from the host, the namespace and the interface, on a macvlan or overlay network from its first address, and stays the same; an imported interface keeps its own.
  */
  readonly mac?: string;
  /**
  * The endpoint's name on its network: the namespace's name when absent.
  */
  readonly name?: string;
  /**
  * The container's namespace: a `netweft_namespace` or its `ref`. Required, unless the network is a host network, which has none.
  */
  readonly namespace?: EndpointNamespace;
  /**
  * The network to join: a network resource or its `ref`. Changes of its attributes, such as the mtu, are made in place; another network replaces the endpoint.
  */
  readonly network: EndpointNetwork;
  /**
  * Host ports that lead to the endpoint: from other hosts, from the host itself, from other networks and from the endpoint's own. On an interface without the default route, replies leave by that interface all the same: a routing table of its own and policy rules in the namespace see to it, for TCP and for UDP servers that are bound to every address. Not on an internal network or a macvlan network, and not on a host network, where `binds` lists the ports it uses.
  */
  readonly publish?: EndpointPublish[] | cdktf.IResolvable;
  /**
  * Routes of the namespace through this interface, besides the default route: networks behind a gateway that is on the network. Changed in place. Not on a host network.
  */
  readonly routes?: EndpointRoutes[] | cdktf.IResolvable;
}
export interface EndpointBinds {
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

export function endpointBindsToTerraform(struct?: EndpointBinds | cdktf.IResolvable): any {
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


export function endpointBindsToHclTerraform(struct?: EndpointBinds | cdktf.IResolvable): any {
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

export class EndpointBindsOutputReference extends cdktf.ComplexObject {
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

  public get internalValue(): EndpointBinds | cdktf.IResolvable | undefined {
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

  public set internalValue(value: EndpointBinds | cdktf.IResolvable | undefined) {
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

export class EndpointBindsList extends cdktf.ComplexList {
  public internalValue? : EndpointBinds[] | cdktf.IResolvable

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
  public get(index: number): EndpointBindsOutputReference {
    return new EndpointBindsOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}
export interface EndpointNamespace {
  /**
  * The `accept_ra` settings in the namespace's `sysctls`, by interface, or `default`: its endpoints do not change them.
  */
  readonly acceptRa?: { [key: string]: string };
  /**
  * The namespace's host.
  */
  readonly host?: string;
  /**
  * The namespace's id: `host/name`.
  */
  readonly id: string;
  /**
  * New whenever the namespace is created again.
  */
  readonly incarnation?: string;
  /**
  * The namespace's name on its host.
  */
  readonly name?: string;
}

export function endpointNamespaceToTerraform(struct?: EndpointNamespace | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    accept_ra: cdktf.hashMapper(cdktf.stringToTerraform)(struct!.acceptRa),
    host: cdktf.stringToTerraform(struct!.host),
    id: cdktf.stringToTerraform(struct!.id),
    incarnation: cdktf.stringToTerraform(struct!.incarnation),
    name: cdktf.stringToTerraform(struct!.name),
  }
}


export function endpointNamespaceToHclTerraform(struct?: EndpointNamespace | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    accept_ra: {
      value: cdktf.hashMapperHcl(cdktf.stringToHclTerraform)(struct!.acceptRa),
      isBlock: false,
      type: "map",
      storageClassType: "stringMap",
    },
    host: {
      value: cdktf.stringToHclTerraform(struct!.host),
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
    name: {
      value: cdktf.stringToHclTerraform(struct!.name),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class EndpointNamespaceOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): EndpointNamespace | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._acceptRa !== undefined) {
      hasAnyValues = true;
      internalValueResult.acceptRa = this._acceptRa;
    }
    if (this._host !== undefined) {
      hasAnyValues = true;
      internalValueResult.host = this._host;
    }
    if (this._id !== undefined) {
      hasAnyValues = true;
      internalValueResult.id = this._id;
    }
    if (this._incarnation !== undefined) {
      hasAnyValues = true;
      internalValueResult.incarnation = this._incarnation;
    }
    if (this._name !== undefined) {
      hasAnyValues = true;
      internalValueResult.name = this._name;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: EndpointNamespace | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._acceptRa = undefined;
      this._host = undefined;
      this._id = undefined;
      this._incarnation = undefined;
      this._name = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._acceptRa = value.acceptRa;
      this._host = value.host;
      this._id = value.id;
      this._incarnation = value.incarnation;
      this._name = value.name;
    }
  }

  // accept_ra - computed: true, optional: true, required: false
  private _acceptRa?: { [key: string]: string };
  public get acceptRa() {
    return this.getStringMapAttribute('accept_ra');
  }
  public set acceptRa(value: { [key: string]: string }) {
    this._acceptRa = value;
  }
  public resetAcceptRa() {
    this._acceptRa = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get acceptRaInput() {
    return this._acceptRa;
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

  // id - computed: false, optional: false, required: true
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
}
export interface EndpointNetwork {
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

export function endpointNetworkToTerraform(struct?: EndpointNetwork | cdktf.IResolvable): any {
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


export function endpointNetworkToHclTerraform(struct?: EndpointNetwork | cdktf.IResolvable): any {
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

export class EndpointNetworkOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): EndpointNetwork | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
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

  public set internalValue(value: EndpointNetwork | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
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
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
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

  // id - computed: false, optional: false, required: true
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
export interface EndpointPublish {
  /**
  * The host address on which the port is published; all addresses when absent, including those of the loopback interface over IPv4.
  */
  readonly hostIp?: string;
  /**
  * The port on the host.
  */
  readonly hostPort: number;
  /**
  * The endpoint's port.
  */
  readonly port: number;
  /**
  * The number of consecutive ports to publish, starting at `host_port` and `port`.
  */
  readonly portCount?: number;
  /**
  * `tcp`, `udp` or `sctp`.
  */
  readonly protocol?: string;
  /**
  * The addresses (`192.0.2.7`) and networks (`192.0.2.0/24`) from which the port can be used; every source when absent, no other client when empty. The host itself and, unless the network isolates its endpoints, the endpoint's own network need no entry; endpoints of other networks count by their own addresses.
  */
  readonly sources?: string[];
}

export function endpointPublishToTerraform(struct?: EndpointPublish | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    host_ip: cdktf.stringToTerraform(struct!.hostIp),
    host_port: cdktf.numberToTerraform(struct!.hostPort),
    port: cdktf.numberToTerraform(struct!.port),
    port_count: cdktf.numberToTerraform(struct!.portCount),
    protocol: cdktf.stringToTerraform(struct!.protocol),
    sources: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.sources),
  }
}


export function endpointPublishToHclTerraform(struct?: EndpointPublish | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    host_ip: {
      value: cdktf.stringToHclTerraform(struct!.hostIp),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    host_port: {
      value: cdktf.numberToHclTerraform(struct!.hostPort),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    port: {
      value: cdktf.numberToHclTerraform(struct!.port),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    port_count: {
      value: cdktf.numberToHclTerraform(struct!.portCount),
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
    sources: {
      value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(struct!.sources),
      isBlock: false,
      type: "set",
      storageClassType: "stringList",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class EndpointPublishOutputReference extends cdktf.ComplexObject {
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

  public get internalValue(): EndpointPublish | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._hostIp !== undefined) {
      hasAnyValues = true;
      internalValueResult.hostIp = this._hostIp;
    }
    if (this._hostPort !== undefined) {
      hasAnyValues = true;
      internalValueResult.hostPort = this._hostPort;
    }
    if (this._port !== undefined) {
      hasAnyValues = true;
      internalValueResult.port = this._port;
    }
    if (this._portCount !== undefined) {
      hasAnyValues = true;
      internalValueResult.portCount = this._portCount;
    }
    if (this._protocol !== undefined) {
      hasAnyValues = true;
      internalValueResult.protocol = this._protocol;
    }
    if (this._sources !== undefined) {
      hasAnyValues = true;
      internalValueResult.sources = this._sources;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: EndpointPublish | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._hostIp = undefined;
      this._hostPort = undefined;
      this._port = undefined;
      this._portCount = undefined;
      this._protocol = undefined;
      this._sources = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._hostIp = value.hostIp;
      this._hostPort = value.hostPort;
      this._port = value.port;
      this._portCount = value.portCount;
      this._protocol = value.protocol;
      this._sources = value.sources;
    }
  }

  // host_ip - computed: true, optional: true, required: false
  private _hostIp?: string;
  public get hostIp() {
    return this.getStringAttribute('host_ip');
  }
  public set hostIp(value: string) {
    this._hostIp = value;
  }
  public resetHostIp() {
    this._hostIp = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get hostIpInput() {
    return this._hostIp;
  }

  // host_port - computed: true, optional: false, required: true
  private _hostPort?: number;
  public get hostPort() {
    return this.getNumberAttribute('host_port');
  }
  public set hostPort(value: number) {
    this._hostPort = value;
  }
  // Temporarily expose input value. Use with caution.
  public get hostPortInput() {
    return this._hostPort;
  }

  // port - computed: true, optional: false, required: true
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

  // port_count - computed: true, optional: true, required: false
  private _portCount?: number;
  public get portCount() {
    return this.getNumberAttribute('port_count');
  }
  public set portCount(value: number) {
    this._portCount = value;
  }
  public resetPortCount() {
    this._portCount = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get portCountInput() {
    return this._portCount;
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

  // sources - computed: true, optional: true, required: false
  private _sources?: string[];
  public get sources() {
    return cdktf.Fn.tolist(this.getListAttribute('sources'));
  }
  public set sources(value: string[]) {
    this._sources = value;
  }
  public resetSources() {
    this._sources = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get sourcesInput() {
    return this._sources;
  }
}

export class EndpointPublishList extends cdktf.ComplexList {
  public internalValue? : EndpointPublish[] | cdktf.IResolvable

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
  public get(index: number): EndpointPublishOutputReference {
    return new EndpointPublishOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}
export interface EndpointRoutesRules {
  /**
  * The source address or network of the packets.
  */
  readonly from?: string;
  /**
  * Their firewall mark.
  */
  readonly fwmark?: number;
  /**
  * The interface that they arrive by; `lo` for those of the place itself.
  */
  readonly iif?: string;
  /**
  * The bits of `fwmark` that are compared; all of them when absent.
  */
  readonly mask?: number;
  /**
  * Rules are consulted by rising priority; the rule of the main table has 32766.
  */
  readonly priority?: number;
  /**
  * Their destination address or network.
  */
  readonly to?: string;
}

export function endpointRoutesRulesToTerraform(struct?: EndpointRoutesRules | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    from: cdktf.stringToTerraform(struct!.from),
    fwmark: cdktf.numberToTerraform(struct!.fwmark),
    iif: cdktf.stringToTerraform(struct!.iif),
    mask: cdktf.numberToTerraform(struct!.mask),
    priority: cdktf.numberToTerraform(struct!.priority),
    to: cdktf.stringToTerraform(struct!.to),
  }
}


export function endpointRoutesRulesToHclTerraform(struct?: EndpointRoutesRules | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    from: {
      value: cdktf.stringToHclTerraform(struct!.from),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    fwmark: {
      value: cdktf.numberToHclTerraform(struct!.fwmark),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    iif: {
      value: cdktf.stringToHclTerraform(struct!.iif),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    mask: {
      value: cdktf.numberToHclTerraform(struct!.mask),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    priority: {
      value: cdktf.numberToHclTerraform(struct!.priority),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    to: {
      value: cdktf.stringToHclTerraform(struct!.to),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class EndpointRoutesRulesOutputReference extends cdktf.ComplexObject {
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

  public get internalValue(): EndpointRoutesRules | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._from !== undefined) {
      hasAnyValues = true;
      internalValueResult.from = this._from;
    }
    if (this._fwmark !== undefined) {
      hasAnyValues = true;
      internalValueResult.fwmark = this._fwmark;
    }
    if (this._iif !== undefined) {
      hasAnyValues = true;
      internalValueResult.iif = this._iif;
    }
    if (this._mask !== undefined) {
      hasAnyValues = true;
      internalValueResult.mask = this._mask;
    }
    if (this._priority !== undefined) {
      hasAnyValues = true;
      internalValueResult.priority = this._priority;
    }
    if (this._to !== undefined) {
      hasAnyValues = true;
      internalValueResult.to = this._to;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: EndpointRoutesRules | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._from = undefined;
      this._fwmark = undefined;
      this._iif = undefined;
      this._mask = undefined;
      this._priority = undefined;
      this._to = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._from = value.from;
      this._fwmark = value.fwmark;
      this._iif = value.iif;
      this._mask = value.mask;
      this._priority = value.priority;
      this._to = value.to;
    }
  }

  // from - computed: false, optional: true, required: false
  private _from?: string;
  public get from() {
    return this.getStringAttribute('from');
  }
  public set from(value: string) {
    this._from = value;
  }
  public resetFrom() {
    this._from = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get fromInput() {
    return this._from;
  }

  // fwmark - computed: false, optional: true, required: false
  private _fwmark?: number;
  public get fwmark() {
    return this.getNumberAttribute('fwmark');
  }
  public set fwmark(value: number) {
    this._fwmark = value;
  }
  public resetFwmark() {
    this._fwmark = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get fwmarkInput() {
    return this._fwmark;
  }

  // iif - computed: false, optional: true, required: false
  private _iif?: string;
  public get iif() {
    return this.getStringAttribute('iif');
  }
  public set iif(value: string) {
    this._iif = value;
  }
  public resetIif() {
    this._iif = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get iifInput() {
    return this._iif;
  }

  // mask - computed: false, optional: true, required: false
  private _mask?: number;
  public get mask() {
    return this.getNumberAttribute('mask');
  }
  public set mask(value: number) {
    this._mask = value;
  }
  public resetMask() {
    this._mask = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get maskInput() {
    return this._mask;
  }

  // priority - computed: true, optional: true, required: false
  private _priority?: number;
  public get priority() {
    return this.getNumberAttribute('priority');
  }
  public set priority(value: number) {
    this._priority = value;
  }
  public resetPriority() {
    this._priority = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get priorityInput() {
    return this._priority;
  }

  // to - computed: false, optional: true, required: false
  private _to?: string;
  public get to() {
    return this.getStringAttribute('to');
  }
  public set to(value: string) {
    this._to = value;
  }
  public resetTo() {
    this._to = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get toInput() {
    return this._to;
  }
}

export class EndpointRoutesRulesList extends cdktf.ComplexList {
  public internalValue? : EndpointRoutesRules[] | cdktf.IResolvable

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
  public get(index: number): EndpointRoutesRulesOutputReference {
    return new EndpointRoutesRulesOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}
export interface EndpointRoutes {
  /**
  * The destination network; `0.0.0.0/0` or `::/0` for a default route.
  */
  readonly destination: string;
  /**
  * Of routes with one destination and table, the one with the lowest metric is used. When absent, 0 in IPv4 and 1024 in IPv6.
  */
  readonly metric?: number;
  /**
  * Policy rules that send packets to `table`. Routes of one table may repeat a rule: it exists once.
  */
  readonly rules?: EndpointRoutesRules[] | cdktf.IResolvable;
  /**
  * The preferred source address of connections that are opened from here: one of the place's own addresses.
  */
  readonly source?: string;
  /**
  * The routing table; the main table (254) when absent, never 255, which is the kernel's. Another one is used only by packets that a policy rule sends there: see `rules`.
  */
  readonly table?: number;
  /**
  * `unicast`; `blackhole`, which drops packets silently; or `unreachable`, which tells their senders.
  */
  readonly type?: string;
  /**
  * The gateway: an address in a network of the interface. When absent, the destination itself is on the interface's link.
  */
  readonly via?: string;
}

export function endpointRoutesToTerraform(struct?: EndpointRoutes | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    destination: cdktf.stringToTerraform(struct!.destination),
    metric: cdktf.numberToTerraform(struct!.metric),
    rules: cdktf.listMapper(endpointRoutesRulesToTerraform, false)(struct!.rules),
    source: cdktf.stringToTerraform(struct!.source),
    table: cdktf.numberToTerraform(struct!.table),
    type: cdktf.stringToTerraform(struct!.type),
    via: cdktf.stringToTerraform(struct!.via),
  }
}


export function endpointRoutesToHclTerraform(struct?: EndpointRoutes | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    destination: {
      value: cdktf.stringToHclTerraform(struct!.destination),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    metric: {
      value: cdktf.numberToHclTerraform(struct!.metric),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    rules: {
      value: cdktf.listMapperHcl(endpointRoutesRulesToHclTerraform, false)(struct!.rules),
      isBlock: true,
      type: "list",
      storageClassType: "EndpointRoutesRulesList",
    },
    source: {
      value: cdktf.stringToHclTerraform(struct!.source),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    table: {
      value: cdktf.numberToHclTerraform(struct!.table),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    type: {
      value: cdktf.stringToHclTerraform(struct!.type),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    via: {
      value: cdktf.stringToHclTerraform(struct!.via),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class EndpointRoutesOutputReference extends cdktf.ComplexObject {
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

  public get internalValue(): EndpointRoutes | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._destination !== undefined) {
      hasAnyValues = true;
      internalValueResult.destination = this._destination;
    }
    if (this._metric !== undefined) {
      hasAnyValues = true;
      internalValueResult.metric = this._metric;
    }
    if (this._rules?.internalValue !== undefined) {
      hasAnyValues = true;
      internalValueResult.rules = this._rules?.internalValue;
    }
    if (this._source !== undefined) {
      hasAnyValues = true;
      internalValueResult.source = this._source;
    }
    if (this._table !== undefined) {
      hasAnyValues = true;
      internalValueResult.table = this._table;
    }
    if (this._type !== undefined) {
      hasAnyValues = true;
      internalValueResult.type = this._type;
    }
    if (this._via !== undefined) {
      hasAnyValues = true;
      internalValueResult.via = this._via;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: EndpointRoutes | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._destination = undefined;
      this._metric = undefined;
      this._rules.internalValue = undefined;
      this._source = undefined;
      this._table = undefined;
      this._type = undefined;
      this._via = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._destination = value.destination;
      this._metric = value.metric;
      this._rules.internalValue = value.rules;
      this._source = value.source;
      this._table = value.table;
      this._type = value.type;
      this._via = value.via;
    }
  }

  // destination - computed: false, optional: false, required: true
  private _destination?: string;
  public get destination() {
    return this.getStringAttribute('destination');
  }
  public set destination(value: string) {
    this._destination = value;
  }
  // Temporarily expose input value. Use with caution.
  public get destinationInput() {
    return this._destination;
  }

  // metric - computed: false, optional: true, required: false
  private _metric?: number;
  public get metric() {
    return this.getNumberAttribute('metric');
  }
  public set metric(value: number) {
    this._metric = value;
  }
  public resetMetric() {
    this._metric = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get metricInput() {
    return this._metric;
  }

  // rules - computed: false, optional: true, required: false
  private _rules = new EndpointRoutesRulesList(this, "rules", false);
  public get rules() {
    return this._rules;
  }
  public putRules(value: EndpointRoutesRules[] | cdktf.IResolvable) {
    this._rules.internalValue = value;
  }
  public resetRules() {
    this._rules.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get rulesInput() {
    return this._rules.internalValue;
  }

  // source - computed: false, optional: true, required: false
  private _source?: string;
  public get source() {
    return this.getStringAttribute('source');
  }
  public set source(value: string) {
    this._source = value;
  }
  public resetSource() {
    this._source = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get sourceInput() {
    return this._source;
  }

  // table - computed: false, optional: true, required: false
  private _table?: number;
  public get table() {
    return this.getNumberAttribute('table');
  }
  public set table(value: number) {
    this._table = value;
  }
  public resetTable() {
    this._table = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get tableInput() {
    return this._table;
  }

  // type - computed: true, optional: true, required: false
  private _type?: string;
  public get type() {
    return this.getStringAttribute('type');
  }
  public set type(value: string) {
    this._type = value;
  }
  public resetType() {
    this._type = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get typeInput() {
    return this._type;
  }

  // via - computed: false, optional: true, required: false
  private _via?: string;
  public get via() {
    return this.getStringAttribute('via');
  }
  public set via(value: string) {
    this._via = value;
  }
  public resetVia() {
    this._via = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get viaInput() {
    return this._via;
  }
}

export class EndpointRoutesList extends cdktf.ComplexList {
  public internalValue? : EndpointRoutes[] | cdktf.IResolvable

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
  public get(index: number): EndpointRoutesOutputReference {
    return new EndpointRoutesOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}

/**
* Represents a `netweft_endpoint`
*/
export class Endpoint extends binding.Resource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "netweft_endpoint";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a Endpoint resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the Endpoint to import
  * @param importFromId The id of the existing Endpoint that should be imported.
  * @param provider? Optional instance of the provider where the Endpoint to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "netweft_endpoint", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new `netweft_endpoint` Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options EndpointConfig
  */
  public constructor(scope: Construct, id: string, config: EndpointConfig) {
    [scope, id, config] = binding.argumentsOf('Endpoint', 'resource', 'netweft_endpoint', scope, id, config);
    super(scope, id, {
      terraformResourceType: 'netweft_endpoint',
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
    this._addresses = config.addresses;
    this._aliases = config.aliases;
    this._binds.internalValue = config.binds;
    this._defaultRoute = config.defaultRoute;
    this._egressRate = config.egressRate;
    this._hostInterface = config.hostInterface;
    this._ingressRate = config.ingressRate;
    this._interface = config.interface;
    this._isolated = config.isolated;
    this._mac = config.mac;
    this._name = config.name;
    this._namespace.internalValue = config.namespace;
    this._network.internalValue = config.network;
    this._publish.internalValue = config.publish;
    this._routes.internalValue = config.routes;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // addresses - computed: true, optional: true, required: false
  private _addresses?: string[];
  public get addresses() {
    return this.getListAttribute('addresses');
  }
  public set addresses(value: string[]) {
    this._addresses = value;
  }
  public resetAddresses() {
    this._addresses = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get addressesInput() {
    return this._addresses;
  }

  // aliases - computed: false, optional: true, required: false
  private _aliases?: string[];
  public get aliases() {
    return cdktf.Fn.tolist(this.getListAttribute('aliases'));
  }
  public set aliases(value: string[]) {
    this._aliases = value;
  }
  public resetAliases() {
    this._aliases = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get aliasesInput() {
    return this._aliases;
  }

  // binds - computed: false, optional: true, required: false
  private _binds = new EndpointBindsList(this, "binds", true);
  public get binds() {
    return this._binds;
  }
  public putBinds(value: EndpointBinds[] | cdktf.IResolvable) {
    this._binds.internalValue = value;
  }
  public resetBinds() {
    this._binds.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get bindsInput() {
    return this._binds.internalValue;
  }

  // default_route - computed: true, optional: true, required: false
  private _defaultRoute?: boolean | cdktf.IResolvable;
  public get defaultRoute() {
    return this.getBooleanAttribute('default_route');
  }
  public set defaultRoute(value: boolean | cdktf.IResolvable) {
    this._defaultRoute = value;
  }
  public resetDefaultRoute() {
    this._defaultRoute = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get defaultRouteInput() {
    return this._defaultRoute;
  }

  // drift - computed: true, optional: false, required: false
  public get drift() {
    return this.getListAttribute('drift');
  }

  // egress_rate - computed: false, optional: true, required: false
  private _egressRate?: string;
  public get egressRate() {
    return this.getStringAttribute('egress_rate');
  }
  public set egressRate(value: string) {
    this._egressRate = value;
  }
  public resetEgressRate() {
    this._egressRate = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get egressRateInput() {
    return this._egressRate;
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

  // ingress_rate - computed: false, optional: true, required: false
  private _ingressRate?: string;
  public get ingressRate() {
    return this.getStringAttribute('ingress_rate');
  }
  public set ingressRate(value: string) {
    this._ingressRate = value;
  }
  public resetIngressRate() {
    this._ingressRate = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get ingressRateInput() {
    return this._ingressRate;
  }

  // interface - computed: true, optional: true, required: false
  private _interface?: string;
  public get interface() {
    return this.getStringAttribute('interface');
  }
  public set interface(value: string) {
    this._interface = value;
  }
  public resetInterface() {
    this._interface = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get interfaceInput() {
    return this._interface;
  }

  // isolated - computed: true, optional: true, required: false
  private _isolated?: boolean | cdktf.IResolvable;
  public get isolated() {
    return this.getBooleanAttribute('isolated');
  }
  public set isolated(value: boolean | cdktf.IResolvable) {
    this._isolated = value;
  }
  public resetIsolated() {
    this._isolated = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get isolatedInput() {
    return this._isolated;
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

  // namespace - computed: false, optional: true, required: false
  private _namespace = new EndpointNamespaceOutputReference(this, "namespace");
  public get namespace() {
    return this._namespace;
  }
  public putNamespace(value: EndpointNamespace) {
    this._namespace.internalValue = value;
  }
  public resetNamespace() {
    this._namespace.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get namespaceInput() {
    return this._namespace.internalValue;
  }

  // network - computed: false, optional: false, required: true
  private _network = new EndpointNetworkOutputReference(this, "network");
  public get network() {
    return this._network;
  }
  public putNetwork(value: EndpointNetwork) {
    this._network.internalValue = value;
  }
  // Temporarily expose input value. Use with caution.
  public get networkInput() {
    return this._network.internalValue;
  }

  // publish - computed: true, optional: true, required: false
  private _publish = new EndpointPublishList(this, "publish", true);
  public get publish() {
    return this._publish;
  }
  public putPublish(value: EndpointPublish[] | cdktf.IResolvable) {
    this._publish.internalValue = value;
  }
  public resetPublish() {
    this._publish.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get publishInput() {
    return this._publish.internalValue;
  }

  // routes - computed: false, optional: true, required: false
  private _routes = new EndpointRoutesList(this, "routes", false);
  public get routes() {
    return this._routes;
  }
  public putRoutes(value: EndpointRoutes[] | cdktf.IResolvable) {
    this._routes.internalValue = value;
  }
  public resetRoutes() {
    this._routes.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get routesInput() {
    return this._routes.internalValue;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      addresses: cdktf.listMapper(cdktf.stringToTerraform, false)(this._addresses),
      aliases: cdktf.listMapper(cdktf.stringToTerraform, false)(this._aliases),
      binds: cdktf.listMapper(endpointBindsToTerraform, false)(this._binds.internalValue),
      default_route: cdktf.booleanToTerraform(this._defaultRoute),
      egress_rate: cdktf.stringToTerraform(this._egressRate),
      host_interface: cdktf.stringToTerraform(this._hostInterface),
      ingress_rate: cdktf.stringToTerraform(this._ingressRate),
      interface: cdktf.stringToTerraform(this._interface),
      isolated: cdktf.booleanToTerraform(this._isolated),
      mac: cdktf.stringToTerraform(this._mac),
      name: cdktf.stringToTerraform(this._name),
      namespace: endpointNamespaceToTerraform(this._namespace.internalValue),
      network: endpointNetworkToTerraform(this._network.internalValue),
      publish: cdktf.listMapper(endpointPublishToTerraform, false)(this._publish.internalValue),
      routes: cdktf.listMapper(endpointRoutesToTerraform, false)(this._routes.internalValue),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      addresses: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._addresses),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      aliases: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._aliases),
        isBlock: false,
        type: "set",
        storageClassType: "stringList",
      },
      binds: {
        value: cdktf.listMapperHcl(endpointBindsToHclTerraform, false)(this._binds.internalValue),
        isBlock: true,
        type: "set",
        storageClassType: "EndpointBindsList",
      },
      default_route: {
        value: cdktf.booleanToHclTerraform(this._defaultRoute),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      egress_rate: {
        value: cdktf.stringToHclTerraform(this._egressRate),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      host_interface: {
        value: cdktf.stringToHclTerraform(this._hostInterface),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      ingress_rate: {
        value: cdktf.stringToHclTerraform(this._ingressRate),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      interface: {
        value: cdktf.stringToHclTerraform(this._interface),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      isolated: {
        value: cdktf.booleanToHclTerraform(this._isolated),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      mac: {
        value: cdktf.stringToHclTerraform(this._mac),
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
      namespace: {
        value: endpointNamespaceToHclTerraform(this._namespace.internalValue),
        isBlock: true,
        type: "struct",
        storageClassType: "EndpointNamespace",
      },
      network: {
        value: endpointNetworkToHclTerraform(this._network.internalValue),
        isBlock: true,
        type: "struct",
        storageClassType: "EndpointNetwork",
      },
      publish: {
        value: cdktf.listMapperHcl(endpointPublishToHclTerraform, false)(this._publish.internalValue),
        isBlock: true,
        type: "set",
        storageClassType: "EndpointPublishList",
      },
      routes: {
        value: cdktf.listMapperHcl(endpointRoutesToHclTerraform, false)(this._routes.internalValue),
        isBlock: true,
        type: "list",
        storageClassType: "EndpointRoutesList",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
