/** The pages of the provider in the layout of Terraform's registries, from the definitions and the files in `examples/`. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dataSources, resources } from "../lib/resources";
import { functions } from "../lib/resources/functions";
import { providerFields } from "../lib/resources/provider";
import { functionPage, providerPage, typePage } from "../lib/schema/registry/page";
import { workedSource } from "./worked";

const PROVIDER = "netweft";

const providerDoc = [
  "Networks for Linux containers: bridge, host and overlay networks, and the network namespaces that join them. Each resource represents kernel objects: links, addresses, routes, firewall rules. A plan compares them with the state of the hosts, and an apply changes only what differs.",
  'Terraform starts the provider with Node 20 or later, which must be installed on the same machine. By default everything runs on a simulated kernel, which is a file. `backend = "iproute2"` uses real kernels: this machine\'s, and those of other machines over ssh. Hosts need iproute2, nftables and util-linux, and dnsmasq for names; programs run there as root.',
  "A plan considers one resource at a time. Conflicts between resources, such as overlapping subnets or a port that is published twice, are errors of the apply, before the resource in question is created. Warnings about a firewall on the host that drops the traffic of a network also come with the apply. Subnets and addresses that the provider chooses are known after the apply.",
  'Each state needs a `stack` of its own. Objects that carry the mark of a stack and are not in its state are taken over, with a warning, so that a lost response or a lost state loses nothing. Two states of one stack (two workspaces, `terraform test` in a folder that is deployed, two folders that both leave `stack` out) would take over each other\'s objects, and destroy them: write `stack = "shop-${terraform.workspace}"`, for example.',
];

/** A sentence with a link to each guide, by the title in its head. */
function guides(): string {
  const links = readdirSync("docs/guides")
    .sort()
    .map((file) => `[${/^page_title: "(.+)"$/m.exec(readFileSync(join("docs/guides", file), "utf8"))![1]!}](guides/${file})`);
  return `Guides: ${links.join(", ")}.`;
}

const bindsNote =
  "Under Terraform, two binds of one port are detected by the apply, and only if both are created by the same apply: binds leave nothing on the host with which a later one could be compared.";

/** Differences under Terraform from the definitions, which describe the engine as well. */
const notes: Readonly<Record<string, string>> = { netweft_host_network: bindsNote, netweft_endpoint: bindsNote };

/** The pages by path; examples are read from the current folder. */
export function registryPages(): [string, string][] {
  return [
    [
      "docs/index.md",
      providerPage({
        name: PROVIDER,
        doc: [...providerDoc, guides()].join("\n\n"),
        fields: providerFields,
        example: example("provider/provider.tf"),
      }),
    ],
    ...Object.entries(resources).map(([type, it]): [string, string] => [`docs/resources/${shortName(type)}.md`, resourcePage(type, it)]),
    ...Object.entries(dataSources).map(([type, it]): [string, string] => [`docs/data-sources/${shortName(type)}.md`, dataPage(type, it)]),
    ...Object.keys(functions).map((name): [string, string] => [`docs/functions/${name}.md`, functionsPage(name)]),
  ];
}

function resourcePage(type: string, { doc, fields, examples }: (typeof resources)[string]): string {
  const imports = `resources/${type}/import.sh`;
  return typePage({
    ...{ kind: "Resource", type, provider: PROVIDER, doc, fields, note: notes[type] },
    example: example(`resources/${type}/resource.tf`),
    ...(existsSync(join("examples", imports)) && { imports: example(imports) }),
    worked: examples.map((one) => ({ title: one.title, source: workedSource(type, one), facts: one.facts })),
  });
}

function dataPage(type: string, { doc, fields }: (typeof dataSources)[string]): string {
  const source = example(`data-sources/${type}/data-source.tf`);
  return typePage({ kind: "Data Source", type, provider: PROVIDER, doc, fields, example: source, worked: [] });
}

function functionsPage(name: string): string {
  const { examples: results, ...it } = functions[name]!;
  return functionPage({ ...it, name, provider: PROVIDER, results, example: example(`functions/${name}/function.tf`) });
}

function example(path: string): string {
  return readFileSync(join("examples", path), "utf8");
}

function shortName(type: string): string {
  return type.slice(PROVIDER.length + 1);
}
