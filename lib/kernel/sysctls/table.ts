/** Reads the tables beside it. */
import { HOST_WIDE, HOST_WIDE_NEIGH } from "./host-wide";
import { IPV4 } from "./ipv4";
import { IPV6 } from "./ipv6";
import { CONF4, CONF6, NEIGH } from "./links";
import { OF_MODULES } from "./modules";
import { OTHERS } from "./others";

/** What may be done with a setting inside a namespace. */
export type Access = "writable" | "read-only" | "write-only" | "absent";

/** A setting that namespaces have. */
export interface SettingRow {
  readonly access: Access;
  /** It can be read in each namespace, and be set in the host's own. */
  readonly ofHost: boolean;
  /** `bit`, `0..3`, `text`: see `form.ts`. */
  readonly form: string;
  /** What the kernel starts with; undefined for what has no value at first. */
  readonly initial: string | undefined;
  /** The module without which the kernel does not have it. */
  readonly module?: string;
}

const ACCESS: Readonly<Record<string, Access>> = { "read-only": "read-only", host: "read-only", action: "write-only" };

/** A line is NAME FORM INITIAL; `host` and `read-only` are what is not written there, `action` what cannot be read. */
function rowOf(line: string, below: string): readonly [name: string, setting: SettingRow] {
  const [name, form = "", ...initial] = line.split(" ");
  const value = initial.length === 0 && form !== "text" ? undefined : initial.join(" ");
  return [`${below}.${name}`, { access: ACCESS[form] ?? "writable", ofHost: form === "host", form, initial: value }];
}

function rowsOf(table: string, below: string): readonly (readonly [string, SettingRow])[] {
  return table.split("\n").flatMap((line) => (line.trim() === "" ? [] : [rowOf(line.trim(), below)]));
}

/** All settings of a namespace by name; `*` stands for `all`, `default` or a link where the name has one. */
export const SETTINGS: ReadonlyMap<string, SettingRow> = new Map([
  ...rowsOf(CONF4, "net.ipv4.conf.*"),
  ...rowsOf(CONF6, "net.ipv6.conf.*"),
  ...rowsOf(NEIGH, "net.ipv4.neigh.*"),
  ...rowsOf(NEIGH, "net.ipv6.neigh.*"),
  ...rowsOf(IPV4, "net.ipv4"),
  ...rowsOf(IPV6, "net.ipv6"),
  ...rowsOf(OTHERS, "net"),
  ...Object.entries(OF_MODULES).flatMap(([module, table]) =>
    rowsOf(table, "net").map(([name, setting]) => [name, { ...setting, module }] as const),
  ),
]);

function* hostWide(): Generator<string> {
  for (const name of HOST_WIDE.trim().split(/\s+/)) yield `net.${name}`;
  const ofNeighbours = [...rowsOf(NEIGH, "").map(([name]) => name.slice(1)), ...HOST_WIDE_NEIGH.split(" ")];
  for (const name of ofNeighbours) yield* [`net.ipv4.neigh.default.${name}`, `net.ipv6.neigh.default.${name}`];
}

/** The settings that only the host's own namespace has. */
export const HOST_SETTINGS: ReadonlySet<string> = new Set(hostWide());
