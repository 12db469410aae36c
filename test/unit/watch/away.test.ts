/** A host that goes away while it is read: what was read before says nothing of the time after. */
import { diagnose, ok, type Diagnostic, type Result } from "../../../lib/diagnostic";
import type { Following, Observation, Scope } from "../../../lib/ports/backend";
import type { Hosts } from "../../../lib/reconcile/hosts";
import { watch } from "../../../lib/watch/watch";
import type { WatchEvent } from "../../../lib/watch/events";
import { observationOf } from "../../support/observation";
import { report } from "../../support/drift-reports";
import { until } from "../../support/until";
import { fasterClock } from "../../support/watch-run";

const HOST = "edge";
const scope: Scope = { netns: [], adopt: {}, sysctls: [] };

/** A call that the test answers. */
interface Call<I, O> {
  readonly input: I;
  readonly answer: (output: O) => void;
}

/** Collects calls for the test to answer. */
function answered<I, O>(calls: Call<I, O>[]): (input: I) => Promise<O> {
  return (input) => new Promise((answer) => calls.push({ input, answer }));
}

test("the reading is discarded, and the host is read again when it is back", async () => {
  const [follows, readings]: [Call<Following, Diagnostic | undefined>[], Call<unknown, Result<Observation>>[]] = [[], []];
  const [follow, observe] = [answered(follows), answered(readings)];
  const unasked = () => Promise.reject(new Error("a watch does not ask for it"));
  const hosts: Hosts = {
    ...{ identities: unasked, capabilities: unasked, run: unasked, arm: unasked, disarm: unasked, close: () => Promise.resolve() },
    follow: (_: string, following: Following) => follow(following),
    observe: async (scopes: ReadonlyMap<string, Scope>) => new Map([[HOST, await observe(scopes)]]),
  };
  const [events, end]: [WatchEvent[], AbortController] = [[], new AbortController()];
  const reportOn = (observed: ReadonlyMap<string, Observation>) => ok(report({ findings: [], unread: observed.has(HOST) ? [] : [HOST] }));
  const ground = async () => ok({ scopes: new Map([[HOST, scope]]), claimed: undefined, report: reportOn });
  const request = { stack: "shop", hosts, clock: fasterClock(20), interval: 600_000, ground };
  const ended = watch({ ...request, onEvent: (event) => events.push(event), signal: end.signal });
  const types = () => events.map(({ type }) => type);

  await until(() => follows.length === 1, "the host is not followed");
  follows[0]!.input.onBegun();
  await until(() => readings.length === 1, "the host is not read");
  follows[0]!.answer(diagnose("host-unreachable", "The connection broke.", { host: HOST }));
  await until(() => types().includes("unreachable"), "it is not lost");
  readings[0]!.answer(ok(observationOf([], { scope })));
  await until(() => follows.length === 2 && types().includes("watching"), "it is not followed again");
  expect(types()).toEqual(["unreachable", "watching"]);
  expect(readings).toHaveLength(1);

  follows[1]!.input.onBegun();
  await until(() => readings.length === 2, "it is not read again");
  readings[1]!.answer(ok(observationOf([], { scope })));
  await until(() => types().includes("reachable"), "it is not back");
  end.abort();
  follows[1]!.answer(undefined);
  expect(await ended).toEqual([]);
});
