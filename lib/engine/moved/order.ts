import { addressOfEnd, type MoveEnd, type MoveStatement } from "./statements";

/** Whether an instance is one of a block that moves as a whole. */
function isWithin(end: MoveEnd, { whole }: MoveStatement, block: MoveEnd, other: MoveStatement): boolean {
  return !whole && other.whole && end.block === block.block;
}

/** Whether a statement works on the result of another, or within a block that the other one moves first. */
function follows(one: MoveStatement, other: MoveStatement): boolean {
  return (
    (one.whole === other.whole && addressOfEnd(one.from) === addressOfEnd(other.to)) ||
    isWithin(one.from, one, other.to, other) ||
    isWithin(one.to, one, other.to, other) ||
    isWithin(other.from, other, one.from, one) ||
    isWithin(other.to, other, one.from, one)
  );
}

/** Statement → those that must be executed before it. */
function dependencies(statements: readonly MoveStatement[]): ReadonlyMap<MoveStatement, readonly MoveStatement[]> {
  const touching = new Map<string, MoveStatement[]>();
  for (const one of statements)
    for (const block of new Set([one.from.block, one.to.block])) touching.set(block, [...(touching.get(block) ?? []), one]);
  return new Map(
    statements.map((one) => {
      const near = new Set([...touching.get(one.from.block)!, ...touching.get(one.to.block)!]);
      return [one, [...near].filter((other) => other !== one && follows(one, other))];
    }),
  );
}

/** Statements in the order of their chains, whatever their order in the files; `cyclic` are those that have none. */
export function inMoveOrder(statements: readonly MoveStatement[]): {
  readonly order: readonly MoveStatement[];
  readonly cyclic: readonly MoveStatement[];
} {
  const before = dependencies(statements);
  const order = new Set<MoveStatement>();
  for (let size = -1; size < order.size;) {
    size = order.size;
    for (const one of statements) if (before.get(one)!.every((other) => order.has(other))) order.add(one);
  }
  return { order: [...order], cyclic: statements.filter((one) => !order.has(one)) };
}
