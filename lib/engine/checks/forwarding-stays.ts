import { isClosing } from "../../kernel/kinds/chain";
import { diagnose, type Diagnostic } from "../../diagnostic";
import type { Fact, FactOf } from "../../kernel/fact";
import { keyOf } from "../../kernel/kinds";
import { settingsIn } from "../../kernel/kinds/settings";
import { asFacts } from "../../reconcile/goal";
import { closedFamilies, FORWARDING_SETTING } from "../../resources/firewall/closed";
import type { View } from "./view";

const SETTINGS: ReadonlySet<string> = new Set(Object.values(FORWARDING_SETTING));

/** The settings for forwarding that the stack has no use for any more. */
function left(host: string, { goal, wanted }: View): readonly string[] {
  const owned = settingsIn(asFacts(goal.owned)).filter((one) => one.host === host && SETTINGS.has(one.name));
  return owned.filter((one) => wanted.get(keyOf(one as Fact)) === undefined).map(({ name }) => name);
}

function say(chain: FactOf<"chain">, names: readonly string[], resource: string): Diagnostic {
  const { host } = chain;
  const links = [...new Set(Object.values(closedFamilies(chain)).flatMap((family) => family.links))].sort();
  const between = links.length === 0 ? "" : ` between ${links.map((link) => `"${link}"`).join(", ")}, which it was closed to so far`;
  const settings = names.map((name) => `\`${name}\``).join(" and ");
  const commands = names.map((name) => `\`sysctl -w ${name}=0\``).join(" and ");
  const detail = `Netweft has switched forwarding on and leaves it on, because Docker, libvirt or a VPN may need it by now: ${settings} of host "${host}". After this apply the host forwards packets${between}. If nothing needs that, switch it off with ${commands}.`;
  return diagnose("forwarding-stays", detail, { resource, host });
}

/**
 * `host_forwarding` is not "open" any more. Whether the host forwarded before Netweft is not on record, and then it must stay a router; off, it
 * is closed by the next plan.
 */
function open({ host }: FactOf<"chain">, { wanted }: View, resource: string): readonly Diagnostic[] {
  const names = settingsIn(wanted).flatMap((one) => (one.host === host && one.value === "1" && SETTINGS.has(one.name) ? [one.name] : []));
  if (names.length === 0) return [];
  const commands = names.map((name) => `${name}=0`).join(" ");
  const detail = `\`host_forwarding\` of host "${host}" was "open", and it goes on forwarding between its own links: there is no record whether it was Netweft that switched forwarding on, and a host that forwarded before stays a router. If it was, run \`sysctl -w ${commands}\` on it and apply: Netweft finds forwarding off, closes the host between the links of that moment, and switches forwarding on again. In between, containers reach nothing beyond the host.`;
  return [diagnose("forwarding-not-closed", detail, { resource, host })];
}

/** Where the last network goes for which Netweft has switched forwarding on, the host goes on forwarding. */
export function forwardingIsLeft(view: View): readonly Diagnostic[] {
  return view.changes.flatMap(({ action, before, owners }) => {
    if (action !== "remove" || before === undefined || !isClosing(before)) return [];
    const names = left(before.host, view);
    if (names.length === 0) return before.rules.length === 0 ? open(before, view, owners[0]!) : [];
    return [say(before, names, owners[0]!)];
  });
}
