import { diagnose } from "../../diagnostic";
import type { StateInstance } from "../../engine";
import { dotGraph, mermaidGraph, type GraphNode } from "../../report/graph";
import { planBlank } from "../blank";
import { complain, failed, print, type Session } from "../session";
import { openStack } from "../stack";

const formats = { dot: dotGraph, mermaid: mermaidGraph } as const;

/** `netweft graph`: the blocks of the configuration and what each depends on. */
export async function graph(session: Session): Promise<number> {
  const format = session.given.value("format") ?? "dot";
  if (format !== "dot" && format !== "mermaid")
    return failed(session, [diagnose("invalid-option-value", `--format ${JSON.stringify(format)} is neither dot nor mermaid.`)]);
  const stack = await openStack(session);
  if (!stack.ok) return failed(session, stack.diagnostics);
  const planned = await planBlank(session, stack.value);
  if (!planned.ok) return failed(session, [...stack.diagnostics, ...planned.diagnostics]);
  complain(session, stack.diagnostics);
  print(session, formats[format](nodesOf(planned.value.plan.instances)));
  return 0;
}

/** One node for each block. Dependencies are transitive; those that another one already implies are not drawn. */
function nodesOf(instances: readonly StateInstance[]): readonly GraphNode[] {
  const blocks = new Map<string, ReadonlySet<string>>();
  for (const { block, dependencies } of instances) blocks.set(block, new Set([...(blocks.get(block) ?? []), ...dependencies]));
  return [...blocks].map(([name, dependencies]) => {
    const implied = (other: string) => [...dependencies].some((between) => between !== other && blocks.get(between)?.has(other));
    return { name, dependencies: [...dependencies].filter((other) => !implied(other)) };
  });
}
