/** The direct and indirect dependencies of each block. */
import type { Graph } from "./order";

/**
 * For every node the sorted names of all nodes that it reaches; a node without a name is passed through. Edges are distinct and
 * in order. Nodes that reach the same share one array, so that many blocks on one network cost no more than one.
 */
export function closures(
  graph: Graph,
  order: readonly number[],
  nameOf: (node: number) => string | undefined,
): readonly (readonly string[])[] {
  const reached: (readonly string[])[] = new Array<readonly string[]>(graph.length);
  const through = new Map<number, readonly string[]>();
  const unions = new Map<string, readonly string[]>();
  const nothing: readonly string[] = [];
  const withSelf = (node: number): readonly string[] => {
    const name = nameOf(node);
    let set = through.get(node);
    if (!set) through.set(node, (set = name === undefined ? reached[node]! : sorted([...reached[node]!, name])));
    return set;
  };
  const union = (nodes: readonly number[]): readonly string[] => {
    const key = nodes.join();
    let set = unions.get(key);
    if (!set) unions.set(key, (set = sorted(nodes.flatMap(withSelf))));
    return set;
  };
  for (const node of order) {
    const targets = graph[node]!.filter((target) => withSelf(target).length > 0);
    reached[node] = targets.length === 0 ? nothing : targets.length === 1 ? withSelf(targets[0]!) : union(targets);
  }
  return reached;
}

function sorted(names: readonly string[]): readonly string[] {
  return names.length < 2 ? names : [...new Set(names)].sort();
}
