/** The endpoints whose traffic a difference concerns: its owners, those on the networks and in the namespaces of its owners, or in its namespace. */
import { ROOT, type Fact } from "../../kernel/fact";
import type { PlannedEndpoint } from "../endpoints";

/** Finds the endpoints of a difference by its owners and its host. Answers are shared: many differences have the same owners. */
export type Concerned = (owners: readonly string[], fact: Fact) => readonly string[];

const NONE: readonly string[] = Object.freeze([]);

export function concernedBy(endpoints: readonly PlannedEndpoint[]): Concerned {
  const own = new Set(endpoints.map(({ address }) => address));
  const above = new Map<string, string[]>();
  const inside = new Map<string, string[]>();
  for (const { address, host, below, ends } of endpoints) {
    for (const place of new Set([...ends].map((end) => end.split(" ", 2).join(" ")))) addTo(inside, place, address);
    for (const owner of below) addTo(above, `${host} ${owner}`, address);
  }
  const of = (owner: string, host: string): readonly string[] => (own.has(owner) ? [owner] : (above.get(`${host} ${owner}`) ?? NONE));
  const known = new Map<string, readonly string[]>();
  const ofAll = (owners: readonly string[], host: string) => {
    if (owners.length === 1) return of(owners[0]!, host);
    const name = `${host} ${owners.join(" ")}`;
    const found = known.get(name) ?? [...new Set(owners.flatMap((owner) => of(owner, host)))];
    known.set(name, found);
    return found;
  };
  return (owners, { host, netns }) => {
    const found = ofAll(owners, host);
    return found.length > 0 || netns === ROOT ? found : (inside.get(`${host} ${netns}`) ?? NONE);
  };
}

function addTo(lists: Map<string, string[]>, name: string, address: string): void {
  const list = lists.get(name);
  if (list) list.push(address);
  else lists.set(name, [address]);
}
