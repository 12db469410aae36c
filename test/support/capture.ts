import { spawn } from "node:child_process";

/** The packets on a link, as tcpdump shows them: decoded, and as one string of hex digits. */
export interface Captured {
  readonly text: string;
  readonly bytes: string;
}

/** tcpdump until the input ends: a signal would not reach it on an emulated machine. */
const DUMP = 'tcpdump "$@" & read -r _; kill $!; wait $!';

/** Captures a link of the laboratory, or of a namespace in it, while something runs. */
export async function captured(dev: string, act: () => unknown, netns?: string): Promise<Captured> {
  const into = netns === undefined ? [] : [`--net=/run/netns/${netns}`];
  const dump = spawn("nsenter", [...into, "sh", "-c", DUMP, "sh", "-n", "-l", "-i", dev, "-x"], { stdio: ["pipe", "pipe", "pipe"] });
  let text = "";
  dump.stdout.on("data", (part: Buffer) => (text += part.toString()));
  await new Promise<void>((resolve) => dump.stderr.on("data", (part: Buffer) => part.toString().includes("listening") && resolve()));
  try {
    await act();
    await new Promise((resolve) => setTimeout(resolve, 500));
  } finally {
    dump.stdin.end();
    await new Promise((resolve) => dump.once("close", resolve));
  }
  const digits = text.match(/^\t0x.*$/gm) ?? [];
  return { text, bytes: digits.map((line) => line.replace(/^\t0x[0-9a-f]+:/, "").replace(/\s+/g, "")).join("") };
}
