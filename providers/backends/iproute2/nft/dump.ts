/** The parts of nft's JSON that are read (`nft -j list table`). See libnftables-json(5). */
export interface NftObject {
  readonly table?: { readonly family: string; readonly name: string };
  readonly set?: NftSet;
  readonly map?: NftSet;
  readonly chain?: {
    readonly family: string;
    readonly name: string;
    readonly type?: string;
    readonly hook?: string;
    readonly prio?: number;
    readonly policy?: string;
  };
  readonly rule?: { readonly family: string; readonly chain: string; readonly expr: readonly NftExpression[] };
}

export interface NftSet {
  readonly family: string;
  readonly name: string;
  readonly type: string | readonly string[];
  readonly map?: string | readonly string[];
  readonly flags?: string | readonly string[];
  readonly elem?: readonly unknown[];
}

/** A statement or an expression: an object with one member that names its type, or a plain value. */
export type NftExpression = string | number | boolean | null | readonly NftExpression[] | { readonly [name: string]: NftExpression };
