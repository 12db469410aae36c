/** What was read says nothing of a later time: a host that goes away while it is read, and a state that changes meanwhile. */
import { diagnose, ok, type Diagnostic, type Result } from "../../../lib/diagnostic";
import type { Following, Observation, Scope } from "../../../lib/ports/backend";
import { watch } from "../../../lib/watch/watch";
import type { WatchEvent } from "../../../lib/watch/events";
import { observationOf } from "../../support/observation";
import { finding, report } from "../../support/drift-reports";
import { until } from "../../support/until";
import { answered, fasterClock, watchedHosts, type Call } from "../../support/watch-run";

const HOST = "edge";
const scope: Scope = { netns: [], adopt: {}, sysctls: [] };

/** A watch of one host, whose answers the test gives. `missing`: whether the last observation lacks what the state has. */
function watched() {
  const [follows, readings]: [Call<Following, Diagnostic | undefined>[], Call<unknown, Result<Observation>>[]] = [[], []];
  const [follow, observe] = [answered(follows), answered(readings)];
  const hosts = watchedHosts({
    follow: (_: string, following: Following) => follow(following),
    observe: async (scopes: ReadonlyMap<string, Scope>) => new Map([[HOST, await observe(scopes)]]),
  });
  const [events, end]: [WatchEvent[], AbortController] = [[], new AbortController()];
  const stored = { serial: 1, missing: false };
  const ground = async () => {
    const { serial, missing } = stored;
    const reportOn = (observed: ReadonlyMap<string, Observation>) =>
      ok(report({ findings: observed.has(HOST) && missing ? [finding({ host: HOST })] : [], unread: observed.has(HOST) ? [] : [HOST] }));
    return ok({ scopes: new Map([[HOST, scope]]), serial, claimed: undefined, report: reportOn });
  };
  const request = { stack: "shop", hosts, clock: fasterClock(20), interval: 600_000, ground };
  const ended = watch({ ...request, onEvent: (event) => events.push(event), signal: end.signal });
  const types = () => events.map(({ type }) => type);
  const close = async () => {
    end.abort();
    follows.at(-1)!.answer(undefined);
    expect(await ended).toEqual([]);
  };
  return { follows, readings, stored, types, close };
}

const seen = () => ok(observationOf([], { scope }));

test("the reading is discarded, and the host is read again when it is back", async () => {
  const { follows, readings, types, close } = watched();
  await until(() => follows.length === 1, "the host is not followed");
  follows[0]!.input.onBegun();
  await until(() => readings.length === 1, "the host is not read");
  follows[0]!.answer(diagnose("host-unreachable", "The connection broke.", { host: HOST }));
  await until(() => types().includes("unreachable"), "it is not lost");
  readings[0]!.answer(seen());
  await until(() => follows.length === 2 && types().includes("watching"), "it is not followed again");
  expect(types()).toEqual(["unreachable", "watching"]);
  expect(readings).toHaveLength(1);

  follows[1]!.input.onBegun();
  await until(() => readings.length === 2, "it is not read again");
  readings[1]!.answer(seen());
  await until(() => types().includes("reachable"), "it is not back");
  await close();
});

test("a reading that began before another run's apply ended is not compared with what that has made", async () => {
  const { follows, readings, stored, types, close } = watched();
  await until(() => follows.length === 1, "the host is not followed");
  follows[0]!.input.onBegun();
  await until(() => readings.length === 1, "the host is not read");
  readings[0]!.answer(seen());
  await until(() => types().includes("watching"), "it has not begun");

  follows[0]!.input.onEvent({ netns: "", what: "any" });
  await until(() => readings.length === 2, "it is not read after an event");
  Object.assign(stored, { serial: 2, missing: true });
  readings[1]!.answer(seen());
  await until(() => readings.length === 3, "it is not read for the new state");
  expect(types()).toEqual(["watching"]);
  stored.missing = false;
  readings[2]!.answer(seen());
  follows[0]!.input.onEvent({ netns: "", what: "any" });
  await until(() => readings.length === 4, "its events are not heard any more");
  expect(types()).toEqual(["watching"]);
  await close();
});
