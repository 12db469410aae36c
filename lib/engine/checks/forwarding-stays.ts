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

/** Where the last network goes for which Netweft has switched forwarding on, the host goes on forwarding. */
export function forwardingIsLeft(view: View): readonly Diagnostic[] {
  return view.changes.flatMap(({ action, before, owners }) => {
    if (action !== "remove" || before === undefined || !isClosing(before)) return [];
    const names = left(before.host, view);
    return names.length === 0 ? [] : [say(before, names, owners[0]!)];
  });
}
