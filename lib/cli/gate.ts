import type { Terminal } from "../ports/terminal";
import { harmless, harmlessOutput } from "../report/look";
import { isColoured } from "./colour";
import type { CliEnvironment, Env } from "./doors";

/**
 * Wraps the terminal so that it receives printable characters only: quoted text in a report or message cannot control it. Our
 * own colours pass where the output has colours.
 */
export function gated(doors: CliEnvironment, env: Env): CliEnvironment {
  const { terminal } = doors;
  const safe = (text: string) => (terminal.interactive || isColoured(env, false) ? harmlessOutput(text) : harmless(text));
  const gate: Terminal = {
    out: (text) => terminal.out(safe(text)),
    err: (text) => terminal.err(safe(text)),
    raw: (text) => terminal.raw(terminal.interactive ? harmless(text) : text),
    get interactive() {
      return terminal.interactive;
    },
    get columns() {
      return terminal.columns;
    },
    ask: (question) => terminal.ask(question),
    askSecret: (question) => terminal.askSecret(question),
    flush: () => terminal.flush(),
  };
  // The other members are getters that open on first use, so they are not copied.
  return Object.create(doors, { terminal: { value: gate, enumerable: true } }) as CliEnvironment;
}
