/**
 * The library: constructs that declare networks. The program `netweft` plans and applies what they synthesize; it does not load
 * this file, which needs the peer dependencies `cdktf` and `constructs`.
 */
export * from "./constructs";
export type { Code } from "./codes";
export type { Diagnostic, Path, Where } from "./diagnostic";
