import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { invitation } from "../../../providers/frontends/terraform/plugin/handshake";
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
  test("does the handshake over TLS, continues after Ctrl-C, and ends with Shutdown", async () => {
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

  test("that is killed leaves a folder, which the next one removes, but not that of a running one", async () => {
    const temporary = mkdtempSync(join(tmpdir(), "netweft-process-"));
    const [killed, other] = [start({ ...invitation(), TMPDIR: temporary }), start({ ...invitation(), TMPDIR: temporary })];
    const places = await Promise.all([killed, other].map(async (child) => placeOf(await firstLine(child)).path));
    killed.kill("SIGKILL");
    await once(killed, "exit");
    expect(existsSync(places[0]!)).toBe(true);
    const next = start({ ...invitation(), TMPDIR: temporary });
    const place = placeOf(await firstLine(next)).path;
    const folders = () => readdirSync(temporary).filter((name) => name.startsWith("netweft-"));
    expect(folders().sort()).toEqual([places[1]!, place].map((path) => basename(dirname(path))).sort());
    const ends = [other, next].map((child) => once(child, "exit"));
    for (const child of [other, next]) child.kill("SIGTERM");
    await Promise.all(ends);
    expect(folders()).toEqual([]);
    rmSync(temporary, { recursive: true });
  });

  test("explains itself when a person starts it", async () => {
    const child = start({ TF_PLUGIN_MAGIC_COOKIE: undefined });
    const said = child.stderr.toArray();
    expect(await once(child, "exit")).toEqual([1, null]);
    expect(Buffer.concat((await said) as Buffer[]).toString()).toContain("This is the Netweft provider for Terraform.");
  });
});
