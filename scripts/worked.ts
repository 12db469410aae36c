/** Examples of the definitions as people write them: where a definition spells out another resource, a reference to it. */
import { resources } from "../lib/resources";
import type { Example } from "../lib/resources/resource";
import { expression, hclBlock, type Hcl, type HclObject } from "../lib/schema/hcl";

/** The network or namespace that an example refers to, with what it would have been declared with. */
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

/** What the example refers to, declared. */
export function companions({ config }: Pick<Example, "config">): string {
  const others = Object.values(config).flatMap((value) => referred(value) ?? []);
  return others.map((other) => hclBlock(["resource", other.type, other.name], other.config)).join("\n\n");
}

function referred(value: unknown): Referred | undefined {
  if (typeof value !== "object" || value === null || !("incarnation" in value)) return undefined;
  const ref = value as HclObject;
  const type = ref["kind"] === undefined ? "netweft_namespace" : `netweft_${String(ref["kind"])}_network`;
  const { fields } = resources[type]!;
  const said = Object.entries(ref).filter(([name]) => fields[name]?.required ?? fields[name]?.optional);
  return { type, name: String(ref["name"]), config: Object.fromEntries(said) };
}
