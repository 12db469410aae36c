import { packages } from "../package-lock.json";

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly peer?: boolean;
  readonly optional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A package that the programs contain, as it is locked. */
export interface BundledPackage {
  readonly name: string;
  readonly folder: string;
  readonly version: string;
  readonly license: string;
  /** `sha512-` and the hash of its tarball in base64. */
  readonly integrity: string;
  readonly dependencies: readonly string[];
}

/** All packages that the bundled programs contain. */
export function bundledPackages(): readonly BundledPackage[] {
  const all = Object.entries(packages as Readonly<Record<string, LockedPackage>>);
  const bundled = all.filter(([folder, { dev, peer, optional }]) => folder !== "" && !dev && !peer && !optional);
  return bundled.map(([folder, { version, license, integrity, dependencies = {} }]) => {
    const name = folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length);
    if (version === undefined || license === undefined || integrity === undefined) throw new Error(`${folder} is not locked`);
    return { name, folder, version, license, integrity, dependencies: Object.keys(dependencies) };
  });
}
