/** `terraform_remote_state`: configurations in steps, with the exit codes of terraform. */
import type { Sections, Step } from "../support/both-engines";
import { data, outputs, spaces, type Case } from "./language-cases";

const output = (value: unknown, type: unknown, more: object = {}) => ({ value, type, ...more });
const OUTPUTS = {
  name: output("web", "string"),
  count: output(2, "number"),
  secret: output("s3cret", "string", { sensitive: true }),
  tuple: output(["a", 1], ["tuple", ["string", "number"]]),
  map: output({ a: 1 }, ["map", "number"]),
  set: output(["a", "b"], ["set", "string"]),
  object: output({ a: null, b: true }, ["object", { a: "string", b: "bool" }]),
  flag: output(false, "bool"),
};
const state = (all: object): Sections => ({
  version: 4,
  terraform_version: "1.11.4",
  serial: 1,
  lineage: "6f1e",
  outputs: all,
  resources: [],
});
/** With the state of another configuration beside it. */
const beside = (configuration: Sections, all: object = OUTPUTS): Step => ({ configuration, files: { "base.tfstate": state(all) } });

const BASE = { backend: "local", config: { path: "base.tfstate" } };
const remote = (block: object = BASE, more: Sections = {}): Sections => ({ data: { terraform_remote_state: { base: block } }, ...more });
const O = "data.terraform_remote_state.base.outputs";

const reads = (more: Sections, block: object = BASE): Case => ({ steps: [beside(remote(block, more))], codes: [0] });
const refuses = (more: Sections, block: object = BASE): Case => ({ steps: [beside(remote(block, more))], codes: [1] });
const all = outputs({ o: `\${${O}}`, text: `\${jsonencode(data.terraform_remote_state.base)}` });

export const remoteStateCases: Readonly<Record<string, Case>> = {
  "all outputs, with their types": reads(
    outputs({
      o: `\${${O}}`,
      text: `\${jsonencode(data.terraform_remote_state.base)}`,
      types: `\${[can(${O}.set[0]), can(${O}.tuple[0]), can(tomap(${O}.map)), try(keys(${O}.object), "none")]}`,
      missing: `\${try(${O}.nothing, "missing")}`,
    }),
  ),
  "a sensitive output is not sensitive any more": reads(outputs({ o: `\${issensitive(${O}.secret)}`, s: `\${${O}.secret}` })),
  "a sensitive configuration": reads(
    { variable: { p: { default: "base.tfstate", sensitive: true } }, ...outputs({ o: `\${${O}.name}`, s: `\${issensitive(${O})}` }) },
    { backend: "local", config: { path: "${var.p}" } },
  ),
  "names and numbers of resources": reads(spaces({ a: { count: `\${${O}.count}`, name: `\${${O}.name}-\${count.index}` } })),
  "keys of resources": reads(spaces({ a: { for_each: `\${${O}.set}`, name: "${each.key}" } })),
  "a local value and a condition": reads({
    locals: { n: `\${${O}.flag ? "yes" : ${O}.name}` },
    ...outputs({ o: "${local.n}" }),
  }),
  "of each of several": reads(outputs({ o: "${[for one in data.terraform_remote_state.base : one.outputs.name]}" }), {
    for_each: '${toset(["base"])}',
    backend: "local",
    config: { path: "${each.key}.tfstate" },
  }),
  "a state whose place another one says": {
    steps: [
      {
        configuration: {
          data: {
            terraform_remote_state: { base: BASE, next: { backend: "local", config: { path: `\${${O}.name}.tfstate` } } },
          },
          ...outputs({ o: "${data.terraform_remote_state.next.outputs.deep}" }),
        },
        files: { "base.tfstate": state(OUTPUTS), "web.tfstate": state({ deep: output("x", "string") }) },
      },
    ],
    codes: [0],
  },
  "a place that a resource says": {
    steps: [
      beside({
        ...data({ t: { input: "base.tfstate" } }),
        ...remote({ backend: "local", config: { path: "${terraform_data.t.output}" } }, outputs({ o: `\${${O}.name}` })),
      }),
    ],
    codes: [0],
  },
  "outputs that change, and one that goes": {
    steps: [
      beside(remote(BASE, spaces({ a: { name: `\${${O}.name}` } }))),
      beside(remote(BASE, spaces({ a: { name: `\${${O}.name}` } })), { name: output("db", "string") }),
      beside(remote(BASE, spaces({ a: { name: `\${${O}.name}` } })), {}),
    ],
    codes: [0, 0, 1],
  },
  defaults: reads(all, { ...BASE, defaults: { name: "never", other: [1, "x"] } }),
  "defaults in a map": reads(all, { ...BASE, defaults: '${tomap({other = "x"})}' }),
  "the configuration in a map": reads(all, { backend: "local", config: '${tomap({path = "base.tfstate"})}' }),
  "arguments that are null": reads(all, { backend: "local", config: { path: "base.tfstate", workspace_dir: null }, workspace: null }),
  "the workspaces default and none": {
    steps: [
      beside(remote({ ...BASE, workspace: "default" }, outputs({ o: `\${${O}.name}` }))),
      beside(remote({ ...BASE, workspace: "" }, outputs({ o: `\${${O}.name}` }))),
    ],
    codes: [0, 0],
  },
  "a provider by its name": reads(all, { ...BASE, provider: "terraform" }),
  "a plan without a refresh": {
    steps: [{ ...beside(remote(BASE, spaces({ a: { name: `\${${O}.name}` } }))), args: ["apply", "-auto-approve", "-refresh=false"] }],
    codes: [0],
  },
  "an output that there is not": refuses(outputs({ o: `\${${O}.nothing}` })),
  "a state that there is not": { steps: [remote()], codes: [1] },
  "defaults do not stand in for a state": {
    steps: [remote({ ...BASE, defaults: { name: "x" } }, outputs({ o: `\${${O}.name}` }))],
    codes: [1],
  },
  "a workspace that there is not": refuses(all, { ...BASE, workspace: "dev" }),
  "a backend that there is not": refuses({}, { ...BASE, backend: "nosuch" }),
  "no backend": refuses({}, { config: BASE.config }),
  "an argument that the backend has not": refuses({}, { backend: "local", config: { pth: "base.tfstate" } }),
  "an argument of another type": refuses({}, { backend: "local", config: { path: ["base.tfstate"] } }),
  "a configuration that is text": refuses({}, { backend: "local", config: "base.tfstate" }),
  "defaults that are text": refuses({}, { ...BASE, defaults: "x" }),
  "an attribute that there is not": refuses(outputs({ o: "${data.terraform_remote_state.base.name}" })),
  "a workspace of a backend without any": refuses({}, { backend: "http", config: { address: "http://127.0.0.1:9/" }, workspace: "dev" }),
  "validate reads no state": {
    steps: [{ configuration: remote(BASE, spaces({ a: { count: `\${${O}.count}`, name: "a${count.index}" } })), args: ["validate"] }],
    codes: [0],
  },
  "validate names a backend that there is not": {
    steps: [{ configuration: remote({ backend: "nosuch" }), args: ["validate"] }],
    codes: [1],
  },
};
