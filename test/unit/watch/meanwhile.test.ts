/** An event is answered while all of the host is read, which takes long with many endpoints, and what that shows later is no older. */
import { ok, type Result } from "../../../lib/diagnostic";
import type { Fact } from "../../../lib/kernel/fact";
import { lineOf, parseLine } from "../../../lib/kernel/line";
import type { Following, Observation, Scope } from "../../../lib/ports/backend";
import { scopesOf } from "../../../lib/reconcile/scope";
import type { WatchEvent } from "../../../lib/watch/events";
import { watch } from "../../../lib/watch/watch";
import { finding, report } from "../../support/drift-reports";
import { observationOf } from "../../support/observation";
import { until } from "../../support/until";
import { answered, fasterClock, watchedHosts, type Call } from "../../support/watch-run";

const HOST = "local";
const parsed = (line: string): Fact => {
  const fact = parseLine(line);
  if (!fact.ok) throw new Error(line);
  return fact.value;
};
const netns = ["web", "db"].map((name) => parsed(`${HOST} - netns ${name}`));
const addresses = { web: parsed(`${HOST} web addr 10.8.0.2/24 dev eth0`), db: parsed(`${HOST} db addr 10.8.0.3/24 dev eth0`) };
const scope = scopesOf([...netns, ...Object.values(addresses)]).get(HOST)!;

/** A watch of the two addresses. Readings wait until the test answers them. */
function watched() {
  const readings: Call<Scope, Result<Observation>>[] = [];
  const [observe, events, end] = [answered(readings), [] as WatchEvent[], new AbortController()];
  let tell: Following["onEvent"] = () => undefined;
  const hosts = watchedHosts({
    follow: (_: string, { onBegun, onEvent, signal }: Following) => {
      tell = onEvent;
      onBegun();
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve(undefined)));
    },
    observe: async (scopes: ReadonlyMap<string, Scope>) => new Map([[HOST, await observe(scopes.get(HOST)!)]]),
  });
  const missing = (observed: ReadonlyMap<string, Observation>) => {
    const there = new Set([...observed.get(HOST)!.facts.values()].map(lineOf));
    return Object.values(addresses)
      .map(lineOf)
      .filter((line) => !there.has(line));
  };
  const reportOn = (observed: ReadonlyMap<string, Observation>) =>
    ok(report({ findings: missing(observed).map((line) => finding({ fingerprint: line, host: HOST, expected: line })) }));
  const ground = async () => ok({ scopes: new Map([[HOST, scope]]), serial: 1, claimed: undefined, report: reportOn });
  const request = { stack: "shop", hosts, clock: fasterClock(20), interval: 10_000_000, ground };
  const ended = watch({ ...request, onEvent: (event) => events.push(event), signal: end.signal });
  const answer = async (nth: number, facts: readonly Fact[]) => {
    await until(() => readings.length > nth, `reading ${nth} was not made`);
    const { input, answer: give } = readings[nth]!;
    give(ok(observationOf([...netns, ...facts], { scope: input })));
    return input.netns;
  };
  const said = () =>
    events.flatMap((event) => ("finding" in event ? `${event.type} ${event.finding.expected!.split(" ")[1]}` : event.type));
  return { answer, said, event: (event: Parameters<typeof tell>[0]) => tell(event), close: () => (end.abort(), ended), readings };
}

test("a part is read beside the whole, found at once, and stays found when the whole is older", async () => {
  const { answer, said, event, close, readings } = watched();
  const { web, db } = addresses;
  expect(await answer(0, [web, db])).toEqual(["web", "db"]);
  await until(() => said().includes("watching"), "it has not begun");
  event({ netns: undefined, what: "any" });
  await until(() => readings.length === 2, "all is not read again");

  event({ netns: "web", what: "addr" });
  expect(await answer(2, [])).toEqual(["web"]);
  await until(() => said().includes("found web"), "the answer waits for the reading of all");
  event({ netns: "db", what: "addr" });
  expect(await answer(3, [])).toEqual(["db"]);
  await until(() => said().includes("found db"), "the second one waits");

  await answer(1, [web, db]);
  // What the whole one shows of both was read at a time that is not known.
  expect(await answer(4, [])).toEqual(["web", "db"]);
  event({ netns: "web", what: "addr" });
  await answer(5, [web]);
  await until(() => said().length > 3, "what is back is not resolved");
  expect(said()).toEqual(["watching", "found web", "found db", "resolved web"]);
  await close();
});
