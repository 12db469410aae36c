import type { Terminal } from "../io";
import { harmless, harmlessOutput } from "../report/look";
import type { Doors } from "./doors";

/**
 * The doors with a terminal that is sent nothing but what prints: whatever a report or a message quotes, no character of it
 * can do anything there. Our own colours pass where a person is looking.
 */
export function gated(doors: Doors): Doors {
  const { terminal } = doors;
  const safe = (text: string) => (terminal.interactive ? harmlessOutput(text) : harmless(text));
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
    flush: () => terminal.flush(),
  };
  // The other doors are opened when they are asked for, so they are not copied.
  return Object.create(doors, { terminal: { value: gate, enumerable: true } }) as Doors;
}
