import { diagnose, type Diagnostic } from "../../diagnostic";
import { LOOPBACK } from "../../kernel/key";
import { deviceOf } from "../../kernel/kinds/sysctl";
import { accessOf, isHostWide, misfit, moduleOf, nearestSetting, type Access } from "../../kernel/sysctls";
import { quote } from "../../schema/quote";
import type { Draft, Value } from "../../schema/value";
import { isUnset, nested } from "../draft";

/** Errors in settings that are the same on every host. Names that are in no table are checked on the host. */
export function checkSettings(draft: Draft): readonly Diagnostic[] {
  return Object.entries(nested(draft, "sysctls") ?? {}).flatMap(([name, value]) => refused(name) ?? unfit(name, value) ?? []);
}

function refused(name: string): Diagnostic | undefined {
  if (isHostWide(name)) return ofTheHost(name);
  const access = accessOf(name);
  if (access === "read-only") return unusable(name, `${quote(name)} is read-only. Remove it.`);
  if (access === "write-only") return unusable(name, `${quote(name)} is a command: it has no value that could be kept. Remove it.`);
  return undefined;
}

function unfit(name: string, value: Value): Diagnostic | undefined {
  const form = typeof value === "string" ? misfit(name, value) : undefined;
  if (form === undefined) return undefined;
  const detail = `The kernel does not accept this value for ${quote(name)}, or shows it in another form. Write ${form}, in decimal without leading zeros.`;
  return diagnose("invalid-value", detail, { path: ["sysctls", name] });
}

function ofTheHost(name: string): Diagnostic {
  const detail = `${quote(name)} is a setting of the whole host and cannot be set inside a namespace. Remove it here, and set it on the host: \`sysctl -w\`, or a file in /etc/sysctl.d.`;
  return unusable(name, detail);
}

function unusable(name: string, detail: string): Diagnostic {
  return diagnose("unusable-setting", detail, { path: ["sysctls", name] });
}

/** The error of a setting on a host, given its access in new namespaces there; errors on every host are not repeated. */
export function refusedBy(host: string, name: string, access: Access): Diagnostic | undefined {
  if (refused(name) !== undefined) return undefined;
  if (access === "absent") return unusable(name, lacking(host, name));
  return access === "writable"
    ? undefined
    : unusable(name, `The kernel of host "${host}" does not allow ${quote(name)} to be set in a namespace. Remove it.`);
}

function lacking(host: string, name: string): string {
  const said = `Namespaces on host "${host}" have no setting ${quote(name)}.`;
  const module = moduleOf(name);
  if (module !== undefined) return `${said} It is there once the host has loaded its module: \`modprobe ${module}\`.`;
  if (accessOf(name) !== "absent") return `${said} Its kernel is older than the setting, or was built without it. Remove it.`;
  const meant = nearestSetting(name);
  return meant === undefined ? `${said} \`sysctl -a\` shows those that it has.` : `${said} Did you mean ${quote(meant)}?`;
}

/** Errors of a namespace that is created before its endpoints: a new one has no interface but the loopback. */
export function settingsTooEarly(draft: Draft): readonly Diagnostic[] {
  if (!isUnset(draft["pid"]) || draft["inode"] !== null) return [];
  return Object.keys(nested(draft, "sysctls") ?? {}).flatMap((name) => {
    const dev = deviceOf({ name });
    if (dev === undefined || dev === LOOPBACK) return [];
    const detail = `A new namespace has no interface ${quote(dev)} yet: its endpoints are made after it. Say it of "default", with which every interface begins, or add it once the endpoint is there.`;
    return [diagnose("missing-object", detail, { path: ["sysctls", name] })];
  });
}
