import { existsSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { selfSigned } from "../../../providers/frontends/terraform/plugin/certificate";
import { invitation, type Environment } from "../../../providers/frontends/terraform/plugin/handshake";
import {
  serveProvider,
  serveReattached,
  type Handlers,
  type Process,
  type ServeOptions,
} from "../../../providers/frontends/terraform/plugin/serve";
import { connectPlugin, frame, inviteWithTls, placeOf } from "../../support/plugin-client";

const handlers: Partial<Handlers> = {
  StopProvider: () => ({ error: "no" }),
  ReadResource: () => {
    throw new Error("a bug");
  },
};

/** A process that only records its calls. */
function start(env: Environment, options?: ServeOptions) {
  const said = { out: "", error: "", parent: 7 };
  const signals = new Map<string, () => void>();
  let exited: (code: number) => void;
  const exit = new Promise<number>((resolve) => (exited = resolve));
  const process: Process = {
    env,
    pid: 42,
    parent: () => said.parent,
    writeOut: (text) => void (said.out += text),
    writeError: (text) => void (said.error += text),
    on: (signal, listener) => void signals.set(signal, listener),
    exit: (code) => exited(code),
  };
  return { said, signals, exit, process, ready: serveProvider(handlers, process, options) };
}

async function started(options?: ServeOptions) {
  const run = start(invitation(), options);
  await run.ready;
  const place = placeOf(run.said.out);
  return { ...run, place, client: await connectPlugin(place) };
}

describe("a program that Terraform did not start", () => {
  test.each([{}, { TF_PLUGIN_MAGIC_COOKIE: "another" }])("explains what it is and how to use it, and exits with 1: %j", async (env) => {
    const { said, exit } = start(env);
    expect(await exit).toBe(1);
    expect(said.out).toBe("");
    expect(said.error).toContain("This is the Netweft provider for Terraform.");
    expect(said.error).toContain("required_providers");
  });

  test.each([
    ["5", 'offers "5"'],
    ["16,60", 'offers "16,60"'],
    [undefined, "offers none"],
  ])("or that is offered protocol %s only, reports that and exits with 1", async (versions, words) => {
    const { said, exit } = start({ ...invitation(), PLUGIN_PROTOCOL_VERSIONS: versions });
    expect(await exit).toBe(1);
    expect(said.out).toBe("");
    expect(said.error).toContain(words);
  });
});

describe("a provider that Terraform started", () => {
  test("prints one line when it can be connected to, and answers", async () => {
    const { said, client, place, signals } = await started();
    expect(said.out).toBe(`1|6|unix|${place.path}|grpc|\n`);
    expect(said.error).toBe("");
    expect((await client.call("StopProvider", {})).error).toBe("no");
    client.close();
    signals.get("SIGTERM")!();
  });

  test("accepts over TLS only the client with the configured certificate", async () => {
    const { env, client: own } = inviteWithTls();
    const { said, ready, signals } = start(env);
    await ready;
    const client = await connectPlugin(placeOf(said.out, own));
    expect((await client.call("StopProvider", {})).error).toBe("no");
    client.close();
    const stranger = connectPlugin(placeOf(said.out, selfSigned(new Date()))).then((other) => other.call("StopProvider", {}));
    await expect(stranger).rejects.toThrow();
    await expect(connectPlugin({ path: placeOf(said.out).path }).then((other) => other.call("StopProvider", {}))).rejects.toThrow();
    signals.get("SIGTERM")!();
  });

  test("answers Shutdown, then saves, removes its socket, and exits with 0", async () => {
    const order: string[] = [];
    const { client, exit, place } = await started({ onShutdown: () => setTimeout(20).then(() => void order.push("saved")) });
    await client.post("/plugin.GRPCController/Shutdown", frame(Buffer.alloc(0)));
    order.push("answered");
    expect(await exit).toBe(0);
    expect(order).toEqual(["answered", "saved"]);
    expect(existsSync(place.path)).toBe(false);
  });

  test("exits with 1 when saving fails or does not end", async () => {
    const failing = await started({ onShutdown: () => Promise.reject(new Error("the disk is full")) });
    await failing.client.post("/plugin.GRPCController/Shutdown", frame(Buffer.alloc(0)));
    expect(await failing.exit).toBe(1);
    expect(failing.said.error).toContain("the disk is full");
    const endless = await started({ onShutdown: () => new Promise(() => {}) });
    await endless.client.post("/plugin.GRPCController/Shutdown", frame(Buffer.alloc(0)));
    expect(await endless.exit).toBe(1);
    expect(existsSync(endless.place.path)).toBe(false);
  });

  test("that cannot listen reports why, without a stack, and exits with 1", async () => {
    const { said, exit } = start({ ...invitation(), TMPDIR: "/dev/null" });
    expect(await exit).toBe(1);
    expect(said.out).toBe("");
    expect(said.error).toMatch(/^The Netweft provider cannot listen for Terraform: ENOTDIR.*\n$/);
  });

  test("continues after Ctrl-C: Terraform decides", async () => {
    const { client, signals } = await started();
    signals.get("SIGINT")!();
    expect((await client.call("StopProvider", {})).error).toBe("no");
    client.close();
    signals.get("SIGTERM")!();
  });

  test("exits when its Terraform has gone", async () => {
    const { said, exit, place } = await started();
    said.parent = 1;
    expect(await exit).toBe(0);
    expect(existsSync(place.path)).toBe(false);
  });

  test("exits when its Terraform has gone before it could listen", async () => {
    const { said, exit, ready } = start(invitation());
    said.parent = 1;
    await ready;
    expect(await exit).toBe(0);
    expect(existsSync(placeOf(said.out).path)).toBe(false);
  });

  test("exits when its Terraform had gone before it started, and no client connects", async () => {
    const { said, exit, ready } = start(invitation(), { connectWithin: 50 });
    await ready;
    expect(await exit).toBe(0);
    expect(existsSync(placeOf(said.out).path)).toBe(false);
  });

  test("continues when Terraform has connected, however long it is silent", async () => {
    const { client, signals } = await started({ connectWithin: 1500 });
    await setTimeout(1600);
    expect((await client.call("StopProvider", {})).error).toBe("no");
    client.close();
    signals.get("SIGTERM")!();
  });

  test("logs a bug with its stack, which the caller does not get", async () => {
    const { client, said, signals } = await started();
    await expect(client.call("ReadResource", {})).rejects.toThrow(/^Internal error in Netweft: a bug$/);
    const line = JSON.parse(said.error) as Record<string, string>;
    expect(line).toMatchObject({ "@level": "error", "@message": "/tfplugin6.Provider/ReadResource failed" });
    expect(line["error"]).toContain("serve.test");
    client.close();
    signals.get("SIGTERM")!();
  });
});

describe("a long-running provider", () => {
  test("prints what Terraform needs to connect, serves, and survives a Shutdown", async () => {
    const { process } = start({});
    const { reattach, close } = await serveReattached(handlers, process, "netweft.test/netweft/netweft");
    const entry = reattach["netweft.test/netweft/netweft"]!;
    const path = entry.Addr.String;
    expect(entry).toEqual({ Protocol: "grpc", ProtocolVersion: 6, Pid: 42, Test: true, Addr: { Network: "unix", String: path } });
    const client = await connectPlugin({ path });
    await client.post("/plugin.GRPCController/Shutdown", frame(Buffer.alloc(0)));
    await setTimeout(30);
    expect((await client.call("StopProvider", {})).error).toBe("no");
    close();
    expect(existsSync(path)).toBe(false);
  });
});
