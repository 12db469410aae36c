import { diagnose, type Diagnostic } from "../../diagnostic";
import type { Private } from "../../engine/state/types";
import type { Key } from "../../kernel/fact";
import { keyOf } from "../../kernel/kinds";
import { parseWritten } from "../../kernel/line";

/** The objects made in this session. An object made before its predecessor is deleted may have the same key in the kernel. */
export interface Ledger {
  /** The error if another resource of this session has made the object already. */
  refuses(address: string): Diagnostic | undefined;
  made(address: string, own: Private): void;
  /** The facts to delete with an object: all, or those that its successor, which exists already, has not made again. */
  leftTo(address: string, own: Private | undefined): Private | undefined;
}

function keyOfLine(line: string): Key | undefined {
  const parsed = parseWritten(line);
  return parsed.ok ? keyOf(parsed.value) : undefined;
}

/** An empty ledger. */
export function newLedger(): Ledger {
  const made = new Map<string, { readonly birth: string | undefined; readonly keys: ReadonlySet<Key | undefined> }>();
  return {
    refuses(address) {
      if (!made.has(address)) return undefined;
      const detail = `Another resource of the configuration has already made ${address} in this run. One kernel object has one owner: give one of them another name, or remove it.`;
      return diagnose("duplicate-object", detail);
    },
    made: (address, own) => void made.set(address, { birth: own.birth, keys: new Set(own.facts.map(keyOfLine)) }),
    leftTo(address, own) {
      const successor = made.get(address);
      if (successor === undefined || own === undefined) return own;
      if (successor.birth !== own.birth) return { ...own, facts: own.facts.filter((line) => !successor.keys.has(keyOfLine(line))) };
      made.delete(address);
      return own;
    },
  };
}
