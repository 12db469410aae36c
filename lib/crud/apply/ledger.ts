import { diagnose, type Diagnostic } from "../../diagnostic";
import type { Private } from "../../engine/state/types";
import type { Key } from "../../kernel/fact";
import { keyOf } from "../../kernel/kinds";
import { parseWritten } from "../../kernel/line";

/** Who made what in this session. An object that is made before its predecessor is deleted may have the same place in the kernel. */
export interface Ledger {
  /** What is wrong with making it: somebody has it made already. */
  refuses(address: string): Diagnostic | undefined;
  made(address: string, own: Private): void;
  /** What there is to delete of an object: all of it, or what its successor, which is there already, has not made again in its place. */
  leftTo(address: string, own: Private | undefined): Private | undefined;
}

function keyOfLine(line: string): Key | undefined {
  const parsed = parseWritten(line);
  return parsed.ok ? keyOf(parsed.value) : undefined;
}

/** Begins with nothing made. */
export function newLedger(): Ledger {
  const made = new Map<string, { readonly birth: string | undefined; readonly keys: ReadonlySet<Key | undefined> }>();
  return {
    refuses(address) {
      if (!made.has(address)) return undefined;
      const detail = `Another resource of the configuration has made ${address} in this very run. One kernel object has one owner: give one of them another name, or remove it.`;
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
