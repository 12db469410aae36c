/** What to do about a finding, as a sentence with its command. */
import { ROOT, type Fact } from "../kernel/fact";
import { typeOf } from "../kernel/kinds";
import { shellWord } from "../kernel/shell-word";
import type { JudgedDifference } from "../reconcile/drift/judged";

export function adviceOn({ class: kind, difference, repair, layer, isTolerated }: JudgedDifference): string {
  const { fact } = difference;
  if (isTolerated) return "An apply leaves it, because of `ignore_changes`.";
  if (repair.refusal !== undefined) return `An apply refuses to change anything until this is resolved. ${repair.refusal.detail}`;
  if (repair.by === "apply")
    return `\`netweft apply\` ${kind === "missing" ? "creates it again" : kind === "changed" ? "sets it as declared" : "removes it"}.`;
  if (kind === "orphaned")
    return `An apply leaves it, because the state does not have it. Declare it and import it (\`netweft import\`), or remove it on host "${fact.host}"${byHand(fact)}.`;
  if (layer === "listener") return "An apply leaves it. Stop the program, or publish another port.";
  if (kind === "unexpected") return `An apply leaves it. Declare it, or remove it on host "${fact.host}"${byHand(fact)}.`;
  return "No step of an apply repairs it: it depends on what is outside of the host, or on an object that is missing.";
}

/** The command that removes it, where one does. */
function byHand(fact: Fact): string {
  const words = typeOf(fact).removal?.(fact);
  if (words === undefined) return "";
  const [program, ...rest] = words;
  const inside = fact.netns === ROOT ? [] : ["-n", fact.netns];
  return `: \`${[program!, ...inside, ...rest].map(shellWord).join(" ")}\``;
}
