/** The settings below `net` that namespaces have: which there are, what they take, and what the kernel starts with. */
import { nearest } from "../../schema/nearest";
import { fits, formOf, formText } from "./form";
import { HOST_SETTINGS, SETTINGS, type Access, type SettingRow } from "./table";

export type { Access } from "./table";

const OF_LINK = /^(net\.(?:ipv[46]|mpls)\.(conf|neigh))\.([^.]+)\.([^.]+)$/;

/** The setting of this name in a namespace; undefined where it has none. */
function settingNamed(name: string): SettingRow | undefined {
  const [, table, folder, link, last] = OF_LINK.exec(name) ?? [];
  if (table === undefined) return SETTINGS.get(name);
  // The kernel keeps what neighbours begin with once for all namespaces.
  return folder === "neigh" && (link === "all" || link === "default") ? undefined : SETTINGS.get(`${table}.*.${last}`);
}

/** What may be done with a setting inside a namespace that is not the host's own. That its link is there is not asked. */
export function accessOf(name: string): Access {
  return settingNamed(name)?.access ?? "absent";
}

/** The same setting of a link that every namespace has; the name itself where it belongs to none, or to `all` or `default`. */
export function onLoopback(name: string): string {
  const [, table, , link, last] = OF_LINK.exec(name) ?? [];
  return table === undefined || link === "all" || link === "default" ? name : `${table}.lo.${last}`;
}

/** Whether the host's own namespace has the setting for all namespaces. */
export function isHostWide(name: string): boolean {
  return HOST_SETTINGS.has(name) || settingNamed(name)?.ofHost === true;
}

/** The module that the kernel must have loaded for a setting, where it needs one. */
export function moduleOf(name: string): string | undefined {
  return settingNamed(name)?.module;
}

/** What a value must be that the kernel takes and shows again as it is, where this one is not; undefined where nothing is known against it. */
export function misfit(name: string, value: string): string | undefined {
  const form = formOf(settingNamed(name)?.form ?? "text");
  return form === undefined || fits(form, value) ? undefined : formText(form);
}

/** The settings whose initial value is another one for some links than for most. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  "net.ipv4.conf.all.accept_source_route": "0",
  "net.ipv4.conf.lo.disable_policy": "1",
  "net.ipv4.conf.lo.disable_xfrm": "1",
  "net.ipv6.conf.all.accept_dad": "0",
  "net.ipv6.conf.lo.accept_dad": "-1",
  "net.ipv6.conf.lo.mtu": "65536",
  "net.ipv6.conf.lo.use_tempaddr": "-1",
  "net.ipv6.neigh.lo.locktime": "0",
};

/** The value that the kernel starts with; undefined for settings without one, and for those that no table has. */
export function sysctlDefault(name: string): string | undefined {
  return EXCEPTIONS[name] ?? settingNamed(name)?.initial;
}

/** The setting that was probably meant, of those that can be set in a namespace. */
export function nearestSetting(name: string): string | undefined {
  const [, table, , link] = OF_LINK.exec(name) ?? [];
  const usable = [...SETTINGS].flatMap(([known, { access }]) => (access === "writable" ? [known] : []));
  const found = nearest(table === undefined ? name : name.replace(`.${link}.`, ".*."), usable);
  return found?.replace("*", link ?? "DEV");
}

/** Every setting of a namespace, those of links by the names of these. For tests that go through all. */
export function settingNames(links: readonly string[]): readonly string[] {
  return [...SETTINGS.keys(), ...HOST_SETTINGS].flatMap((name) =>
    name.includes("*") ? links.map((link) => name.replace("*", link)) : [name],
  );
}
