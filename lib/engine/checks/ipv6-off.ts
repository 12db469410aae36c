import { diagnose, type Diagnostic } from "../../diagnostic";
import type { FactLookup } from "../../kernel/among";
import { ROOT, type FactOf, type Place } from "../../kernel/fact";
import { addressesIn } from "../../kernel/kinds/addr";
import { settingAt } from "../../kernel/kinds/settings";
import { disableIpv6Of } from "../../kernel/kinds/sysctl";
import { bareAddress } from "../../net/cidr";
import { isIpv6 } from "../../net/ip";
import { ownerOf, type View } from "./view";

/** The setting that switches IPv6 off where an address is to be; `owner` is who declares it, missing where it was found so. */
interface Ipv6Switch {
  readonly setting: FactOf<"sysctl">;
  readonly owner?: string;
}

/** The first of the names that says something: a link's own goes before what new links begin with, and that before what is said of all. */
function switchAt(view: View, place: Place, dev: string): Ipv6Switch | undefined {
  const names = [dev, "default", "all"].map(disableIpv6Of);
  const first = (facts: FactLookup | undefined) =>
    names.map((name) => settingAt(facts, place, name)).find((setting) => setting !== undefined);
  const declared = first(view.wanted);
  if (declared !== undefined) return { setting: declared, owner: ownerOf(view, declared) };
  const found = first(view.actual.get(place.host));
  return found && { setting: found };
}

/** What is declared contradicts an address whether or not that is there; what was found does only where it is to be added. */
function* switchedOff(view: View): Generator<readonly [Ipv6Switch, FactOf<"addr">]> {
  const added = new Set(view.changes.flatMap(({ before, after }) => (before === undefined && after !== undefined ? [after] : [])));
  for (const addr of addressesIn(view.wanted)) {
    const found = isIpv6(addr.address) ? switchAt(view, addr, addr.dev) : undefined;
    if (found !== undefined && found.setting.value !== "0" && (found.owner !== undefined || added.has(addr))) yield [found, addr];
  }
}

/** Where IPv6 is switched off no interface takes an address of it. Each setting that does so is said once. */
export function ipv6IsOn(view: View): readonly Diagnostic[] {
  if (view.changes.length === 0) return [];
  const said = new Map<FactOf<"sysctl">, Diagnostic>();
  for (const [found, addr] of switchedOff(view)) {
    if (said.has(found.setting)) continue;
    const needing = ownerOf(view, addr);
    said.set(found.setting, found.owner === undefined ? foundOff(found.setting, addr, needing) : declaredOff(found, addr, needing));
  }
  return [...said.values()];
}

function declaredOff({ setting, owner }: Ipv6Switch, addr: FactOf<"addr">, needing: string): Diagnostic {
  const detail = `This switches IPv6 off where ${needing} has the address ${bareAddress(addr.address)} (${addr.dev}): the kernel would refuse it. Set it to "0" or leave it out, or use a network without an IPv6 subnet.`;
  return diagnose("ipv6-off", detail, { resource: owner!, path: ["sysctls", setting.name], host: setting.host });
}

function foundOff(setting: FactOf<"sysctl">, addr: FactOf<"addr">, resource: string): Diagnostic {
  const { host, netns } = setting;
  const [where, remedy] =
    netns === ROOT
      ? [`on host "${host}"`, `Set \`${setting.name} = 0\` there`]
      : [`in the namespace "${netns}" on host "${host}"`, `Add \`"${setting.name}" = "0"\` to \`sysctls\` of the namespace`];
  const detail = `IPv6 is switched off ${where}: \`${setting.name} = ${setting.value}\`. The kernel would refuse the address ${bareAddress(addr.address)} (${addr.dev}). ${remedy}, or use a network without an IPv6 subnet.`;
  return diagnose("ipv6-off", detail, { resource, host });
}
