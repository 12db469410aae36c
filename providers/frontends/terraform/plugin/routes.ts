import { empty, healthResponse, rpcs, type RpcRequest, type Response, type Rpc } from "../wire/messages";
import type { Message } from "../wire/protobuf";
import type { PluginConnection } from "./connection";
import type { Routes, Silent, UnaryCall } from "./grpc";

/** The provider's handler for each call. An exception is a bug, except a `WireFault`, which is the caller's. */
export type Handlers = {
  readonly [R in Rpc]: (request: RpcRequest<R>, connection: PluginConnection) => Response<R> | Promise<Response<R>>;
};

/** The provider's calls, and those of every plugin. Calls without a handler are unimplemented. */
export function routesOf(handlers: Partial<Handlers>, onShutdown: () => void): Routes {
  const provider = Object.entries(handlers).map(([name, handle]): [string, UnaryCall] => {
    const { request, response } = rpcs[name as Rpc];
    return [`/tfplugin6.Provider/${name}`, unary(request, response, handle as UnaryCall["handle"])];
  });
  return new Map([...provider, ...pluginRoutes(onShutdown)]);
}

/** Terraform opens the two streams immediately and logs a warning if they are refused. They never carry messages. */
function pluginRoutes(onShutdown: () => void): readonly [string, UnaryCall | Silent][] {
  const shutdown = () => {
    onShutdown();
    return {};
  };
  return [
    ["/plugin.GRPCController/Shutdown", unary(empty, empty, shutdown)],
    ["/plugin.GRPCStdio/StreamStdio", { silentUntil: "closed" }],
    ["/plugin.GRPCBroker/StartStream", { silentUntil: "ended" }],
    ["/grpc.health.v1.Health/Check", unary(empty, healthResponse, () => ({ status: 1 }))],
  ];
}

/** Pairs the types of one call, which the type of the table cannot express. */
function unary(request: Message<unknown, unknown>, response: Message<unknown, unknown>, handle: UnaryCall["handle"]): UnaryCall {
  return { request, response, handle };
}
