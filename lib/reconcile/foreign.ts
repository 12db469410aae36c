import { diagnose, type Diagnostic } from "../diagnostic";
import type { Fact } from "../kernel/fact";
import { canChange, typeOf } from "../kernel/kinds";
import { textOf } from "../kernel/line";
import { ownerOf } from "../kernel/mark";
import { shellWord } from "../kernel/shell-word";
import type { Owned } from "./goal";

/** Terraform does not pass resource addresses to providers: such a resource is named by its type and id. */
const UNADDRESSED = /^\w+\(/;

/**
 * The import command for an object, quoted for a shell.
 *
 * @example
 * importCommand('netweft_namespace.it["a"]', "local/a"); // `netweft import 'netweft_namespace.it["a"]' local/a`
 */
export function importCommand(address: string, id: string): string {
  return UNADDRESSED.test(address) ? `terraform import ADDRESS ${id}` : `netweft import ${shellWord(address)} ${id}`;
}

/** The command that removes a resource from the state and leaves its objects in place. */
export function forgetCommand(address: string): string {
  return UNADDRESSED.test(address) ? "terraform state rm ADDRESS" : `netweft state rm ${shellWord(address)}`;
}

/** The owner of a marked object, which keeps it. */
export function whose(actual: Fact): string | undefined {
  const owner = ownerOf(actual.mark);
  return owner && `belongs to ${owner.type} "${owner.id}" of the stack "${owner.stack}"`;
}

/** A foreign object, and the wanted one in whose place it is. */
interface Obstacle {
  readonly actual: Fact;
  readonly address: string;
  /** The owner as text; undefined where it carries no mark. */
  readonly owner: string | undefined;
  /** The id to import it by; undefined where it cannot be imported. */
  readonly id: string | undefined;
  /** The resource is in the state: it has to be removed from it before another object can be imported. */
  readonly isKnown: boolean;
}

/** Another stack has the same object: often it is this stack under its earlier name. */
function earlierName(actual: Fact, wanted: Fact): readonly Diagnostic[] {
  const [before, now] = [ownerOf(actual.mark), ownerOf(wanted.mark)];
  if (before === undefined || now === undefined || before.stack === now.stack) return [];
  if (before.type !== now.type || before.id !== now.id) return [];
  const detail = `Objects that are declared for the stack "${now.stack}" exist, and belong to the stack "${before.stack}". If this stack was called "${before.stack}" before: give it that name again with \`stack = "${before.stack}"\` in the provider block, destroy it, and rename it then. If these are two stacks, each of the objects has an error of its own that says what to do.`;
  return [diagnose("renamed-stack", detail)];
}

function remedyFor({ actual, address, owner, id, isKnown }: Obstacle): string {
  const other = `hoose another name for ${address}, or remove the object manually if nothing needs it.`;
  if (owner === undefined && id !== undefined)
    return `To import it unchanged, run ${isKnown ? `\`${forgetCommand(address)}\` and then ` : ""}\`${importCommand(address, id)}\`. Otherwise c${other}`;
  return typeOf(actual).remedyWhereForeign?.(actual, { address, isOwned: owner !== undefined, isKnown }) ?? `C${other}`;
}

/**
 * A foreign object is in the place of a declared one. Objects without a mark can be imported: `isTheSame` is whether it equals
 * the wanted one apart from its name; `isKnown`, whether the state has the resource. Objects of this stack under an earlier name
 * have a further error, which is the same of all of them.
 */
export function foreignObject(
  actual: Fact,
  { fact: wanted, owners }: Owned,
  { importId }: { readonly importId: (address: string) => string | undefined },
  { isTheSame = canChange(actual, wanted), isKnown = false }: { readonly isTheSame?: boolean; readonly isKnown?: boolean } = {},
): readonly Diagnostic[] {
  const [address] = owners as readonly [string];
  const owner = whose(actual);
  const id = isTheSame && typeOf(actual).importable && wanted.mark !== undefined ? importId(address) : undefined;
  const detail = `"${textOf(actual)}" exists and ${owner ?? "carries no mark of Netweft"}. Netweft never changes foreign objects. ${remedyFor({ actual, address, owner, id, isKnown })}`;
  return [
    ...earlierName(actual, wanted),
    diagnose("foreign-object", detail, { resource: address, host: actual.host, fact: textOf(actual) }),
  ];
}

/** Objects to delete that exist but are not ours, or no longer. */
function notOurs(actual: Fact): string {
  return `"${textOf(actual)}" ${whose(actual) ?? "carries no mark of Netweft"}, so it is not deleted`;
}

/** In a plan: objects to delete that will stay. */
export function willStay(actual: Fact, resource: string): Diagnostic {
  const detail = `${notOurs(actual)}: ${resource} will stay in the state, because its object still exists.`;
  return diagnose("left-in-place", detail, { resource, host: actual.host, fact: textOf(actual) });
}

/** After an apply: objects to delete that stayed. */
export function hasStayed(actual: Fact, resource: string): Diagnostic {
  const detail = `${notOurs(actual)}, and ${resource} stays in the state. If Netweft created it, remove it manually and run the command again. If it belongs to another program by now, run \`${forgetCommand(resource)}\`: that changes nothing on the host.`;
  return diagnose("not-removed", detail, { resource, host: actual.host, fact: textOf(actual) });
}

/** After an apply: objects on a host that was not observed. */
export function notSeen(gone: Fact, resource: string): Diagnostic {
  const detail = `"${textOf(gone)}" is on the host "${gone.host}", which was not observed. It may still exist, so ${resource} stays in the state. Add the host to the provider block again and run the command again. If the host no longer exists, run \`${forgetCommand(resource)}\`.`;
  return diagnose("not-removed", detail, { resource, host: gone.host, fact: textOf(gone) });
}
