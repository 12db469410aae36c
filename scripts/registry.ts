/** The pages of the provider in the layout of Terraform's registries, from the definitions and the files in `examples/`. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dataSources, resources } from "../lib/resources";
import { functions } from "../lib/resources/functions";
import { providerFields } from "../lib/resources/provider";
import { functionPage, providerPage, typePage } from "../lib/schema/registry/page";
import { workedSource } from "./worked";

const PROVIDER = "netweft";

const providerDoc = [
  "Networks for Linux containers: bridge, host and overlay networks, and the network namespaces that join them. Each resource stands for objects of the kernel: links, addresses, routes, firewall rules. A plan compares them with what the hosts have, and an apply changes what differs and nothing else.",
  "Terraform starts the provider with Node 20 or later, which has to be on the machine that it runs on. By default everything happens on a simulated kernel, which is a file. `backend = \"iproute2\"` works on real ones: this machine's, and other machines' over ssh. Hosts need iproute2, nftables and util-linux, and dnsmasq for names; what runs there runs as root.",
  "A plan looks at one resource at a time. What resources have against each other, such as overlapping subnets or a port that is published twice, is an error of the apply, before the resource in question is made. So is a warning of a firewall on the host that ends the traffic of a network. Subnets and addresses that the provider chooses are known after the apply.",
  'Each state needs a `stack` of its own. What carries the mark of a stack and is not in the state is taken over, with a warning, so that a lost answer or a lost state loses nothing. Two states of one stack (two workspaces, `terraform test` in a folder that is deployed, two folders that both leave `stack` out) would take each other\'s objects, and destroy them: write `stack = "shop-${terraform.workspace}"`, for one.',
  "Guides: [Drift](guides/drift.md), and [Netweft's engine and Terraform on one state](guides/engine.md).",
].join("\n\n");

const bindsNote =
  "Under Terraform two binds of one port are found by the apply, and only where both are made at the same time: they leave nothing on the host that a later one could be compared with.";

/** What is otherwise in Terraform than the definitions say, which are the engine's as well. */
const notes: Readonly<Record<string, string>> = { netweft_host_network: bindsNote, netweft_endpoint: bindsNote };

/** The pages by their paths; examples are read from the current folder. */
export function registryPages(): [string, string][] {
  return [
    ["docs/index.md", providerPage({ name: PROVIDER, doc: providerDoc, fields: providerFields, example: example("provider/provider.tf") })],
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
