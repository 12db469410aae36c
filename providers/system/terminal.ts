import { createInterface, type ReadLineOptions } from "node:readline";
import { Writable } from "node:stream";
import type { Terminal } from "../../lib/ports/terminal";
import { openOutput, type Output } from "./output";

/** Opened when they are used first: a stream that nothing is written to needs no listener, and takes no time to make. */
const out = onFirstUse(() => openOutput(process.stdout));
const err = onFirstUse(() => openOutput(process.stderr));

/** The terminal of this process. Interactive if both stdin and stdout are terminals and `CI` is not set. */
export const machineTerminal: Terminal = {
  out: (text) => out().write(text),
  raw: (text) => out().write(text),
  err: (text) => err().write(text),
  get interactive() {
    return Boolean(process.stdout.isTTY && process.stdin.isTTY) && !process.env["CI"];
  },
  get columns() {
    return process.stdout.columns ?? 80;
  },
  ask,
  askSecret,
  async flush() {
    const [output, errors] = await Promise.all([out().flush(), err().flush()]);
    return { ...(output !== undefined && { out: output }), ...(errors !== undefined && { err: errors }) };
  },
};

function onFirstUse(open: () => Output): () => Output {
  let opened: Output | undefined;
  return () => (opened ??= open());
}

/** The next line of the input, typed or piped; undefined at its end. */
function ask(question: string): Promise<string | undefined> {
  out().write(question);
  return nextLine({ input: process.stdin, terminal: false });
}

/** On a terminal, what is typed is shown nowhere: the editor of the line writes it into nothing. The question is no part of the output. */
async function askSecret(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return nextLine({ input: process.stdin, terminal: false });
  err().write(question);
  const nothing = new Writable({ write: (_chunk, _encoding, done) => done() });
  const line = await nextLine({ input: process.stdin, output: nothing, terminal: true });
  err().write("\n");
  return line;
}

function nextLine(options: ReadLineOptions): Promise<string | undefined> {
  return new Promise((resolve) => {
    const lines = createInterface(options);
    lines.once("line", (line) => {
      resolve(line);
      lines.close();
    });
    lines.once("close", () => resolve(undefined));
  });
}
