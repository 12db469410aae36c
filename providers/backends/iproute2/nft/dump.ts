import type { NftJson } from "../../../../lib/nft/json";

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
  readonly rule?: { readonly family: string; readonly chain: string; readonly expr: readonly NftJson[] };
}

export interface NftSet {
  readonly family: string;
  readonly name: string;
  readonly type: NftJson;
  readonly map?: NftJson;
  readonly flags?: string | readonly string[];
  readonly elem?: readonly unknown[];
}
