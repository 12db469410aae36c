// Generated from the definitions in lib/resources by `npm run generate`. Do not edit.
import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface EndpointConfig extends cdktf.TerraformMetaArguments {
  /**
  * Its addresses, without prefix lengths. When absent, one in each subnet of the network is allocated. A changed list changes in place: only an address that goes loses its flows.
  */
  readonly addresses?: string[];
  /**
  * Whether the namespace's default routes go through this network's gateways. When absent: for `eth0` only.
  */
  readonly defaultRoute?: boolean | cdktf.IResolvable;
  /**
  * The name of the veth pair's end on the host; empty on a host network, where there is none. When absent, `nwe` and a hash; a pair that was imported keeps its own.
  */
  readonly hostInterface?: string;
  /**
  * The interface's name inside the namespace.
  */
  readonly interface?: string;
  /**
  * Whether it is kept apart from other isolated endpoints on the network. When absent, the network's `endpoint_isolation`.
  */
  readonly isolated?: boolean | cdktf.IResolvable;
  /**
  * Its hardware address. When absent, it is derived from the host, the namespace and the interface, and stays the same; an interface that was imported keeps its own.
  */
  readonly mac?: string;
  /**
  * What the endpoint is called on its network: the namespace's name when absent.
  */
  readonly name?: string;
  /**
  * The container's namespace: a `netweft_namespace` or its `ref`. Required, unless the network is a host network.
  */
  readonly namespace?: EndpointNamespace;
  /**
  * The network to join: a network resource or its `ref`. What follows from it, such as the mtu, changes in place; another network replaces the endpoint.
  */
  readonly network: EndpointNetwork;
}
export interface EndpointNamespace {
  /**
  * The host that the namespace is on.
  */
  readonly host?: string;
  /**
  * Which namespace it is: `host/name`.
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
      this._host = value.host;
      this._id = value.id;
      this._incarnation = value.incarnation;
      this._name = value.name;
    }
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
  * The bridge's interface name.
  */
  readonly bridgeName?: string;
  /**
  * Whether endpoints on the network are kept apart.
  */
  readonly endpointIsolation?: boolean | cdktf.IResolvable;
  /**
  * The network's gateways, at most one in each subnet.
  */
  readonly gateways?: string[];
  /**
  * The host that the network is on.
  */
  readonly host?: string;
  /**
  * Which network it is: `host/name`.
  */
  readonly id: string;
  /**
  * New whenever the network is created again.
  */
  readonly incarnation?: string;
  /**
  * The kind of network: `bridge` or `host`.
  */
  readonly kind?: string;
  /**
  * The largest packet on the network, in bytes.
  */
  readonly mtu?: number;
  /**
  * The network's name.
  */
  readonly name?: string;
  /**
  * The network's subnets.
  */
  readonly subnets?: string[];
}

export function endpointNetworkToTerraform(struct?: EndpointNetwork | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    bridge_name: cdktf.stringToTerraform(struct!.bridgeName),
    endpoint_isolation: cdktf.booleanToTerraform(struct!.endpointIsolation),
    gateways: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.gateways),
    host: cdktf.stringToTerraform(struct!.host),
    id: cdktf.stringToTerraform(struct!.id),
    incarnation: cdktf.stringToTerraform(struct!.incarnation),
    kind: cdktf.stringToTerraform(struct!.kind),
    mtu: cdktf.numberToTerraform(struct!.mtu),
    name: cdktf.stringToTerraform(struct!.name),
    subnets: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.subnets),
  }
}


export function endpointNetworkToHclTerraform(struct?: EndpointNetwork | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    bridge_name: {
      value: cdktf.stringToHclTerraform(struct!.bridgeName),
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
    kind: {
      value: cdktf.stringToHclTerraform(struct!.kind),
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
    subnets: {
      value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(struct!.subnets),
      isBlock: false,
      type: "list",
      storageClassType: "stringList",
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
    if (this._bridgeName !== undefined) {
      hasAnyValues = true;
      internalValueResult.bridgeName = this._bridgeName;
    }
    if (this._endpointIsolation !== undefined) {
      hasAnyValues = true;
      internalValueResult.endpointIsolation = this._endpointIsolation;
    }
    if (this._gateways !== undefined) {
      hasAnyValues = true;
      internalValueResult.gateways = this._gateways;
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
    if (this._kind !== undefined) {
      hasAnyValues = true;
      internalValueResult.kind = this._kind;
    }
    if (this._mtu !== undefined) {
      hasAnyValues = true;
      internalValueResult.mtu = this._mtu;
    }
    if (this._name !== undefined) {
      hasAnyValues = true;
      internalValueResult.name = this._name;
    }
    if (this._subnets !== undefined) {
      hasAnyValues = true;
      internalValueResult.subnets = this._subnets;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: EndpointNetwork | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._bridgeName = undefined;
      this._endpointIsolation = undefined;
      this._gateways = undefined;
      this._host = undefined;
      this._id = undefined;
      this._incarnation = undefined;
      this._kind = undefined;
      this._mtu = undefined;
      this._name = undefined;
      this._subnets = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._bridgeName = value.bridgeName;
      this._endpointIsolation = value.endpointIsolation;
      this._gateways = value.gateways;
      this._host = value.host;
      this._id = value.id;
      this._incarnation = value.incarnation;
      this._kind = value.kind;
      this._mtu = value.mtu;
      this._name = value.name;
      this._subnets = value.subnets;
    }
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
}

/**
* Represents a `netweft_endpoint`
*/
export class Endpoint extends cdktf.TerraformResource {

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
    super(scope, id, {
      terraformResourceType: 'netweft_endpoint',
      terraformGeneratorMetadata: {
        providerName: 'netweft',
        providerVersion: '0.1.0',
        providerVersionConstraint: '0.1.0'
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
    this._defaultRoute = config.defaultRoute;
    this._hostInterface = config.hostInterface;
    this._interface = config.interface;
    this._isolated = config.isolated;
    this._mac = config.mac;
    this._name = config.name;
    this._namespace.internalValue = config.namespace;
    this._network.internalValue = config.network;
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

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      addresses: cdktf.listMapper(cdktf.stringToTerraform, false)(this._addresses),
      default_route: cdktf.booleanToTerraform(this._defaultRoute),
      host_interface: cdktf.stringToTerraform(this._hostInterface),
      interface: cdktf.stringToTerraform(this._interface),
      isolated: cdktf.booleanToTerraform(this._isolated),
      mac: cdktf.stringToTerraform(this._mac),
      name: cdktf.stringToTerraform(this._name),
      namespace: endpointNamespaceToTerraform(this._namespace.internalValue),
      network: endpointNetworkToTerraform(this._network.internalValue),
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
      default_route: {
        value: cdktf.booleanToHclTerraform(this._defaultRoute),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      host_interface: {
        value: cdktf.stringToHclTerraform(this._hostInterface),
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
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
