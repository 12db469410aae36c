/** Resources and their dependencies, as text for drawing programs. */

export interface DrawnNode {
  readonly name: string;
  readonly dependencies: readonly string[];
  /** The networks whose connections it accepts. */
  readonly accepts: readonly string[];
}

/** Graphviz: arrows point from a resource to what it needs, as Terraform's do. */
export function* dotGraph(nodes: readonly DrawnNode[]): Generator<string> {
  yield 'digraph G {\n  rankdir = "RL";\n  node [shape = rect, fontname = "sans-serif"];\n';
  for (const { name } of nodes) yield `  ${quoted(name)};\n`;
  for (const { name, dependencies, accepts } of nodes) {
    for (const other of dependencies) yield `  ${quoted(name)} -> ${quoted(other)};\n`;
    for (const other of accepts) yield `  ${quoted(name)} -> ${quoted(other)} [style = dashed, label = "accepts"];\n`;
  }
  yield "}\n";
}

function quoted(name: string): string {
  return `"${name.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** Mermaid, as forges show it in Markdown. */
export function* mermaidGraph(nodes: readonly DrawnNode[]): Generator<string> {
  const ids = new Map(nodes.map(({ name }, n) => [name, `n${n}`]));
  yield "flowchart RL\n";
  for (const { name } of nodes) yield `  ${ids.get(name)}["${name.replaceAll('"', "&quot;")}"]\n`;
  for (const { name, dependencies, accepts } of nodes) {
    for (const other of dependencies) if (ids.has(other)) yield `  ${ids.get(name)} --> ${ids.get(other)}\n`;
    for (const other of accepts) yield `  ${ids.get(name)} -. accepts .-> ${ids.get(other)}\n`;
  }
}
