/** What a host reports while `follow` runs there: see `programs/follow.sh`. */
import type { Diagnostic } from "../../../lib/diagnostic";
import { ROOT } from "../../../lib/kernel/fact";
import type { Following, HostEvent, Scope } from "../../../lib/ports/backend";
import { answerReader, cut } from "./answer";
import { failureOf } from "./failure";
import type { Host } from "./host";
import type { NamespaceNames } from "./names";

/** Milliseconds for which the program may run on after its input has ended. */
const GRACE_MS = 3000;

/** `timeout` ends the program with this code. */
const DEADLINE_CODE = 124;

/** Follows a host until the signal is aborted, or until its time is over, or with the reason until its program ends. */
export async function follow(host: Host, { scope, onBegun, onEvent, signal }: Following): Promise<Diagnostic | undefined> {
  const { answer, onLine } = answerReader();
  const report = reportReader(host.names, { onBegun, onEvent });
  const late = new AbortController();
  const ended = once(signal).then(() => void setTimeout(() => late.abort(), GRACE_MS).unref());
  const stdin = input(followScript(scope), ended);
  const ending = await host.shell.run({ program: "follow", stdin, signal: late.signal }, (line) => {
    onLine(line);
    report(line);
  });
  if (signal.aborted || ending.code === DEADLINE_CODE) return undefined;
  return failureOf(host.name, host.config, answer, ending);
}

function once(signal: Following["signal"]): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** The input, which stays open until the end. */
async function* input(lines: readonly string[], ended: Promise<void>): AsyncGenerator<string> {
  yield lines.join("");
  await ended;
}

function followScript({ firewall, policies, marks, neighbours, ipsec }: Scope): readonly string[] {
  const also = [...(firewall || policies || marks ? ["nft"] : []), ...(neighbours ? ["fdb"] : []), ...(ipsec ? ["xfrm"] : [])];
  return [...also.map((sort) => `also ${sort}\n`), ".end\n"];
}

const SORTS: Readonly<Record<string, HostEvent["what"]>> = {
  LINK: "link",
  ADDR: "addr",
  ROUTE: "route",
  RULE: "rule",
  NEIGH: "neigh",
  NETCONF: "netconf",
  NSID: "netns",
  NFT: "nft",
  FDB: "fdb",
  XFRM: "xfrm",
};

/** Reads the lines of the program. */
function reportReader(names: NamespaceNames, { onBegun, onEvent }: Pick<Following, "onBegun" | "onEvent">): (line: string) => void {
  const known = new Map<string, string>();
  const whereOf = (word: string) => {
    if (word === "-") return ROOT;
    const name = known.get(word);
    return name === undefined ? undefined : names.onHost(name);
  };
  const words: Readonly<Record<string, (rest: string) => void>> = {
    "@begun": onBegun,
    "@id": (rest) => known.set(...cut(rest)),
    "@overrun": () => onEvent({ netns: undefined, what: "any" }),
    "@event": (rest) => {
      const [where, what] = cut(rest);
      const [sort, dev] = cut(what);
      onEvent({ netns: whereOf(where), what: Object.hasOwn(SORTS, sort) ? SORTS[sort]! : "any", ...(dev !== "" && { dev }) });
    },
  };
  return (line) => words[cut(line)[0]]?.(cut(line)[1]);
}
