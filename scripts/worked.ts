/** Examples of the definitions in HCL: an expanded resource value becomes a reference to that resource. */
import { resources } from "../lib/resources";
import type { Example } from "../lib/resources/resource";
import { expression, hclBlock, type Hcl, type HclObject } from "../lib/schema/hcl";

/** The network or namespace that an example refers to, with its declaration. */
interface Referred {
  readonly type: string;
  readonly name: string;
  readonly config: HclObject;
}

/** The example in Terraform's native language. */
export function workedSource(type: string, { config, hosts }: Pick<Example, "config" | "hosts">): string {
  const entries = Object.entries(config).map(([name, value]): [string, Hcl] => {
    const other = referred(value);
    return [name, other === undefined ? (value as Hcl) : expression(`${other.type}.${other.name}`)];
  });
  const blocks = hosts === undefined ? [] : [hclBlock(["provider", "netweft"], { hosts: hosts as HclObject })];
  return [...blocks, hclBlock(["resource", type, "example"], Object.fromEntries(entries))].join("\n\n");
}

/** The declarations of the resources that the example refers to. */
export function companions({ config }: Pick<Example, "config">): string {
  const others = Object.values(config).flatMap((value) => referred(value) ?? []);
  return others.map((other) => hclBlock(["resource", other.type, other.name], other.config)).join("\n\n");
}

function referred(value: unknown): Referred | undefined {
  if (typeof value !== "object" || value === null || !("incarnation" in value)) return undefined;
  const ref = value as HclObject;
  const type = ref["kind"] === undefined ? "netweft_namespace" : `netweft_${String(ref["kind"])}_network`;
  const { fields } = resources[type]!;
  const set = Object.entries(ref).filter(([name]) => fields[name]?.required ?? fields[name]?.optional);
  return { type, name: String(ref["name"]), config: Object.fromEntries(set) };
}
