import { createInterface } from "node:readline";
import type { Terminal } from "../../lib/io";

/** The terminal of this process. A person is looking when both ends of it are one, and no CI says otherwise. */
export const machineTerminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  get interactive() {
    return Boolean(process.stdout.isTTY && process.stdin.isTTY) && !process.env["CI"];
  },
  get columns() {
    return process.stdout.columns ?? 80;
  },
  ask,
};

/** The next line of the input, typed or piped; undefined at its end. */
function ask(question: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: process.stdin, terminal: false });
    process.stdout.write(question);
    lines.once("line", (line) => {
      resolve(line);
      lines.close();
    });
    lines.once("close", () => resolve(undefined));
  });
}
