import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { invitation } from "../../../providers/terraform/plugin/handshake";
import { connectPlugin, frame, inviteWithTls, placeOf } from "../../support/plugin-client";

const command = [process.execPath, "--import", "tsx", join(__dirname, "../../support/plugin-child.ts")] as const;

function start(env: Readonly<Record<string, string | undefined>>, words: readonly string[] = command): ChildProcessWithoutNullStreams {
  return spawn(words[0]!, words.slice(1), { env: { ...process.env, ...env } });
}

async function firstLine(child: ChildProcessWithoutNullStreams): Promise<string> {
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return line.toString();
}

describe("a provider process", () => {
  test("shakes hands over TLS, stays at Ctrl-C, and ends with Shutdown", async () => {
    const { env, client: own } = inviteWithTls();
    const child = start(env);
    const place = placeOf(await firstLine(child), own);
    const client = await connectPlugin(place);
    child.kill("SIGINT");
    await setTimeout(50);
    expect((await client.call("StopProvider", {})).error).toBe("still here");
    const exit = once(child, "exit");
    await client.post("/plugin.GRPCController/Shutdown", frame(Buffer.alloc(0)));
    expect(await exit).toEqual([0, null]);
    expect(existsSync(place.path)).toBe(false);
  });

  test("ends when the process that started it is killed", async () => {
    const shell = start(invitation(), ["sh", "-c", '"$@" & wait', "sh", ...command]);
    const { path } = placeOf(await firstLine(shell));
    const closed = once(shell.stdout, "close");
    shell.kill("SIGKILL");
    await closed;
    expect(existsSync(path)).toBe(false);
  });

  test("says what it is when people start it", async () => {
    const child = start({ TF_PLUGIN_MAGIC_COOKIE: undefined });
    const said = child.stderr.toArray();
    expect(await once(child, "exit")).toEqual([1, null]);
    expect(Buffer.concat((await said) as Buffer[]).toString()).toContain("This is the Netweft provider for Terraform.");
  });
});
