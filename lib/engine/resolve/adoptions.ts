/** Checks of adopted namespaces at plan time. */
import { diagnose, located, type Diagnostic } from "../../diagnostic";
import type { Observation } from "../../ports/backend";
import { OWN_NAMESPACE } from "../../kernel/adopted";
import { namespacesWithPath } from "../../kernel/kinds/netns";
import type { Resolved } from "./resolve";

/** An adoption in the configuration, as far as it is resolved. */
interface Adoption {
  readonly resolved: Resolved;
  readonly host: string;
  readonly path: string;
  readonly inode: number | undefined;
}

function* adoptions(all: Iterable<Resolved>): Generator<Adoption> {
  for (const resolved of all) {
    const open = resolved.wants.find((want) => want.what === "inode");
    if (open !== undefined) yield { resolved, host: open.host, path: open.path, inode: undefined };
    else for (const { host, from, inode } of namespacesWithPath(resolved.facts)) yield { resolved, host, path: from, inode };
  }
}

function nothingThere({ host, path }: Adoption): string {
  return `There is no network namespace at ${path} on host "${host}": the process has ended or restarted. Correct the reference, or remove the resource; the objects of Netweft in the earlier namespace are released with it.`;
}

function theHosts({ host, path }: Adoption): string {
  return `${path} leads to the root network namespace of host "${host}", as for a container that shares its host's network. Endpoints would become interfaces of the host. Put such a container on a \`netweft_host_network\`.`;
}

function diagnosis(
  { resolved: { instance }, host }: Adoption,
  code: "unadoptable-namespace" | "duplicate-object",
  detail: string,
): Diagnostic {
  const said = typeof instance.config["pid"] === "number" ? "pid" : "path";
  const at = { resource: instance.address, host, ...(instance.source === undefined ? {} : { source: instance.source }) };
  return located(diagnose(code, detail, { path: [said] }), at);
}

/** Errors of adoptions: no namespace at the path, the host's root namespace, or a namespace that another resource adopts. */
export function unadoptable(all: Iterable<Resolved>, observed: ReadonlyMap<string, Observation>): readonly Diagnostic[] {
  const first = new Map<string, Adoption>();
  return [...adoptions(all)].flatMap((adoption) => {
    const { host, path, inode } = adoption;
    const seen = observed.get(host);
    if (seen === undefined) return [];
    if (inode === undefined) return diagnosis(adoption, "unadoptable-namespace", nothingThere(adoption));
    if (inode === seen.inodes.get(OWN_NAMESPACE)) return diagnosis(adoption, "unadoptable-namespace", theHosts(adoption));
    const other = first.get(`${host} ${inode}`);
    first.set(`${host} ${inode}`, other ?? adoption);
    if (other === undefined) return [];
    const detail = `${other.path} and ${path} lead to one network namespace, which ${other.resolved.instance.address} adopts already. A namespace has one owner: attach all endpoints to that one.`;
    return diagnosis(adoption, "duplicate-object", detail);
  });
}
