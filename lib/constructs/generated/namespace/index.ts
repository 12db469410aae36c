// Generated from the definitions in lib/resources by `npm run generate`. Do not edit.
import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface NamespaceConfig extends cdktf.TerraformMetaArguments {
  /**
  * The namespace's host.
  */
  readonly host?: string;
  /**
  * The namespace's name on its host, as `ip netns` shows it.
  */
  readonly name: string;
  /**
  * Adopts the namespace at this path instead of creating one. Otherwise: the namespace's path.
  */
  readonly path?: string;
  /**
  * Adopts the namespace of this process, for example of a running container, instead of creating one.
  */
  readonly pid?: number;
  /**
  * Kernel settings inside the namespace, `net.*` only. A setting that is no longer listed keeps its value.
  */
  readonly sysctls?: { [key: string]: string };
}
export interface NamespaceRef {
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

export function namespaceRefToTerraform(struct?: NamespaceRef): any {
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


export function namespaceRefToHclTerraform(struct?: NamespaceRef): any {
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

export class NamespaceRefOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): NamespaceRef | undefined {
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

  public set internalValue(value: NamespaceRef | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this._acceptRa = undefined;
      this._host = undefined;
      this._id = undefined;
      this._incarnation = undefined;
      this._name = undefined;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
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

/**
* Represents a `netweft_namespace`
*/
export class Namespace extends cdktf.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "netweft_namespace";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a Namespace resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the Namespace to import
  * @param importFromId The id of the existing Namespace that should be imported.
  * @param provider? Optional instance of the provider where the Namespace to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "netweft_namespace", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new `netweft_namespace` Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options NamespaceConfig
  */
  public constructor(scope: Construct, id: string, config: NamespaceConfig) {
    super(scope, id, {
      terraformResourceType: 'netweft_namespace',
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
    this._host = config.host;
    this._name = config.name;
    this._path = config.path;
    this._pid = config.pid;
    this._sysctls = config.sysctls;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // accept_ra - computed: true, optional: false, required: false
  private _acceptRa = new cdktf.StringMap(this, "accept_ra");
  public get acceptRa() {
    return this._acceptRa;
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

  // inode - computed: true, optional: false, required: false
  public get inode() {
    return this.getNumberAttribute('inode');
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

  // path - computed: true, optional: true, required: false
  private _path?: string;
  public get path() {
    return this.getStringAttribute('path');
  }
  public set path(value: string) {
    this._path = value;
  }
  public resetPath() {
    this._path = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get pathInput() {
    return this._path;
  }

  // pid - computed: false, optional: true, required: false
  private _pid?: number;
  public get pid() {
    return this.getNumberAttribute('pid');
  }
  public set pid(value: number) {
    this._pid = value;
  }
  public resetPid() {
    this._pid = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get pidInput() {
    return this._pid;
  }

  // ref - computed: true, optional: false, required: false
  private _ref = new NamespaceRefOutputReference(this, "ref");
  public get ref() {
    return this._ref;
  }

  // sysctls - computed: false, optional: true, required: false
  private _sysctls?: { [key: string]: string };
  public get sysctls() {
    return this.getStringMapAttribute('sysctls');
  }
  public set sysctls(value: { [key: string]: string }) {
    this._sysctls = value;
  }
  public resetSysctls() {
    this._sysctls = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get sysctlsInput() {
    return this._sysctls;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      host: cdktf.stringToTerraform(this._host),
      name: cdktf.stringToTerraform(this._name),
      path: cdktf.stringToTerraform(this._path),
      pid: cdktf.numberToTerraform(this._pid),
      sysctls: cdktf.hashMapper(cdktf.stringToTerraform)(this._sysctls),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
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
      path: {
        value: cdktf.stringToHclTerraform(this._path),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      pid: {
        value: cdktf.numberToHclTerraform(this._pid),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      sysctls: {
        value: cdktf.hashMapperHcl(cdktf.stringToHclTerraform)(this._sysctls),
        isBlock: false,
        type: "map",
        storageClassType: "stringMap",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
