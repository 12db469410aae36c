/**
 * The interface between the language and the engine. `loadConfiguration` parses Terraform JSON into a `Configuration` without
 * evaluating it; `evaluate` expands count and for_each and returns every instance in the order of its references.
 */
import type { Diagnostic, Path, Where } from "../diagnostic";
import type { Fields } from "../schema/type";
import type { Draft, Value } from "../schema/value";

/** One `*.tf.json` text; diagnostics show `name`. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The value of an input variable: text from a flag or the environment, a value from a file. `from` is its source for people:
 * `--var x`, `prod.tfvars.json`; for the environment the name there, `TF_VAR_x`.
 */
export type VariableInput = { readonly from: string; readonly text: string } | { readonly from: string; readonly value: Value };

export interface Inputs {
  /** Later entries win. Unknown names in the environment are ignored, elsewhere they are reported. */
  readonly variables: ReadonlyMap<string, VariableInput>;
  /** For `path.module`, `path.root`, `path.cwd`. */
  readonly directory: string;
  /** For `terraform.workspace`; without it, the default one. */
  readonly workspace?: string;
  /** The file whose blocks were generated for this run: their imports say which provider configuration they have. */
  readonly generated?: string;
}

export interface Lifecycle {
  readonly createBeforeDestroy: boolean;
  readonly preventDestroy: boolean;
  /** Attribute paths, or "all". */
  readonly ignoreChanges: readonly Path[] | "all";
  /** Addresses (`netweft_bridge_network.front`, or with an attribute path) whose change replaces this instance. */
  readonly replaceTriggeredBy: readonly { readonly address: string; readonly path: Path }[];
}

/** One instance of a resource or data block, evaluated as far as values are known. */
export interface Instance {
  /** `netweft_endpoint.web["a"]`, `data.netweft_host.here`. */
  readonly address: string;
  /** The block without its instance key: `netweft_endpoint.web`. */
  readonly block: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** The count index or for_each key. */
  readonly key?: string | number;
  /** Name of the provider configuration: "" for the default one, else its alias. */
  readonly provider: string;
  /** Attributes as the user wrote them, evaluated; those that are not set, or null, are absent. */
  readonly config: Draft;
  /** Paths below which values are sensitive. */
  readonly sensitive: readonly Path[];
  /** Blocks that this one depends on, by reference or `depends_on`, transitively, sorted; managed ones only, without instance keys. */
  readonly dependencies: readonly string[];
  readonly lifecycle: Lifecycle;
  /** The user's own line, from the construct's stack trace metadata, where there is one. */
  readonly source?: string;
}

export interface OutputValue {
  readonly value: Value;
  /** Terraform's exact type of the value in its JSON syntax, `"string"` or `["object", {…}]`. */
  readonly type: unknown;
  readonly sensitive: boolean;
  readonly description?: string;
}

/** A provider block, evaluated: "" or alias → its attributes. */
export interface ProviderBlock {
  readonly alias: string;
  readonly config: Draft;
  /** Paths below which values are sensitive. */
  readonly sensitive?: readonly Path[];
}

/** An evaluated `import`: the object with this id is to become the instance. */
export interface ImportRequestBlock {
  readonly to: string;
  readonly block: string;
  readonly id: string;
  /** The managed blocks that the id and the keys are computed from, transitively. */
  readonly needs: readonly string[];
  /** Whether it has a key or `for_each`, so that no resource can be generated for it. */
  readonly repeated: boolean;
  /** Alias of the provider configuration of a resource that is to be generated. */
  readonly provider: string;
  readonly where: Where;
}

export interface Evaluation {
  /** Referenced instances first. */
  readonly instances: readonly Instance[];
  /** Without outputs that are null, as in Terraform's state. */
  readonly outputs: ReadonlyMap<string, OutputValue>;
  /** Those whose ids are known. */
  readonly imports?: readonly ImportRequestBlock[];
  /** The provider blocks with what was resolved, and the errors in them; absent where variables and locals say all of them. */
  readonly providers?: { readonly blocks: readonly ProviderBlock[]; readonly diagnostics: readonly Diagnostic[] };
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Returns all attributes of an instance once its configuration is evaluated, with unknown values where needed; references to the
 * instance get these values.
 */
export type Resolve = (instance: Instance) => Draft;

/** Where and in which words the user's own file declares the resources. */
export interface AppSource {
  /** Block → the line that declared it. */
  readonly lines: ReadonlyMap<string, string>;
  readonly attributes: ReadonlySet<string>;
}

/** What the user has written. */
export interface UserSource {
  readonly files: readonly SourceFile[];
  /** Block → the fields of its type. */
  readonly fields: ReadonlyMap<string, Fields>;
  /** What is known of the app that has synthesized it, if one has. */
  readonly app?: AppSource;
}

/** A valid configuration; opaque outside the language. */
export interface Configuration {
  readonly files: readonly string[];
  /** Resource blocks by address, in the order of the files. */
  readonly blocks: readonly string[];
  /** For its diagnostics. */
  readonly written?: UserSource;
  /** How blocks are repeated, those that are. */
  readonly repeated?: ReadonlyMap<string, "count" | "for_each">;
  /** Blocks with `prevent_destroy`. */
  readonly guarded?: ReadonlySet<string>;
  /** Blocks renamed by `moved`. */
  readonly moved: readonly { readonly from: string; readonly to: string }[];
  /** The names that the configuration has for Netweft's provider. */
  readonly localNames?: ReadonlySet<string>;
  /** Whether there is an `import` block. */
  readonly importing?: boolean;
  /** Whether a block has `ignore_changes`. */
  readonly ignoring?: boolean;
  /** Resources and modules that `removed` blocks name, which are declared no longer. */
  readonly removed?: readonly { readonly from: string; readonly destroy: boolean; readonly where: Where }[];
  /** The `backend` block of `terraform`, or undefined. */
  readonly backend?: { readonly type: string; readonly config: Draft };
  /** Evaluated against variables and locals only. */
  readonly providers: readonly ProviderBlock[];
  /** Evaluates all blocks in the order of their references; results of a previous evaluation that were wholly known are reused. */
  evaluate(resolve: Resolve, previous?: Evaluation): Evaluation;
}
