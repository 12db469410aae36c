import { diagnose, type Diagnostic } from "../../diagnostic";
import type { Fact, Kind } from "../../kernel/fact";
import { canChange } from "../../kernel/kinds";
import { textOf } from "../../kernel/line";
import { ownerOf } from "../../kernel/mark";
import type { Owned } from "../goal";

/** Terraform does not tell a provider the address of a resource: such a one is called by its type and its id. */
const UNADDRESSED = /^\w+\(/;

/**
 * The command that takes an object over, for a shell to read.
 *
 * @example
 * importCommand('netweft_namespace.it["a"]', "local/a"); // `netweft import 'netweft_namespace.it["a"]' local/a`
 */
export function importCommand(address: string, id: string): string {
  return UNADDRESSED.test(address) ? `terraform import ADDRESS ${id}` : `netweft import ${shellWord(address)} ${id}`;
}

/** The command by which a state forgets a resource and leaves its objects where they are. */
export function forgetCommand(address: string): string {
  return UNADDRESSED.test(address) ? "terraform state rm ADDRESS" : `netweft state rm ${shellWord(address)}`;
}

function shellWord(address: string): string {
  return /^[\w.-]+$/.test(address) ? address : `'${address.replaceAll("'", "'\\''")}'`;
}

/** What a resource is made of in the first place, so that its owner can be taken over with it. */
const IMPORTED: ReadonlySet<Kind> = new Set(["netns", "link", "veth"]);

/** The id of what a fact is the main object of: the one that carries the mark. */
function idOf({ host, mark }: Fact): string | undefined {
  const owner = ownerOf(mark);
  return owner && (owner.type === "netweft_overlay_network" ? owner.id : `${host}/${owner.id}`);
}

/** Whose a marked object is, and that it stays so. */
export function whose(actual: Fact): string | undefined {
  const owner = ownerOf(actual.mark);
  return owner && `belongs to ${owner.type} "${owner.id}" of the stack "${owner.stack}"`;
}

/** What is in the way, and of what is to be there instead. */
interface Obstacle {
  readonly actual: Fact;
  readonly address: string;
  /** Whose it is, in words; undefined where it carries nobody's mark. */
  readonly owner: string | undefined;
  /** By which it can be taken over; undefined where it cannot. */
  readonly id: string | undefined;
  /** The state has the resource: before another object can be taken over, it has to forget it. */
  readonly isKnown: boolean;
}

function remedyFor({ actual, address, owner, id, isKnown }: Obstacle): string {
  const other = `hoose another name for ${address}, or remove the object by hand if nobody needs it.`;
  if (owner === undefined && id !== undefined)
    return `To take it over as it is, run ${isKnown ? `\`${forgetCommand(address)}\` and then ` : ""}\`${importCommand(address, id)}\`. Otherwise c${other}`;
  if (actual.kind === "element" && actual.set.startsWith("publish"))
    return `It is what a published port is, so publish another port with ${address}, or on another address of the host.`;
  if (actual.kind === "route") return `Set \`default_route = false\` on ${address}, or remove the route by hand if it is not needed.`;
  if (actual.kind !== "resolv") return `C${other}`;
  if (owner !== undefined)
    return "A namespace asks the name server of one network: set `default_route = false` on all of its endpoints but one.";
  return `Remove /etc/netns/${actual.name}/resolv.conf by hand if nobody needs it, or set \`names = false\` on the network.`;
}

/**
 * An object of somebody else's is where one of ours is to be. What carries nobody's mark can be taken over: `isTheSame` says
 * whether it is just what is wanted, under whatever name; `isKnown`, whether the state has had it in this place.
 */
export function foreignObject(
  actual: Fact,
  { fact: wanted, owners }: Owned,
  { isTheSame = canChange(actual, wanted), isKnown = false }: { readonly isTheSame?: boolean; readonly isKnown?: boolean } = {},
): Diagnostic {
  const [address] = owners as readonly [string];
  const owner = whose(actual);
  const id = isTheSame && IMPORTED.has(actual.kind) ? idOf(wanted) : undefined;
  const detail = `"${textOf(actual)}" exists and ${owner ?? "carries no mark of Netweft"}. Netweft never changes what is not its own. ${remedyFor({ actual, address, owner, id, isKnown })}`;
  return diagnose("foreign-object", detail, { resource: address, host: actual.host, fact: textOf(actual) });
}

/** What is to go and is there, and is not ours, or not any more. */
function notOurs(actual: Fact): string {
  return `"${textOf(actual)}" ${whose(actual) ?? "carries no mark of Netweft"}, so it is not taken away`;
}

/** Said of a plan: what is to go and will stay. */
export function willStay(actual: Fact, resource: string): Diagnostic {
  const detail = `${notOurs(actual)}: ${resource} will stay in the state, because its object is not known to be gone.`;
  return diagnose("left-in-place", detail, { resource, host: actual.host, fact: textOf(actual) });
}

/** Said after the work: what was to go and has stayed. */
export function hasStayed(actual: Fact, resource: string): Diagnostic {
  const detail = `${notOurs(actual)}, and ${resource} stays in the state. If it is the one that Netweft made, remove it by hand and run the command again. If it belongs to another program by now, run \`${forgetCommand(resource)}\`: that changes nothing on the host.`;
  return diagnose("not-removed", detail, { resource, host: actual.host, fact: textOf(actual) });
}

/** Said after the work of what is on a host that was not looked at. */
export function notSeen(gone: Fact, resource: string): Diagnostic {
  const detail = `"${textOf(gone)}" is on the host "${gone.host}", which was not looked at. It is not known to be gone, so ${resource} stays in the state. Put the host back into the provider block and run the command again. If the host is no more, run \`${forgetCommand(resource)}\`.`;
  return diagnose("not-removed", detail, { resource, host: gone.host, fact: textOf(gone) });
}
