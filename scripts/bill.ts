/** The bill of materials of a release (CycloneDX 1.5). npm's own leaves out packages that tools use as well, and adds the time. */
import manifest from "../package.json";
import { bundledPackages, type BundledPackage } from "./bundled";

const purl = (name: string, version: string) => `pkg:npm/${name.replace(/^@/, "%40")}@${version}`;

/** What the programs contain, with licences and the hashes of the packages' tarballs. */
export function billOfMaterials(): object {
  const { name, version, description, license, dependencies } = manifest;
  const all = bundledPackages();
  const refs = (names: readonly string[]) => all.filter((one) => names.includes(one.name)).map((one) => purl(one.name, one.version));
  const whole = purl(name, version);
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: {
      component: {
        "bom-ref": whole,
        type: "application",
        name,
        version,
        description,
        licenses: [{ license: { id: license } }],
        purl: whole,
      },
    },
    components: all.map(component),
    dependencies: [
      { ref: whole, dependsOn: refs(Object.keys(dependencies)) },
      ...all.map((one) => ({ ref: purl(one.name, one.version), dependsOn: refs(one.dependencies) })),
    ],
  };
}

function component({ name, version, license, integrity }: BundledPackage): object {
  const [algorithm, hash = ""] = integrity.split("-");
  if (algorithm !== "sha512") throw new Error(`${name} is locked by ${algorithm}`);
  const hashes = [{ alg: "SHA-512", content: Buffer.from(hash, "base64").toString("hex") }];
  return {
    "bom-ref": purl(name, version),
    type: "library",
    name,
    version,
    licenses: [{ license: { id: license } }],
    hashes,
    purl: purl(name, version),
  };
}
