import { execFileSync } from "node:child_process";
import * as fc from "fast-check";
import type { HostConfig } from "../../lib/resources/provider";
import { gate } from "../../providers/transports/ssh/gate";
import { exitArgs, masterArgs, remoteCommand, sessionArgs } from "../../providers/transports/ssh/options";
import { targetOf } from "../../providers/transports/ssh/target";
import { notConnected } from "../../providers/transports/ssh/failure";
import { plainHost } from "../support/hosts";

function target(change: Partial<HostConfig> = {}) {
  const result = targetOf("edge1", { ...plainHost, connection: "ssh", ...change });
  if (!result.ok) throw new Error(result.diagnostics[0]!.detail);
  return result.value;
}

/** The effective value of an ssh option: the first one. */
function option(args: readonly string[], name: string): string | undefined {
  return args.find((word, n) => args[n - 1] === "-o" && word.startsWith(`${name}=`))?.slice(name.length + 1);
}

describe("the command line of ssh", () => {
  const full = target({ address: "2001:db8::7", port: 2222, user: "root", identity_file: "~/.ssh/key", known_hosts: "/etc/hosts.keys" });
  const calls = [
    { does: "connection", args: masterArgs(full, "/tmp/a%b/1") },
    { does: "program", args: sessionArgs(full, "/tmp/a%b/1", "true") },
    { does: "farewell", args: exitArgs(full, "/tmp/a%b/1") },
  ];

  test.each(calls)("of a $does checks keys, never prompts and forwards nothing, whatever the user's configuration is", ({ args }) => {
    const wanted = { StrictHostKeyChecking: "yes", BatchMode: "yes", ClearAllForwardings: "yes", ForwardAgent: "no", RequestTTY: "no" };
    for (const [name, value] of Object.entries(wanted)) expect([name, option(args, name)]).toEqual([name, value]);
    expect(option(args, "UserKnownHostsFile")).toBe("/etc/hosts.keys");
    expect(args).toEqual(expect.arrayContaining(["-p", "2222", "-l", "root", "-i", "~/.ssh/key"]));
  });

  test.each(calls)("of a $does puts the address after `--`, and uses the path of the socket literally", ({ args }) => {
    expect(args[args.indexOf("--") + 1]).toBe("2001:db8::7");
    expect(args[args.indexOf("-S") + 1]).toBe("/tmp/a%%b/1");
  });

  test("leaves unset options to ssh, and uses the host name as the address", () => {
    const args = sessionArgs(target(), "/tmp/c/1", "true");
    expect(args.slice(-3)).toEqual(["--", "edge1", "true"]);
    for (const word of ["-p", "-l", "-i"]) expect(args).not.toContain(word);
    expect(option(args, "UserKnownHostsFile")).toBeUndefined();
  });

  test("never contains a word that could be an option or two", () => {
    for (const bad of ["-oProxyCommand=id", "a b", "a;b", "a\nb", "$(id)"]) {
      for (const attribute of ["address", "user", "identity_file", "known_hosts"]) {
        const result = targetOf("edge1", { ...plainHost, [attribute]: bad });
        expect(result.diagnostics).toMatchObject([{ code: "invalid-connection", at: { path: ["hosts", "edge1", attribute] } }]);
      }
    }
  });
});

test("a remote shell reads a command as its original words", () => {
  const words = fc.array(
    fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", "")),
    { maxLength: 5 },
  );
  const read = (command: string) => execFileSync("sh", ["-c", command], { encoding: "utf8" });
  fc.assert(
    fc.property(words, (all) => {
      expect(read(remoteCommand(["printf", "[%s]", ...all]))).toBe(all.length === 0 ? "[]" : all.map((word) => `[${word}]`).join(""));
    }),
    { numRuns: 50 },
  );
});

test("a gate admits a limited number at once, and all in the end", async () => {
  const enter = gate(3);
  let [inside, most] = [0, 0];
  const visit = async (n: number) => {
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setTimeout(resolve, n % 4));
    inside--;
    if (n % 5 === 0) throw new Error(`${n}`);
    return n;
  };
  const ends = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => enter(() => visit(n))));
  expect(ends.map(({ status }) => status)).toEqual(ends.map((_, n) => (n % 5 === 0 ? "rejected" : "fulfilled")));
  expect(most).toBe(3);
});

// Errors that a laboratory cannot cause, as ssh prints them.
test.each([
  [
    "a jump host's connection onwards",
    "channel 0: open failed: connect failed: Connection refused\nstdio forwarding failed",
    "host-unreachable",
    "no process listens",
  ],
  ["a server that never sends its banner", "Connection timed out during banner exchange", "host-unreachable", "in time"],
  ["a firewall that rejects", "ssh: connect to host a port 22: No route to host", "host-unreachable", "no route to it"],
  [
    "too many keys in the agent",
    "Received disconnect from a port 22:2: Too many authentication failures",
    "login-refused",
    "identity_file",
  ],
  [
    "a revoked key",
    "@       WARNING: REVOKED HOST KEY DETECTED!               @\nHost key verification failed.",
    "host-key-changed",
    "as revoked",
  ],
  [
    "a mistake in the user's configuration",
    "/home/a/.ssh/config: line 3: Bad configuration option: Prot",
    "host-unreachable",
    "Bad configuration option",
  ],
])("%s gets a helpful message", (_, words, code, help) => {
  const { code: given, detail } = notConnected(target(), words);
  expect(given).toBe(code);
  expect(detail).toContain(help);
  expect(detail).toContain("edge1");
});
