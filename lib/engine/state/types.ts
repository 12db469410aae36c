/** Terraform's state, format version 4, as far as Netweft reads and writes it. What it does not know it keeps. */
import type { Path } from "../../diagnostic";
import type { OutputValue } from "../../config/types";
import type { Draft } from "../../schema/value";

/** What Netweft keeps beside the attributes, in the state's `private` bytes (base64 of JSON). Terraform hands it on untouched. */
export interface Private {
  readonly v: 1;
  /** The facts that this instance owns, as canonical lines with their marks: what a destroy must take away. */
  readonly facts: readonly string[];
  /** The backend that they are on, and which of the simulated kernels; missing where an earlier version wrote this. */
  readonly on?: string;
  /** Set from the claim until the facts were seen to be true. */
  readonly pending?: true;
  /** Those of the lines that were only claimed: no run has seen them true, and what is in their place may be another program's. */
  readonly claimed?: readonly string[];
  /** Those of the lines that the apply was to take away or to overwrite. */
  readonly leaving?: readonly string[];
  /**
   * The resource was removed while these hosts did not answer, and has the lines there still. By host what the provider block said of it, so
   * that it is cleaned once it answers, also where the block does not name it any more; null where that is not known.
   */
  readonly left?: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;
  /** Tells the object from those that were in its place before it, where the provider made it. */
  readonly birth?: string;
}

export interface StateInstance {
  readonly address: string;
  readonly block: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly key?: string | number;
  /** `provider["host/namespace/type"]` and the alias after it, as Terraform writes it. */
  readonly provider: string;
  readonly schemaVersion: number;
  readonly attributes: Draft;
  readonly sensitive: readonly Path[];
  readonly dependencies: readonly string[];
  readonly createBeforeDestroy: boolean;
  readonly tainted: boolean;
  /** Undefined when the bytes are not ours to read. */
  readonly private?: Private;
  /** Fields of the instance that are not listed above, kept as they were. */
  readonly rest?: Readonly<Record<string, unknown>>;
}

export interface State {
  readonly serial: number;
  readonly lineage: string;
  readonly terraformVersion: string;
  readonly outputs: ReadonlyMap<string, OutputValue>;
  /** In the order of the file; instances of one block stand together. Keyed by address. */
  readonly instances: ReadonlyMap<string, StateInstance>;
  readonly rest?: Readonly<Record<string, unknown>>;
}
