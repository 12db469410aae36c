/**
 * The library: constructs to declare networks with. The program `netweft` plans and applies what they synthesize; it
 * does not load this file, which needs the peers `cdktf` and `constructs`.
 */
export * from "./constructs";
export type { Code } from "./codes";
export type { Diagnostic, Path, Where } from "./diagnostic";
