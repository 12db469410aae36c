import { diagnose, type Diagnostic } from "../../diagnostic";
import { parseAddress } from "../state/address";
import type { State } from "../state/types";
import { inMoveOrder } from "./order";
import { addressOfEnd, moveStatements, type MoveStatement, type MovingConfiguration } from "./statements";

/** A move in a sentence. */
function textOf({ from, to }: MoveStatement): string {
  return `from ${addressOfEnd(from)} to ${addressOfEnd(to)}`;
}

function refused(statement: MoveStatement, why: string): Diagnostic {
  return diagnose("invalid-move", why, { resource: addressOfEnd(statement.to) });
}

/** An earlier statement that has the same one side, and another other side. */
function rival(statement: MoveStatement, earlier: readonly MoveStatement[], side: "from" | "to"): MoveStatement | undefined {
  const address = addressOfEnd(statement[side]);
  const other = side === "from" ? "to" : "from";
  return earlier.find(
    (one) =>
      one.whole === statement.whole && addressOfEnd(one[side]) === address && addressOfEnd(one[other]) !== addressOfEnd(statement[other]),
  );
}

function problemsOf(
  statement: MoveStatement,
  earlier: readonly MoveStatement[],
  { blocks }: MovingConfiguration,
  declared: ReadonlySet<string>,
): readonly Diagnostic[] {
  const [from, to] = [addressOfEnd(statement.from), addressOfEnd(statement.to)];
  if (from === to) return [refused(statement, `The \`moved\` block names ${from} twice, so it moves nothing. Remove the block.`)];
  const found: Diagnostic[] = [];
  if (parseAddress(from)!.type !== parseAddress(to)!.type)
    found.push(
      diagnose("unmovable-state", `${from} and ${to} are of different types, and the state of one cannot become the state of the other.`, {
        resource: to,
      }),
    );
  if (statement.whole ? blocks.includes(from) : declared.has(from)) {
    const what = `A \`moved\` block moves ${from} to ${to}, but ${from} is still declared, and would be made again.`;
    found.push(refused(statement, `${what} Remove the declaration, or remove the block if both are separate objects.`));
  }
  for (const side of ["from", "to"] as const) {
    const other = rival(statement, earlier, side);
    if (other === undefined) continue;
    const what = side === "from" ? "One object cannot move to two addresses" : "Two objects cannot move to one address";
    found.push(
      refused(
        statement,
        `A \`moved\` block moves ${textOf(statement)}, and another one ${textOf(other)}. ${what}: keep one of the blocks.`,
      ),
    );
  }
  return found;
}

/** The errors in the moves of a configuration. `declared`: the addresses of all its instances. */
export function checkMoved(configuration: MovingConfiguration, state: State, declared: ReadonlySet<string>): readonly Diagnostic[] {
  const statements = moveStatements(configuration, state);
  const found = statements.flatMap((one, n) => problemsOf(one, statements.slice(0, n), configuration, declared));
  const { cyclic } = inMoveOrder(statements);
  if (found.length > 0 || cyclic.length === 0) return found;
  const circle = cyclic.map(textOf).join(", ");
  return [refused(cyclic[0]!, `The \`moved\` blocks form a circle: ${circle}. No order of them has an end. Remove one of them.`)];
}

/** The warnings for moves that found their new address taken. */
export function blockedMoves(blocked: readonly { readonly from: string; readonly to: string }[]): readonly Diagnostic[] {
  return blocked.map(({ from, to }) =>
    diagnose(
      "move-blocked",
      `${from} did not move to ${to}, because ${to} is in the state already. What is at ${from} is planned as if there were no such move. Remove one of both from the state or from the configuration.`,
      { resource: to },
    ),
  );
}
