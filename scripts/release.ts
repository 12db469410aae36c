/**
 * `npm run release -- FOLDER`: everything that a version is published as. The same sources give the same bytes. Build first.
 *
 * * `netweft-VERSION.tgz` for the npm registry, its bill of materials (CycloneDX), and the checksums of both.
 * * `terraform-provider-netweft_VERSION_OS_ARCH.zip` for Terraform's registries and packed mirrors, with the manifest of the protocol
 *   and the checksums of all. A registry also wants a signature of the checksums: `gpg --detach-sign FILE_SHA256SUMS`, with the
 *   publisher's key.
 *
 * package.json has no `repository`, `bugs` or `homepage`: the sources have no public address yet, and a wrong one would lead users and
 * scanners to what is not ours. The first release adds the three, and the address of reports in SECURITY.md.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import manifest from "../package.json";
import { billOfMaterials } from "./bill";
import { zipOf } from "./zip";

const { name, version } = manifest;
const PROVIDER = `terraform-provider-${name}`;

/** The provider is one text that Node runs: the same for each platform. */
const PLATFORMS = ["linux_amd64", "linux_arm64"];

/** The major version of the plugin protocol that the provider speaks (`tfplugin6`). */
const PROTOCOLS = { version: 1, metadata: { protocol_versions: ["6.0"] } };

type Files = ReadonlyMap<string, Buffer>;

const json = (value: unknown) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

function providerFiles(): Files {
  const program = { name: `${PROVIDER}_v${version}`, bytes: readFileSync(join("dist/provider", PROVIDER)), mode: 0o755 };
  const texts = ["LICENSE", "NOTICE", "CHANGELOG.md"].map((text) => ({ name: text, bytes: readFileSync(text), mode: 0o644 }));
  const zip = zipOf([program, ...texts]);
  return withSums(
    `${PROVIDER}_${version}_SHA256SUMS`,
    new Map([
      ...PLATFORMS.map((platform) => [`${PROVIDER}_${version}_${platform}.zip`, zip] as const),
      [`${PROVIDER}_${version}_manifest.json`, json(PROTOCOLS)],
    ]),
  );
}

function packageFiles(folder: string): Files {
  const packed = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], { encoding: "utf8" });
  const tarball = (JSON.parse(packed) as { filename: string }[])[0]!.filename;
  const bill = json(billOfMaterials());
  return withSums(
    `${name}-${version}_SHA256SUMS`,
    new Map([
      [tarball, readFileSync(join(folder, tarball))],
      [`${name}-${version}.cdx.json`, bill],
    ]),
  );
}

function withSums(sums: string, files: Files): Files {
  const lines = [...files].map(([file, bytes]) => `${createHash("sha256").update(bytes).digest("hex")}  ${file}\n`);
  return new Map([...files, [sums, Buffer.from(lines.join(""))]]);
}

const [folder = "release"] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (const [file, bytes] of [...packageFiles(folder), ...providerFiles()]) {
  writeFileSync(join(folder, file), bytes);
  console.log(join(folder, file));
}
