/** Order and cycles of a graph of numbered nodes. */

/** Targets of the edges of each node. */
export type Graph = readonly (readonly number[])[];

export interface Order {
  /** All nodes, targets before their sources; otherwise in the order of their numbers. */
  readonly order: readonly number[];
  /** One closed walk through each group of nodes that depend on each other: `[a, b]` where a points to b and b to a. */
  readonly cycles: readonly (readonly number[])[];
}

interface Walk {
  readonly graph: Graph;
  readonly index: Int32Array;
  readonly low: Int32Array;
  readonly onStack: Uint8Array;
  readonly stack: number[];
  readonly order: number[];
  readonly groups: number[][];
  next: number;
}

/** Tarjan's strongly connected components, without recursion: chains can be as long as the configuration. */
export function orderOf(graph: Graph): Order {
  const size = graph.length;
  const walk: Walk = {
    graph,
    index: new Int32Array(size).fill(-1),
    low: new Int32Array(size),
    onStack: new Uint8Array(size),
    stack: [],
    order: [],
    groups: [],
    next: 0,
  };
  for (let node = 0; node < size; node++) if (walk.index[node] === -1) visit(walk, node);
  return { order: walk.order, cycles: walk.groups.map((group) => cycleIn(graph, group)) };
}

function enter(walk: Walk, node: number): void {
  walk.index[node] = walk.low[node] = walk.next++;
  walk.stack.push(node);
  walk.onStack[node] = 1;
}

function visit(walk: Walk, root: number): void {
  const path = [root];
  const edge = [0];
  enter(walk, root);
  while (path.length > 0) {
    const node = path.at(-1)!;
    const target = walk.graph[node]![edge[edge.length - 1]!++];
    if (target === undefined) {
      path.pop();
      edge.pop();
      leave(walk, node, path.at(-1));
    } else if (walk.index[target] === -1) {
      enter(walk, target);
      path.push(target);
      edge.push(0);
    } else if (walk.onStack[target]) walk.low[node] = Math.min(walk.low[node]!, walk.index[target]!);
  }
}

function leave(walk: Walk, node: number, parent: number | undefined): void {
  if (parent !== undefined) walk.low[parent] = Math.min(walk.low[parent]!, walk.low[node]!);
  if (walk.low[node] !== walk.index[node]) return;
  const group: number[] = [];
  for (let member = -1; member !== node;) {
    member = walk.stack.pop()!;
    walk.onStack[member] = 0;
    group.push(member);
  }
  walk.order.push(...group.reverse());
  if (group.length > 1 || walk.graph[node]!.includes(node)) walk.groups.push(group);
}

/** The shortest path from a group's first node back to itself. */
function cycleIn(graph: Graph, group: readonly number[]): readonly number[] {
  const start = Math.min(...group);
  const members = new Set(group);
  const from = new Map<number, number>();
  const queue = [start];
  for (let i = 0; i < queue.length; i++) {
    const node = queue[i]!;
    for (const target of graph[node]!) {
      if (target === start) return backtrack(from, start, node);
      if (!members.has(target) || from.has(target)) continue;
      from.set(target, node);
      queue.push(target);
    }
  }
  return group;
}

function backtrack(from: ReadonlyMap<number, number>, start: number, last: number): readonly number[] {
  const path = [last];
  while (path[0] !== start) path.unshift(from.get(path[0]!)!);
  return path;
}
