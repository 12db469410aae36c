/** Moves as statements between addresses: those of `moved` blocks, and those that a change of `count` implies. */
import type { Configuration } from "../../config/types";
import { addressOfBlock, keyText, parseAddress } from "../state/address";
import type { State } from "../state/types";

/** One side of a move: a block, and the text of an instance's key, empty without one. */
export interface MoveEnd {
  readonly block: string;
  readonly key: string;
}

export interface MoveStatement {
  readonly from: MoveEnd;
  readonly to: MoveEnd;
  /** Neither side has a key: all instances of the block move with their keys. */
  readonly whole: boolean;
}

/** What moves need to know of a configuration. */
export type MovingConfiguration = Pick<Configuration, "moved" | "blocks" | "repeated">;

export function addressOfEnd({ block, key }: MoveEnd): string {
  return block + key;
}

function endOf(address: string): MoveEnd {
  const { key, ...parts } = parseAddress(address)!;
  return { block: addressOfBlock(parts), key: keyText(key) };
}

function statement(from: MoveEnd, to: MoveEnd): MoveStatement {
  return { from, to, whole: from.key === "" && to.key === "" };
}

/** An instance without a key and the one with the key 0 are the same when `count` comes or goes, unless a block says otherwise. */
function implied({ blocks, repeated }: MovingConfiguration, { instances }: State, named: ReadonlySet<string>): readonly MoveStatement[] {
  return blocks.flatMap((block) => {
    const how = repeated?.get(block);
    if (how === "for_each" || named.has(block)) return [];
    const [single, first] = ["", "[0]"].map((key) => ({ block, key })) as [MoveEnd, MoveEnd];
    const [from, to] = how === "count" ? [single, first] : [first, single];
    return instances.get(addressOfEnd(from))?.mode === "managed" ? [statement(from, to)] : [];
  });
}

/** The moves of a configuration, those of its blocks first. */
export function moveStatements(configuration: MovingConfiguration, state: State): readonly MoveStatement[] {
  const explicit = configuration.moved.map(({ from, to }) => statement(endOf(from), endOf(to)));
  const named = new Set(explicit.flatMap(({ from, to }) => [from.block, to.block]));
  return [...explicit, ...implied(configuration, state, named)];
}
