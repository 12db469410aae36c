/**
 * `netweft`: constructs that declare networks. The program `netweft` plans and applies what they synthesize, and so does
 * `netweft/engine`. The peer dependencies `cdktf` and `constructs` are needed here, and by no other entry.
 *
 * @example
 * import { App } from "cdktf";
 * import { BridgeNetwork, Container, NetworkStack } from "netweft";
 *
 * const app = new App();
 * const stack = new NetworkStack(app, "shop");
 * const front = new BridgeNetwork(stack, "front", { subnets: ["10.10.0.0/24"] });
 * front.attach(new Container(stack, "web"), { publish: [{ hostPort: 8080, port: 80 }] });
 * app.synth();
 */
export * from "../lib/constructs";
export type { Code } from "../lib/codes";
export type { Diagnostic, Path, Where } from "../lib/diagnostic";
