/** `NOTICE`: the licences of the packages that the bundled programs contain, as those demand. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packages } from "../package-lock.json";

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly peer?: boolean;
  readonly optional?: boolean;
}

const HEAD = `Netweft
Copyright the authors of Netweft

Licensed under the Apache License, Version 2.0; see LICENSE. The programs in dist contain the packages below.
`;

export function noticePage(): string {
  const all = Object.entries(packages as Readonly<Record<string, LockedPackage>>);
  const bundled = all.filter(([folder, { dev, peer, optional }]) => folder !== "" && !dev && !peer && !optional);
  const sections = bundled.map(([folder, { version, license }]) => {
    const name = folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length);
    return `\n${"-".repeat(80)}\n${name} ${version} (${license})\n\n${licenceText(folder).trim()}\n`;
  });
  return HEAD + sections.join("");
}

function licenceText(folder: string): string {
  const name = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  if (name === undefined) throw new Error(`${folder} has no licence file`);
  return readFileSync(join(folder, name), "utf8").replace(/\r\n/g, "\n");
}
