// Generated from the definitions in lib/resources by `npm run generate`. Do not edit.
import { Construct } from 'constructs';
import * as cdktf from 'cdktf';
import * as binding from '../../binding';

// Configuration

export interface DataNetweftHostConfig extends cdktf.TerraformMetaArguments {
  /**
  * The host of the provider configuration to read.
  */
  readonly host?: string;
}

/**
* Represents a `netweft_host`
*/
export class DataNetweftHost extends binding.DataSource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "netweft_host";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a DataNetweftHost resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the DataNetweftHost to import
  * @param importFromId The id of the existing DataNetweftHost that should be imported.
  * @param provider? Optional instance of the provider where the DataNetweftHost to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "netweft_host", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new `netweft_host` Data Source
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options DataNetweftHostConfig = {}
  */
  public constructor(scope: Construct, id: string, config: DataNetweftHostConfig = {}) {
    [scope, id, config] = binding.argumentsOf('DataNetweftHost', 'data', 'netweft_host', scope, id, config);
    super(scope, id, {
      terraformResourceType: 'netweft_host',
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
    this._host = config.host;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // addresses - computed: true, optional: false, required: false
  public get addresses() {
    return this.getListAttribute('addresses');
  }

  // features - computed: true, optional: false, required: false
  public get features() {
    return cdktf.Fn.tolist(this.getListAttribute('features'));
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

  // interfaces - computed: true, optional: false, required: false
  public get interfaces() {
    return this.getListAttribute('interfaces');
  }

  // iproute2 - computed: true, optional: false, required: false
  public get iproute2() {
    return this.getStringAttribute('iproute2');
  }

  // kernel - computed: true, optional: false, required: false
  public get kernel() {
    return this.getStringAttribute('kernel');
  }

  // nftables - computed: true, optional: false, required: false
  public get nftables() {
    return this.getStringAttribute('nftables');
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      host: cdktf.stringToTerraform(this._host),
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
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
