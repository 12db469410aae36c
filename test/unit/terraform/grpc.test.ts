import * as fc from "fast-check";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { constants } from "node:http2";
import { connect as connectSocket } from "node:net";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { PluginConnection } from "../../../providers/frontends/terraform/plugin/connection";
import { listenGrpc, type Listening, type Routes } from "../../../providers/frontends/terraform/plugin/grpc";
import { routesOf, type Handlers } from "../../../providers/frontends/terraform/plugin/routes";
import { makeSocket } from "../../../providers/frontends/terraform/plugin/socket";
import { headerText } from "../../../providers/frontends/terraform/plugin/status";
import { WireFault } from "../../../providers/frontends/terraform/wire/cursor";
import { rpcs } from "../../../providers/frontends/terraform/wire/messages";
import { encode } from "../../../providers/frontends/terraform/wire/protobuf";
import { CallFailed, connectPlugin, frame, type PluginClient } from "../../support/plugin-client";

const PLAN = "/tfplugin6.Provider/PlanResourceChange";
const seen: PluginConnection[] = [];
const bugs: string[] = [];

const handlers: Partial<Handlers> = {
  PlanResourceChange: (request) => ({ plannedState: request.proposedNewState, plannedPrivate: request.priorPrivate }),
  ApplyResourceChange: async ({ typeName }) => {
    await setTimeout(typeName === "slow" ? 100 : 0);
    return { private: Buffer.from(typeName) };
  },
  ReadResource: () => {
    throw new Error("100% wrong: ü\nat home");
  },
  ImportResourceState: () => {
    throw new WireFault("The value ends before it is complete.");
  },
  ConfigureProvider: (_, connection) => {
    seen.push(connection);
    return {};
  },
};
const routes: Routes = routesOf(handlers, () => {});

let server: Listening;
let client: PluginClient;
beforeAll(async () => {
  server = await listenGrpc({ routes, onBug: (path, error) => void bugs.push(`${path}: ${String(error)}`) });
  client = await connectPlugin({ path: server.path });
});
afterAll(() => {
  client.close();
  server.close();
});

async function failure(promise: Promise<unknown>): Promise<readonly [number, string]> {
  const error = await promise.then(
    () => new Error("it did not fail"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof CallFailed)) throw error;
  return [error.code, error.message];
}

describe("a call", () => {
  test("is answered by its handler", async () => {
    const answer = await client.call("PlanResourceChange", {
      proposedNewState: { msgpack: Buffer.from([0xc0]) },
      priorPrivate: Buffer.from("p"),
    });
    expect(answer.plannedState?.msgpack).toEqual(Buffer.from([0xc0]));
    expect(answer.plannedPrivate).toEqual(Buffer.from("p"));
    expect(answer.diagnostics).toEqual([]);
  });

  test("does not wait for concurrent calls", async () => {
    const order: string[] = [];
    const call = async (typeName: string) => {
      const { private: answer } = await client.call("ApplyResourceChange", { typeName });
      order.push(answer.toString());
    };
    await Promise.all([call("slow"), call("quick"), call("quick")]);
    expect(order).toEqual(["quick", "quick", "slow"]);
  });

  test("may be 70 MB in both directions, beside others", async () => {
    const large = Buffer.alloc(70 * 2 ** 20, "x");
    const [answer, small] = await Promise.all([
      client.call("PlanResourceChange", { proposedNewState: { msgpack: large } }),
      client.call("ApplyResourceChange", { typeName: "small" }),
    ]);
    expect(answer.plannedState!.msgpack.equals(large)).toBe(true);
    expect(small.private.toString()).toBe("small");
  });

  test("may come in parts of any size", async () => {
    const body = frame(encode(rpcs.PlanResourceChange.request, { priorPrivate: Buffer.from("parts") }));
    const stream = client.open(PLAN);
    for (const byte of body) {
      stream.write(Buffer.from([byte]));
      await setTimeout(1);
    }
    stream.end();
    const parts = (await stream.toArray()) as Buffer[];
    expect(Buffer.concat(parts).toString()).toContain("parts");
  });

  test("a cancellation by the client is not a bug", async () => {
    const stream = client.open("/tfplugin6.Provider/ApplyResourceChange");
    stream.end(frame(encode(rpcs.ApplyResourceChange.request, { typeName: "slow" })));
    await setTimeout(20);
    stream.close(constants.NGHTTP2_CANCEL);
    await setTimeout(150);
    expect((await client.call("ApplyResourceChange", { typeName: "next" })).private.toString()).toBe("next");
    expect(bugs).toEqual([]);
  });

  test("without an end waits, and ends with its connection", async () => {
    const other = await connectPlugin({ path: server.path });
    const stream = other.open(PLAN);
    stream.on("error", () => {});
    stream.write(Buffer.from([0, 0]));
    await setTimeout(20);
    other.session.destroy();
    await setTimeout(20);
    expect((await client.call("ApplyResourceChange", { typeName: "on" })).private.toString()).toBe("on");
  });
});

describe("a call fails", () => {
  test("with UNIMPLEMENTED when there is no handler, or no such call", async () => {
    expect(await failure(client.call("StopProvider", {}))).toEqual([12, "There is no /tfplugin6.Provider/StopProvider."]);
    expect((await failure(client.post("/nowhere", frame(Buffer.alloc(0)))))[0]).toBe(12);
  });

  test("with INTERNAL when the handler throws, with the reason and without a stack", async () => {
    expect(await failure(client.call("ReadResource", {}))).toEqual([13, "Internal error in Netweft: 100% wrong: ü\nat home"]);
    expect(bugs).toEqual(["/tfplugin6.Provider/ReadResource: Error: 100% wrong: ü\nat home"]);
  });

  test("with INVALID_ARGUMENT when the message is malformed, or the handler finds that a value in it is", async () => {
    expect((await failure(client.post(PLAN, frame(Buffer.from([0x0a, 0x05])))))[0]).toBe(3);
    expect((await failure(client.post(PLAN, Buffer.from([0, 0, 0, 0, 9, 1]))))[0]).toBe(3);
    expect((await failure(client.post(PLAN, Buffer.from([0, 0]))))[0]).toBe(3);
    expect(await failure(client.call("ImportResourceState", {}))).toEqual([3, "The value ends before it is complete."]);
  });

  test("with UNIMPLEMENTED when it is compressed, or has no message, or two", async () => {
    const message = frame(Buffer.alloc(0));
    expect(await failure(client.post(PLAN, frame(Buffer.from("x"), 1)))).toEqual([12, "Compressed messages are not supported."]);
    expect(await failure(client.post(PLAN, Buffer.alloc(0)))).toEqual([12, "The call has no message."]);
    expect(await failure(client.post(PLAN, Buffer.concat([message, message])))).toEqual([12, "The call has more than one message."]);
  });

  test("with RESOURCE_EXHAUSTED when the message says that it is larger than 256 MiB", async () => {
    expect(await failure(client.post(PLAN, Buffer.from([0, 0x10, 0, 0, 1])))).toEqual([8, "The message is larger than 256 MiB."]);
  });

  test("with HTTP's 415 when it is not gRPC", async () => {
    await expect(client.post(PLAN, Buffer.from("{}"), { "content-type": "application/json" })).rejects.toMatchObject({
      code: -1,
      status: 415,
    });
  });
});

describe("a connection", () => {
  test("is the same object in all of its calls, and another in other connections", async () => {
    const other = await connectPlugin({ path: server.path });
    seen.length = 0;
    await client.call("ConfigureProvider", {});
    await client.call("ConfigureProvider", {});
    await other.call("ConfigureProvider", {});
    expect(seen[0]).toBe(seen[1]);
    expect(seen[2]).not.toBe(seen[0]);
    other.close();
  });

  test("reports that its client has gone, also to later callers", async () => {
    const other = await connectPlugin({ path: server.path });
    seen.length = 0;
    await other.call("ConfigureProvider", {});
    const connection = seen[0]!;
    expect(connection.closed).toBe(false);
    const closed = new Promise<void>((resolve) => connection.onClose(resolve));
    other.session.destroy();
    await closed;
    expect(connection.closed).toBe(true);
    await new Promise<void>((resolve) => connection.onClose(resolve));
  });

  test("that is closed at once, as Terraform's first one, is ignored", async () => {
    for (let i = 0; i < 20; i++) {
      const socket = connectSocket(server.path);
      await once(socket, "connect");
      if (i % 2) socket.write("PRI * HT");
      socket.destroy();
    }
    await client.call("ConfigureProvider", {});
  });

  test("that sends garbage is closed, and the others stay", async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.uint8Array({ minLength: 30, maxLength: 200 }), async (polite, garbage) => {
        const socket = connectSocket(server.path);
        socket.on("error", () => {});
        if (polite) socket.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        socket.write(garbage);
        await setTimeout(2);
        socket.destroy();
      }),
      { numRuns: 60 },
    );
    await client.call("ConfigureProvider", {});
  });

  test("with invalid calls gets a response to each", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...routes.keys()), fc.uint8Array({ maxLength: 60 }), async (path, garbage) => {
        if (path.includes("Stream")) return;
        await client.post(path, Buffer.from(garbage)).catch((error: unknown) => expect((error as CallFailed).code).toBeGreaterThan(2));
        await client
          .post(path, frame(Buffer.from(garbage)))
          .catch((error: unknown) => expect((error as CallFailed).code).toBeGreaterThan(2));
      }),
    );
  });
});

describe("what every plugin answers", () => {
  test("Shutdown and the health check", async () => {
    expect(await client.post("/plugin.GRPCController/Shutdown", frame(Buffer.alloc(0)))).toHaveLength(0);
    expect(await client.post("/grpc.health.v1.Health/Check", frame(Buffer.from("\n\x06plugin")))).toEqual(Buffer.from([8, 1]));
  });

  test("the stream of its output stays open and is silent", async () => {
    const stream = client.open("/plugin.GRPCStdio/StreamStdio");
    stream.end(frame(Buffer.alloc(0)));
    const [headers] = (await once(stream, "response")) as [Record<string, unknown>];
    expect(headers[":status"]).toBe(200);
    expect(headers["grpc-status"]).toBeUndefined();
    await setTimeout(30);
    expect(stream.closed).toBe(false);
    stream.close(constants.NGHTTP2_CANCEL);
  });

  test("the stream of the broker ends when the client ends it", async () => {
    const stream = client.open("/plugin.GRPCBroker/StartStream");
    await once(stream, "response");
    stream.end();
    const [trailers] = (await once(stream.resume(), "trailers")) as [Record<string, unknown>];
    expect(trailers["grpc-status"]).toBe("0");
  });
});

test("the socket is only this user's, and gone when the server is", async () => {
  const short = await listenGrpc({ routes });
  expect(statSync(dirname(short.path)).mode & 0o777).toBe(0o700);
  expect(statSync(short.path).mode & 0o777).toBe(0o600);
  expect(Buffer.byteLength(short.path)).toBeLessThan(100);
  const other = await connectPlugin({ path: short.path });
  short.close();
  if (!other.session.destroyed) await once(other.session, "close");
  expect(existsSync(dirname(short.path))).toBe(false);
});

test.each([`/tmp/${"x".repeat(90)}`, "/tmp/a|b", "/tmp/a\nb"])(
  "the socket is in /tmp when the folder for temporary files does not fit: %j",
  (temporary) => {
    const place = makeSocket(temporary);
    expect(dirname(dirname(place.path))).toBe("/tmp");
    place.remove();
  },
);

test("the reason in a header is always printable ASCII", () => {
  expect(headerText("100% ü\n")).toBe("100%25 %C3%BC%0A");
  expect(headerText("x".repeat(5000))).toHaveLength(2000);
});
