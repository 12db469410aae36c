// Generated from the definitions in lib/resources by `npm run generate`. Do not edit.
import { Construct } from 'constructs';
import * as cdktf from 'cdktf';
import * as binding from '../../binding';

// Configuration

export interface RouteConfig extends cdktf.TerraformMetaArguments {
  /**
  * The destination network; `0.0.0.0/0` or `::/0` for a default route.
  */
  readonly destination: string;
  /**
  * The interface. Refer to the attribute of the resource that makes it: the `interface` of an endpoint, the `bridge_name` of a network. When absent, the one that `via` is on.
  */
  readonly dev?: string;
  /**
  * The host that has the route. When absent, that of the namespace, without one `local`.
  */
  readonly host?: string;
  /**
  * Of routes with one destination and table, the one with the lowest metric is used. When absent, 0 in IPv4 and 1024 in IPv6.
  */
  readonly metric?: number;
  /**
  * The namespace that has the route: a `netweft_namespace` or its `ref`. When absent, the host itself has it.
  */
  readonly namespace?: RouteNamespace;
  /**
  * Policy rules that send packets to `table`. Routes of one table may repeat a rule: it exists once.
  */
  readonly rules?: RouteRules[] | cdktf.IResolvable;
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
export interface RouteNamespace {
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

export function routeNamespaceToTerraform(struct?: RouteNamespace | cdktf.IResolvable): any {
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


export function routeNamespaceToHclTerraform(struct?: RouteNamespace | cdktf.IResolvable): any {
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

export class RouteNamespaceOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): RouteNamespace | cdktf.IResolvable | undefined {
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

  public set internalValue(value: RouteNamespace | cdktf.IResolvable | undefined) {
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
export interface RouteRules {
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

export function routeRulesToTerraform(struct?: RouteRules | cdktf.IResolvable): any {
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


export function routeRulesToHclTerraform(struct?: RouteRules | cdktf.IResolvable): any {
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

export class RouteRulesOutputReference extends cdktf.ComplexObject {
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

  public get internalValue(): RouteRules | cdktf.IResolvable | undefined {
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

  public set internalValue(value: RouteRules | cdktf.IResolvable | undefined) {
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

export class RouteRulesList extends cdktf.ComplexList {
  public internalValue? : RouteRules[] | cdktf.IResolvable

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
  public get(index: number): RouteRulesOutputReference {
    return new RouteRulesOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}

/**
* Represents a `netweft_route`
*/
export class Route extends binding.Resource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "netweft_route";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a Route resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the Route to import
  * @param importFromId The id of the existing Route that should be imported.
  * @param provider? Optional instance of the provider where the Route to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "netweft_route", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new `netweft_route` Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options RouteConfig
  */
  public constructor(scope: Construct, id: string, config: RouteConfig) {
    [scope, id, config] = binding.argumentsOf('Route', 'resource', 'netweft_route', scope, id, config);
    super(scope, id, {
      terraformResourceType: 'netweft_route',
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
    this._destination = config.destination;
    this._dev = config.dev;
    this._host = config.host;
    this._metric = config.metric;
    this._namespace.internalValue = config.namespace;
    this._rules.internalValue = config.rules;
    this._source = config.source;
    this._table = config.table;
    this._type = config.type;
    this._via = config.via;
  }

  // ==========
  // ATTRIBUTES
  // ==========

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

  // dev - computed: false, optional: true, required: false
  private _dev?: string;
  public get dev() {
    return this.getStringAttribute('dev');
  }
  public set dev(value: string) {
    this._dev = value;
  }
  public resetDev() {
    this._dev = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get devInput() {
    return this._dev;
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

  // namespace - computed: false, optional: true, required: false
  private _namespace = new RouteNamespaceOutputReference(this, "namespace");
  public get namespace() {
    return this._namespace;
  }
  public putNamespace(value: RouteNamespace) {
    this._namespace.internalValue = value;
  }
  public resetNamespace() {
    this._namespace.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get namespaceInput() {
    return this._namespace.internalValue;
  }

  // rules - computed: false, optional: true, required: false
  private _rules = new RouteRulesList(this, "rules", false);
  public get rules() {
    return this._rules;
  }
  public putRules(value: RouteRules[] | cdktf.IResolvable) {
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

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      destination: cdktf.stringToTerraform(this._destination),
      dev: cdktf.stringToTerraform(this._dev),
      host: cdktf.stringToTerraform(this._host),
      metric: cdktf.numberToTerraform(this._metric),
      namespace: routeNamespaceToTerraform(this._namespace.internalValue),
      rules: cdktf.listMapper(routeRulesToTerraform, false)(this._rules.internalValue),
      source: cdktf.stringToTerraform(this._source),
      table: cdktf.numberToTerraform(this._table),
      type: cdktf.stringToTerraform(this._type),
      via: cdktf.stringToTerraform(this._via),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      destination: {
        value: cdktf.stringToHclTerraform(this._destination),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      dev: {
        value: cdktf.stringToHclTerraform(this._dev),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      host: {
        value: cdktf.stringToHclTerraform(this._host),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      metric: {
        value: cdktf.numberToHclTerraform(this._metric),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      namespace: {
        value: routeNamespaceToHclTerraform(this._namespace.internalValue),
        isBlock: true,
        type: "struct",
        storageClassType: "RouteNamespace",
      },
      rules: {
        value: cdktf.listMapperHcl(routeRulesToHclTerraform, false)(this._rules.internalValue),
        isBlock: true,
        type: "list",
        storageClassType: "RouteRulesList",
      },
      source: {
        value: cdktf.stringToHclTerraform(this._source),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      table: {
        value: cdktf.numberToHclTerraform(this._table),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      type: {
        value: cdktf.stringToHclTerraform(this._type),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      via: {
        value: cdktf.stringToHclTerraform(this._via),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
