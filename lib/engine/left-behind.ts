/** Removed resources that still have objects on hosts that did not answer, or that the provider block does not name any more. */
import { diagnose, type Diagnostic } from "../diagnostic";
import { grouped } from "../kernel/among";
import type { HostConfig, ProviderConfig } from "../resources/provider";
import { recordedBackend } from "./backends";
import type { Plan } from "./plan";
import { hostConfigs, type Providers } from "./providers";
import { withInstances } from "./state/edit";
import { hostOfLine } from "./state/lines";
import type { Private, State, StateInstance } from "./state/types";

/** The hosts that an instance of the state was left behind on, with what the provider block said of each; null where that is not known. */
function leftOf({ private: own }: StateInstance): readonly (readonly [string, HostConfig | null])[] {
  return Object.entries(own?.left ?? {}) as (readonly [string, HostConfig | null])[];
}

/** The hosts that only the state knows, as the provider block had them: what was left behind there is cleaned when they answer again. */
function knownFrom(
  { instances }: State,
  providers: Providers,
): ReadonlyMap<string, { readonly host: HostConfig; readonly backend: string }> {
  const declared = hostConfigs(providers);
  return new Map(
    [...instances.values()].flatMap((instance) =>
      leftOf(instance).flatMap(([name, host]) =>
        host === null || declared.has(name) ? [] : [[name, { host, backend: recordedBackend(instance) ?? "" }] as const],
      ),
    ),
  );
}

/** The providers with the hosts that only the state knows, and the names of these. */
export function withLeftHosts(providers: Providers, state: State): { readonly providers: Providers; readonly left: ReadonlySet<string> } {
  const known = knownFrom(state, providers);
  if (known.size === 0) return { providers, left: new Set() };
  const taken = new Set<string>();
  const configs = providers.configs.map((config): ProviderConfig => {
    const mine = [...known].filter(([name, { backend }]) => backend === config.backend && !taken.has(name));
    for (const [name] of mine) taken.add(name);
    return mine.length === 0
      ? config
      : { ...config, hosts: { ...config.hosts, ...Object.fromEntries(mine.map(([name, { host }]) => [name, host])) } };
  });
  return { providers: { ...providers, configs }, left: taken };
}

/** Whether all that the instance has was left behind on hosts that are not looked at. */
export function isLeftBehind(instance: StateInstance, isSeen: (host: string) => boolean): boolean {
  const facts = instance.private?.left === undefined ? [] : instance.private.facts;
  return facts.length > 0 && facts.every((line) => !isSeen(hostOfLine(line)));
}

/** What is left behind: the lines, and the instance that had them. */
interface Remains {
  readonly lines: readonly string[];
  readonly earlier: StateInstance;
}

/** An instance that has these facts of its own, and beside them what is left behind. */
export function leftOn(
  instance: StateInstance,
  facts: readonly string[],
  { lines, earlier }: Remains,
  { providers }: Pick<Plan, "providers">,
): StateInstance {
  const known = new Map(providers.flatMap((config) => Object.entries(config.hosts)));
  const names = [...new Set(lines.map(hostOfLine))];
  const left = Object.fromEntries(names.map((name) => [name, known.get(name) ?? earlier.private?.left?.[name] ?? null])) as NonNullable<
    Private["left"]
  >;
  return { ...instance, private: { ...(instance.private ?? earlier.private!), facts: [...lines, ...facts], left } };
}

/** The state without what was left behind on a host, and the addresses of what that concerned. */
export function givenUp(state: State, host: string): { readonly state: State; readonly addresses: readonly string[] } {
  const concerned = [...state.instances.values()].filter(({ private: own }) => own?.left?.[host] !== undefined);
  const rest = concerned.map((instance): StateInstance => {
    const { left, facts, ...own } = instance.private!;
    const others = Object.fromEntries(Object.entries(left!).filter(([name]) => name !== host));
    const kept = facts.filter((line) => hostOfLine(line) !== host);
    return { ...instance, private: { ...own, facts: kept, ...(Object.keys(others).length > 0 && { left: others }) } };
  });
  const put = rest.filter(({ private: own }) => own!.facts.length > 0);
  const gone = new Set(rest.filter(({ private: own }) => own!.facts.length === 0).map(({ address }) => address));
  return { state: withInstances(state, put, gone), addresses: concerned.map(({ address }) => address) };
}

/** One warning for each of these hosts on which something was left behind. */
export function sayLeftBehind(instances: Iterable<StateInstance>, isMeant: (host: string) => boolean = () => true): readonly Diagnostic[] {
  const all = [...instances].flatMap((instance) => leftOf(instance).map(([name, host]) => ({ name, isKnown: host !== null, instance })));
  return [...grouped(all, ({ name }) => name)]
    .filter(([host]) => isMeant(host))
    .map(([host, some]) => {
      const addresses = some.map(({ instance: { address } }) => address);
      const when = some.some(({ isKnown }) => isKnown)
        ? "An apply cleans it when the host answers again"
        : "The provider block does not name the host any more: add it again, and an apply cleans it when the host answers";
      const detail = `Removed from the configuration, and left behind on host "${host}": objects of ${addresses.join(", ")}. ${when}. If the host will not come back, give them up: \`netweft state rm --left-behind ${host}\`.`;
      return diagnose("left-behind", detail, { host });
    });
}
