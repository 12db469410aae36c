/** What of a host is asked for one by one, in the machine's names. */
import { OWN_NAMESPACE } from "../../lib/kernel/adopted";
import { ROOT } from "../../lib/kernel/fact";
import type { Scope } from "../../lib/io";
import { word } from "./codecs/words";
import { mountOf, type Names } from "./names";

/** The paths whose namespaces are asked for: those of the other programs, and our names for them. None where there are none. */
export function pathsAsked(scope: Scope, names: Names): readonly string[] {
  const paths = Object.entries(scope.adopt).flatMap(([name, asked]) => [
    mountOf(word.netns(names.onMachine(name))),
    ...asked.flatMap(({ path }) => (path === undefined ? [] : [word.path(path)])),
  ]);
  return paths.length === 0 ? [] : [...new Set([OWN_NAMESPACE, ...paths])];
}

/** Namespace → the paths of settings below `/proc/sys`. */
export function settingsAsked(scope: Scope, names: Names): ReadonlyMap<string, readonly string[]> {
  const spaces = new Set([ROOT, ...scope.netns]);
  const asked = new Map<string, string[]>();
  for (const { netns, name } of scope.sysctls) {
    if (!spaces.has(netns)) continue;
    const at = netns === ROOT ? ROOT : word.netns(names.onMachine(netns));
    asked.set(at, [...(asked.get(at) ?? []), word.sysctl(name)]);
  }
  return asked;
}
