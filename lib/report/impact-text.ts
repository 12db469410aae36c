import { asOneOwner, deposedIn } from "../engine/deposed";
import type { Plan } from "../engine/plan";
import type { Impact, PlannedStep } from "../reconcile/plan";
import { typeOf } from "../kernel/kinds";
import { textOf } from "../kernel/line";
import { harmless, shown, type TerminalStyle, type Style } from "./look";
import { stepCounts } from "./plan-summary";

const headings: Readonly<Record<"replaced" | "brief", readonly [words: string, style: Style]>> = {
  replaced: ["replaced, connections end", "red"],
  brief: ["brief, connections pause and continue", "yellow"],
};

/** The impact of a plan: the steps of each host, every endpoint that loses traffic with the reason, and how many lose none. */
export function* impactText(plan: Plan, look: TerminalStyle): Generator<string> {
  const perHost = stepCounts(plan);
  if (perHost.size === 0 && plan.impact.length === 0) return;
  yield `${look.paint("bold", "Impact:")}\n`;
  for (const [host, counts] of perHost) {
    const total = counts.add + counts.set + counts.del;
    const parts = (["add", "set", "del"] as const).filter((verb) => counts[verb] > 0).map((verb) => `${counts[verb]} ${verb}`);
    yield `  ${shown(host, look)}: ${total} ${total === 1 ? "step" : "steps"} (${parts.join(", ")})\n`;
  }
  for (const kind of ["replaced", "brief"] as const) yield* losing(kind, plan.impact, look);
  const live = plan.impact.filter(({ kind }) => kind === "live").length;
  const all = endingsOf(plan);
  const ended = all.filter(({ redirectedFrom }) => redirectedFrom === undefined);
  const but = ended.length > 0 ? " except as listed below" : "";
  if (live > 0) yield `  live, nothing is lost${but}: ${live} ${live === 1 ? "endpoint" : "endpoints"}\n`;
  yield* ending(ended, look);
  yield* redirected(all);
  yield "\n";
}

/** A step that ends connections: no rule would admit them any more, or they are `redirectedFrom` a port to which a rule newly applies. */
interface EndingStep extends PlannedStep {
  readonly redirectedFrom?: number | undefined;
}

function endingsOf({ phases, resources }: Plan): readonly EndingStep[] {
  const all = phases.flatMap((phase) => Object.values(phase).flat());
  const steps = asOneOwner(all, deposedIn({ resources }));
  return steps.flatMap((step) => {
    const ending = typeOf(step.fact).endsConnections?.(step.fact);
    return ending === undefined ? [] : [{ ...step, ...ending }];
  });
}

function* ending(ended: readonly EndingStep[], look: TerminalStyle): Generator<string> {
  if (ended.length === 0) return;
  yield `  ${look.paint("red", "connections that end")}:\n`;
  for (const { fact, owners } of ended) yield `    ${owners.map(harmless).join(", ")}: ${shown(textOf(fact), look)}\n`;
}

/** Existing UDP senders are redirected to the ports that are published now. */
function* redirected(steps: readonly EndingStep[]): Generator<string> {
  const ports = new Map<string, Set<number>>();
  for (const { redirectedFrom, owners } of steps) {
    const owner = owners.map(harmless).join(", ");
    if (redirectedFrom !== undefined) ports.set(owner, (ports.get(owner) ?? new Set()).add(redirectedFrom));
  }
  if (ports.size > 0) yield "  UDP senders redirected to a newly published port (their conntrack entries are deleted):\n";
  for (const [owner, some] of ports) {
    const named = [...some].slice(0, MOST_PORTS).join(", ");
    yield `    ${owner}: port ${named}${some.size > MOST_PORTS ? ` and ${some.size - MOST_PORTS} more` : ""}\n`;
  }
}

const MOST_PORTS = 5;

function* losing(kind: "replaced" | "brief", impact: readonly Impact[], look: TerminalStyle): Generator<string> {
  const some = impact.filter((one) => one.kind === kind);
  if (some.length === 0) return;
  const [words, style] = headings[kind];
  yield `  ${look.paint(style, words)}:\n`;
  for (const { endpoint, why, only } of some) {
    const part = only ? `only those of ${shown(only.join(", "), look)}: ` : "";
    yield `    ${shown(endpoint, look)}: ${part}${shown(why.join("; "), look)}\n`;
  }
}
