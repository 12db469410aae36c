import { dirname, join, resolve } from "node:path";
import { objectOf } from "./app";
import type { CliSession } from "./session";

/** Where this program came from: what a package.json depends on to have the same one. */
export interface PackageOrigin {
  /** `^0.2.0`, or `file:/home/ada/netweft-0.2.0.tgz` */
  readonly wanted: string;
  /** The clone that the file is packed from first. */
  readonly unpacked?: string;
}

/** A version that was not installed from a registry is not assumed to be in one. */
export async function originOf({ doors, version }: CliSession): Promise<PackageOrigin> {
  const { root } = doors;
  if (!/[\\/]node_modules[\\/]/.test(`${root}/`)) {
    const file = join(root, `netweft-${version}.tgz`);
    const isPacked = (await doors.files.kind(file)) === "file";
    return { wanted: `file:${file}`, ...(!isPacked && { unpacked: root }) };
  }
  for (let folder = dirname(root); folder !== dirname(folder); folder = dirname(folder)) {
    const wanted = await wantedIn(folder, doors.files);
    if (wanted !== undefined) return { wanted: installable(wanted, folder) ?? `^${version}` };
  }
  return { wanted: `^${version}` };
}

/** What the package.json of a folder depends on for this package. */
async function wantedIn(folder: string, files: CliSession["doors"]["files"]): Promise<string | undefined> {
  const path = join(folder, "package.json");
  const text = (await files.kind(path)) === "file" ? await files.read(path) : undefined;
  const manifest = text?.ok ? objectOf(text.value) : undefined;
  const { dependencies, devDependencies } = manifest ?? {};
  const wanted = { ...(dependencies as object), ...(devDependencies as object) } as Readonly<Record<string, unknown>>;
  return typeof wanted["netweft"] === "string" ? wanted["netweft"] : undefined;
}

/** Files are relative to the package.json that names them; undefined for versions of the registry. */
function installable(wanted: string, folder: string): string | undefined {
  if (wanted.startsWith("file:")) return `file:${resolve(folder, wanted.slice("file:".length))}`;
  return /^[a-z+]+:/.test(wanted) && !/^(npm|workspace|catalog|link):/.test(wanted) ? wanted : undefined;
}
