/** Objects of a host that are queried one by one, by their names on the machine. */
import { OWN_NAMESPACE } from "../../../lib/kernel/adopted";
import { ROOT } from "../../../lib/kernel/fact";
import type { Scope } from "../../../lib/ports/backend";
import { word } from "./words";
import { mountOf, type NamespaceNames } from "./names";

/** The paths whose inodes are queried: the namespaces to read, and the paths under which other programs keep theirs. */
export function pathsAsked({ netns, adopt }: Scope, names: NamespaceNames): readonly string[] {
  const held = [...netns, ...Object.keys(adopt)].map((name) => mountOf(word.netns(names.onMachine(name))));
  const shown = Object.values(adopt).flatMap((asked) => asked.flatMap(({ path }) => (path === undefined ? [] : [word.path(path)])));
  const paths = [...held, ...shown];
  return paths.length === 0 ? [] : [...new Set([OWN_NAMESPACE, ...paths])];
}

/** The paths of settings below `/proc/sys` that a new namespace is looked at for. */
export function offersAsked({ offered = [] }: Scope): readonly string[] {
  return [...new Set(offered.map((name) => word.sysctl(name)))];
}

/** Namespace → the paths of settings below `/proc/sys`. */
export function settingsAsked(scope: Scope, names: NamespaceNames): ReadonlyMap<string, readonly string[]> {
  const spaces = new Set([ROOT, ...scope.netns]);
  const asked = new Map<string, string[]>();
  for (const { netns, name } of scope.sysctls) {
    if (!spaces.has(netns)) continue;
    const at = netns === ROOT ? ROOT : word.netns(names.onMachine(netns));
    asked.set(at, [...(asked.get(at) ?? []), word.sysctl(name)]);
  }
  return asked;
}
