/** After any change of a host, the observation of the part that its events name makes the whole observation current again. */
import type { Fact } from "../../../lib/kernel/fact";
import { typeOf } from "../../../lib/kernel/kinds";
import { lineOf, parseLine } from "../../../lib/kernel/line";
import type { Backend, HostEvent, Observation, Scope } from "../../../lib/ports/backend";
import { merged } from "../../../lib/reconcile/merged";
import { scopesOf } from "../../../lib/reconcile/scope";
import { partOf, touchedBy, UNTOUCHED } from "../../../lib/watch/touched";
import { openShop } from "../../support/shop";
import { simulatedLab, type SimulatedLab } from "../../support/simulated";

const HOST = "local";
let lab: SimulatedLab;
beforeEach(() => (lab = simulatedLab()));
afterEach(() => lab.remove());

async function observe(driver: Backend, scope: Scope): Promise<Observation> {
  const answer = (await driver.observe(new Map([[HOST, scope]]))).get(HOST)!;
  if (!answer.ok) throw new Error(answer.diagnostics[0]!.detail);
  return answer.value;
}

/** The facts of a stack, in the order in which they were made. */
async function shopsFacts(): Promise<readonly Fact[]> {
  const shop = openShop();
  await shop.run(0, "apply", "--auto-approve");
  const { stdout } = await shop.run(0, "sim", "show");
  shop.close();
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const fact = parseLine(line);
      if (!fact.ok) throw new Error(line);
      return fact.value;
    });
}

const SORTS: Partial<Record<string, HostEvent["what"]>> = {
  link: "link",
  veth: "link",
  port: "link",
  netns: "netns",
  addr: "addr",
  route: "route",
  rule: "rule",
  neigh: "neigh",
  proxy: "neigh",
  fdb: "fdb",
  table: "nft",
  set: "nft",
  chain: "nft",
  element: "nft",
};

/** What a kernel reports of a fact that came or went; nothing of kinds without events. */
function eventsOf(fact: Fact): readonly HostEvent[] {
  const what = SORTS[fact.kind];
  if (what === undefined) return [];
  const dev = "dev" in fact ? fact.dev : "name" in fact ? fact.name : undefined;
  const behind = typeOf(fact).leadsInto?.(fact);
  return [
    { netns: fact.netns, what, ...(what === "link" && dev !== undefined && { dev }) },
    ...(behind === undefined ? [] : [{ netns: behind, what }]),
  ];
}

const linesOf = ({ facts }: Observation) => [...facts.values()].map(lineOf).sort();

test("each fact that is deleted and made again is found by a part of the observation, which reads no other namespace", async () => {
  const facts = await shopsFacts();
  const driver = await lab.open();
  const scope = scopesOf(facts).get(HOST)!;
  const run = async (verb: "add" | "del", some: readonly Fact[]) => {
    const { generation } = await observe(driver, scope);
    const outcome = await driver.run(
      new Map([[HOST, { steps: some.map((fact) => ({ verb, fact })), scope, generation }]]),
      () => undefined,
    );
    return outcome.get(HOST)!.failed;
  };
  const settings = facts.filter(({ kind }) => kind === "sysctl");
  expect(
    await run(
      "add",
      facts.filter((fact) => !settings.includes(fact)),
    ),
  ).toBeUndefined();
  let known = await observe(driver, scope);
  let parts = 0;
  for (const fact of facts) {
    if (eventsOf(fact).length === 0 || (await run("del", [fact])) !== undefined) continue;
    const now = await observe(driver, scope);
    const gone = [...known.facts].filter(([key]) => !now.facts.has(key)).map(([, one]) => one);
    const touched = gone.flatMap(eventsOf).reduce(touchedBy, UNTOUCHED);
    const part = partOf(HOST, touched, known);
    expect(part.netns.length).toBeLessThanOrEqual(gone.length);
    // What has no event is in no part.
    const current = merged(known, await observe(driver, part));
    const isReported = (line: string) => gone.every((one) => lineOf(one) !== line || eventsOf(one).length > 0);
    expect({ gone: lineOf(fact), lines: linesOf(current).filter(isReported) }).toEqual({ gone: lineOf(fact), lines: linesOf(now) });
    await run("add", gone);
    known = await observe(driver, scope);
    parts++;
  }
  expect(parts).toBeGreaterThan(20);
});
