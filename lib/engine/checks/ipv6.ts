import { diagnose, type Diagnostic } from "../../diagnostic";
import { ROOT, type Fact, type FactOf, type Place } from "../../kernel/fact";
import { disableIpv6Of } from "../../kernel/kinds/sysctl";
import { bareAddress } from "../../net/cidr";
import type { Owned } from "../../reconcile/goal";
import type { View } from "./view";

/** The setting that switches IPv6 off where an address is to be; `owner` is who declares it, missing where it was found so. */
interface Ipv6Switch {
  readonly setting: FactOf<"sysctl">;
  readonly owner?: string;
}

/** The first of the names that says something: a link's own goes before what new links begin with, and that before what is said of all. */
function switchAt({ goal, actual }: View, place: Place, dev: string): Ipv6Switch | undefined {
  const keys = [dev, "default", "all"].map((link) => `${place.host} ${place.netns} sysctl ${disableIpv6Of(link)}`);
  for (const key of keys) {
    const declared = goal.desired.get(key);
    if (declared?.fact.kind === "sysctl") return { setting: declared.fact, owner: declared.owners[0]! };
  }
  const found = keys.map((key) => actual.get(place.host)?.get(key)).find((fact) => fact?.kind === "sysctl");
  return found === undefined ? undefined : { setting: found as FactOf<"sysctl"> };
}

function isAddr6(fact: Fact): fact is FactOf<"addr"> {
  return fact.kind === "addr" && fact.address.includes(":");
}

/** What is declared contradicts an address whether or not that is there; what was found does only where it is to be added. */
function* switchedOff(view: View): Generator<readonly [Ipv6Switch, FactOf<"addr">, Owned["owners"]]> {
  const added = new Set(view.changes.flatMap(({ before, after }) => (before === undefined && after !== undefined ? [after] : [])));
  for (const { fact, owners } of view.goal.desired.values()) {
    if (!isAddr6(fact)) continue;
    const found = switchAt(view, fact, fact.dev);
    if (found !== undefined && found.setting.value !== "0" && (found.owner !== undefined || added.has(fact))) yield [found, fact, owners];
  }
}

/** Where IPv6 is switched off no interface takes an address of it. Each setting that does so is said once. */
export function ipv6IsOn(view: View): readonly Diagnostic[] {
  if (view.changes.length === 0) return [];
  const said = new Map<FactOf<"sysctl">, Diagnostic>();
  for (const [found, addr, owners] of switchedOff(view)) {
    if (!said.has(found.setting))
      said.set(found.setting, found.owner === undefined ? foundOff(found.setting, addr, owners[0]!) : declaredOff(found, addr, owners[0]!));
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
