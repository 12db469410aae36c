/** Hosts that do not answer, and that a plan leaves as they are. */
import { diagnose, type Diagnostic, type Result } from "../diagnostic";
import type { Code } from "../codes";
import { hostsOf, type Registry } from "../resources/registry";
import { isLeftBehind, sayLeftBehind } from "./left-behind";
import type { Plan } from "./plan";
import type { Resolved } from "./resolve/resolve";
import { byAddress } from "./state/edit";
import { hostOfLine } from "./state/lines";
import type { State, StateInstance } from "./state/types";

const DOWN: ReadonlySet<Code> = new Set<Code>(["host-unreachable", "connection-lost"]);

/** Host → why it does not answer. */
export type SkippedHosts = ReadonlyMap<string, string>;

/** Why a host is down; undefined where it answers. An unknown key, or a refused login, is an error in any case. */
export function downBecause(answer: Result<unknown>): string | undefined {
  const errors = answer.ok ? [] : answer.diagnostics.filter(({ severity }) => severity === "error");
  return errors.length > 0 && errors.every(({ code }) => DOWN.has(code)) ? errors[0]!.detail : undefined;
}

/** The instances that stay as they are: those that are on skipped hosts only, as declared, and those left behind there before. */
export function waitingFor(
  skipped: SkippedHosts,
  declared: readonly Resolved[],
  { instances }: State,
  { types, isKnown }: { readonly types: Registry; readonly isKnown: (host: string) => boolean },
): readonly string[] {
  const isSeen = (host: string) => isKnown(host) && !skipped.has(host);
  const here = new Set(declared.map(({ instance }) => instance.address));
  const there = declared.flatMap(({ instance: { address, type }, attributes }) => {
    const hosts = skipped.size === 0 ? [] : hostsOf(types, { type, attributes });
    return hosts.length > 0 && hosts.every((host) => skipped.has(host)) ? [address] : [];
  });
  // What an instance without lines has is not known: it stays where one of its hosts is skipped.
  const isUnread = ({ mode, type, attributes, private: own }: StateInstance) =>
    mode === "managed" && own === undefined && hostsOf(types, { type, attributes }).some((host) => skipped.has(host));
  const left = [...instances.values()].filter((one) => !here.has(one.address) && (isLeftBehind(one, isSeen) || isUnread(one)));
  return [...there, ...left.map(({ address }) => address)];
}

/** Whether a plan looks at a host: one that it skips, or that no provider block names, it does not. */
export function isLookedAt({ providers, skipped = [] }: Pick<Plan, "providers" | "skipped">): (host: string) => boolean {
  const known = new Set(providers.flatMap(({ hosts }) => Object.keys(hosts)));
  return (host) => known.has(host) && !skipped.includes(host);
}

/** The lines of an instance on hosts that are not looked at. */
function unseenLines(instance: StateInstance | undefined, isSeen: (host: string) => boolean): readonly string[] {
  return (instance?.private?.facts ?? []).filter((line) => !isSeen(hostOfLine(line)));
}

/** What a plan cannot do, because it concerns hosts that are not looked at. */
export interface Remainder {
  /** Instances that are to have something there that the state does not have. */
  readonly open: ReadonlySet<string>;
  /** Changed and deleted instances that have something there that is to go: the lines. */
  readonly left: ReadonlyMap<string, readonly string[]>;
}

/** What remains to be done on hosts that are not looked at. */
export function remainderOf(plan: Pick<Plan, "resources" | "instances" | "providers" | "skipped">, state: State): Remainder {
  const isSeen = isLookedAt(plan);
  const targets = byAddress(plan.instances);
  const open = new Set<string>();
  const left = new Map<string, readonly string[]>();
  for (const { address, action } of plan.resources) {
    if (action === "no-op" || action === "read" || action === "forget") continue;
    const prior = state.instances.get(address);
    const claimed = new Set(prior?.private?.claimed);
    const [before, after] = [unseenLines(prior, isSeen), action === "delete" ? [] : unseenLines(targets.get(address), isSeen)];
    if (after.some((line) => !before.includes(line) || claimed.has(line))) open.add(address);
    const going = before.filter((line) => !after.includes(line));
    if (going.length > 0) left.set(address, going);
  }
  return { open, left };
}

/** What a plan that skips hosts leaves: instances as they are, and parts of others. */
export interface SkippedParts {
  readonly waiting: ReadonlySet<string>;
  readonly partly: Iterable<string>;
  /** Hosts that only the state knows. */
  readonly left: ReadonlySet<string>;
  /** What the configuration declares: it was not removed, whatever is left behind of it. */
  readonly declared: ReadonlySet<string>;
}

/** What a plan says of the hosts that it skips, and of what was left behind. */
export function saySkipped(
  skipped: SkippedHosts,
  { waiting, partly, left, declared }: SkippedParts,
  { instances }: State,
  isSeen: (host: string) => boolean,
): readonly Diagnostic[] {
  const stay = [...waiting].filter((address) => instances.get(address)?.private?.left === undefined);
  const open = [...partly];
  const warnings = [...skipped]
    .filter(([host]) => !left.has(host))
    .map(([host, why]) => {
      const kept = stay.length === 0 ? "" : ` Left as they are: ${some(stay)}.`;
      const rest = open.length === 0 ? "" : ` Done on the other hosts only: ${some(open)}.`;
      return diagnose("host-skipped", `Host "${host}" does not answer and is skipped. ${why}${kept}${rest}`, { host });
    });
  const removed = [...instances.values()].filter(({ address }) => !declared.has(address));
  return [...warnings, ...sayLeftBehind(removed, (host) => !isSeen(host))];
}

function some(addresses: readonly string[]): string {
  return addresses.slice(0, 10).join(", ") + (addresses.length > 10 ? ` and ${addresses.length - 10} more` : "");
}

/** The errors of an apply whose plan skipped hosts. */
export function notDone({ diagnostics }: Plan): readonly Diagnostic[] {
  const skipped = diagnostics.filter(({ code }) => code === "host-skipped");
  return skipped.map(({ detail, at }) =>
    diagnose("host-unreachable", `${detail} Its part of the state is as before: apply again when it answers.`, at),
  );
}
