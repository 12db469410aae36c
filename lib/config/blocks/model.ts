/** A parsed configuration: every kind of block with its own type, not evaluated yet. */
import type { Path, Where } from "../../diagnostic";
import type { Fields } from "../../schema/type";
import type { Draft } from "../../schema/value";
import type { Body } from "../document/body";
import type { Node, Reference } from "../language/ast";
import type { Typed } from "../values/typed";
import type { Constraint } from "./constraint";

export type Attributes = readonly (readonly [name: string, value: Body])[];

/** A condition and its error message. */
export interface Condition {
  readonly condition: Body;
  readonly message: Body;
  /** The block's path in its owner. */
  readonly path: Path;
}

/** A bare reference, as in `depends_on`. */
export interface Dependency {
  readonly reference: Reference;
  readonly path: Path;
}

/** One entry of `replace_triggered_by`: a block, an instance whose key may depend on `each` and `count`, or an attribute of either. */
export interface Trigger {
  readonly block: string;
  readonly key?: Node;
  readonly attribute: Path;
  readonly text: string;
  readonly path: Path;
}

export interface LifecycleBlock {
  readonly createBeforeDestroy: boolean;
  readonly preventDestroy: boolean;
  readonly ignoreChanges: readonly Path[] | "all";
  readonly replaceTriggeredBy: readonly Trigger[];
  readonly preconditions: readonly Condition[];
  readonly postconditions: readonly Condition[];
}

export interface ResourceBlock {
  readonly kind: "resource";
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly address: string;
  readonly where: Where;
  readonly fields: Fields;
  /** Alias of the provider configuration; empty for the default one. */
  readonly provider: string;
  readonly count?: Body;
  readonly forEach?: Body;
  readonly attributes: Attributes;
  readonly dependsOn: readonly Dependency[];
  readonly lifecycle: LifecycleBlock;
}

export interface LocalBlock {
  readonly kind: "local";
  readonly name: string;
  readonly where: Where;
  readonly value: Body;
}

export interface OutputBlock {
  readonly kind: "output";
  readonly name: string;
  readonly where: Where;
  readonly value: Body;
  readonly sensitive: boolean;
  readonly description?: string;
  readonly dependsOn: readonly Dependency[];
  readonly preconditions: readonly Condition[];
}

export interface VariableBlock {
  readonly kind: "variable";
  readonly name: string;
  readonly where: Where;
  readonly constraint: Constraint;
  /** Whether a text value is an expression, or the value itself. */
  readonly parsed: boolean;
  readonly default?: Typed;
  readonly sensitive: boolean;
  readonly nullable: boolean;
  readonly validations: readonly Condition[];
}

export interface ProviderConfigBlock {
  readonly kind: "provider";
  readonly alias: string;
  readonly where: Where;
  readonly attributes: Attributes;
}

/** An `import` block: an object of a host that becomes an instance. */
export interface ImportBlock {
  readonly kind: "import";
  readonly where: Where;
  /** The instance. Its key may depend on `each`. */
  readonly to: { readonly block: string; readonly key?: Node; readonly text: string };
  readonly id: Body;
  readonly forEach?: Body;
  /** Alias of the provider configuration; only for a resource that is to be generated. */
  readonly provider?: string;
}

/** A `removed` block: a resource, or a module, that is declared no longer. */
export interface RemovedBlock {
  /** `netweft_namespace.a`, `module.a`, `module.a.netweft_namespace.b`. */
  readonly from: string;
  readonly destroy: boolean;
  readonly where: Where;
}

export interface Model {
  /** The local names of Netweft's provider. */
  readonly names: ReadonlySet<string>;
  readonly resources: ReadonlyMap<string, ResourceBlock>;
  /** Addresses of declared blocks that could not be read, whose errors are already reported. */
  readonly unreadable: ReadonlySet<string>;
  readonly locals: ReadonlyMap<string, LocalBlock>;
  readonly outputs: ReadonlyMap<string, OutputBlock>;
  readonly variables: ReadonlyMap<string, VariableBlock>;
  readonly providers: ReadonlyMap<string, ProviderConfigBlock>;
  readonly moved: readonly { readonly from: string; readonly to: string }[];
  readonly imports: readonly ImportBlock[];
  readonly removed: readonly RemovedBlock[];
  readonly backend?: { readonly type: string; readonly config: Draft };
}
