/** `NOTICE`: the licences of the packages that the bundled programs contain, as those demand. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bundledPackages } from "./bundled";

const HEAD = `Netweft
Copyright the authors of Netweft

Licensed under the Apache License, Version 2.0; see LICENSE. The programs in dist contain the packages below.
`;

export function noticePage(): string {
  const sections = bundledPackages().map(
    ({ name, version, license, folder }) => `\n${"-".repeat(80)}\n${name} ${version} (${license})\n\n${licenceText(folder).trim()}\n`,
  );
  return HEAD + sections.join("");
}

function licenceText(folder: string): string {
  const name = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  if (name === undefined) throw new Error(`${folder} has no licence file`);
  return readFileSync(join(folder, name), "utf8").replace(/\r\n/g, "\n");
}
