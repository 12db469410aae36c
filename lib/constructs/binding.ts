/** What the generated bindings do besides what their generator writes: they check their arguments, and record the user's line. */
import { TerraformDataSource, TerraformResource, TerraformStack, type TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { dataSources, resources } from "../resources";
import { providerFields } from "../resources/provider";
import type { Fields } from "../schema/type";
import { limbo, placedBelow } from "./place";
import { checkProps, propsOf } from "./props";
import { userLine } from "./source";

/** The blocks of a configuration that there are bindings for. */
type Section = "resource" | "data" | "provider";

const settings = (type: string): Record<Section, Fields | undefined> => ({
  resource: resources[type]?.fields,
  data: dataSources[type]?.fields,
  provider: providerFields,
});

const metaArguments = new Set<string>([
  ...(["connection", "count", "dependsOn", "forEach", "lifecycle", "provider", "provisioners"] satisfies (keyof TerraformMetaArguments)[]),
  "alias",
]);

const checked = new WeakSet<object>();

/** Settings that a construct has checked, with more than their types: its binding does not check them once more. */
export function alreadyChecked<C extends object>(config: C): C {
  checked.add(config);
  return config;
}

/** The arguments with which a binding can be made: those that were given, unless they are refused. Called by generated code. */
export function argumentsOf<C extends object>(
  kind: string,
  section: Section,
  type: string,
  scope: Construct,
  id: string,
  config: C,
): [Construct, string, C] {
  if (checked.has(config)) return [scope, id, config];
  const place = placedBelow(kind, (one) => TerraformStack.isStack(one), scope, id);
  const what = place[0] === limbo() ? `${kind} "${id}"` : `${kind} "${place[0].node.path}/${id}"`;
  // Without settings, the required attributes are what is missing.
  const props = propsOf(what, (config as C | undefined) ?? ({} as C), "config");
  const own = Object.entries(props).filter(([name]) => metaArguments.has(name));
  const others = Object.fromEntries(Object.entries(props).filter(([name]) => !metaArguments.has(name)));
  const { valid } = checkProps(what, { fields: settings(type)[section] ?? {} }, others);
  return [...place, { ...valid, ...Object.fromEntries(own) } as C];
}

/** The base of the bindings of resources. */
export abstract class Resource extends TerraformResource {
  readonly #line = userLine();

  /** With the user's line, for the diagnostics of plans. */
  protected override get constructNodeMetadata(): { [key: string]: unknown } {
    return withLine(super.constructNodeMetadata, this.#line);
  }
}

/** The base of the bindings of data sources. */
export abstract class DataSource extends TerraformDataSource {
  readonly #line = userLine();

  /** With the user's line, for the diagnostics of plans. */
  protected override get constructNodeMetadata(): { [key: string]: unknown } {
    return withLine(super.constructNodeMetadata, this.#line);
  }
}

function withLine(node: { readonly metadata?: object }, line: string | undefined) {
  return line === undefined ? node : { ...node, metadata: { ...node.metadata, stackTrace: [line] } };
}
