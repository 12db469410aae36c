/** The way back that a host takes by itself: it is left there before a change, and ended by its confirmation. */
import { ok, type Result } from "../../../lib/diagnostic";
import type { Disarming, WayBack } from "../../../lib/ports/backend";
import { ask, type Host } from "./host";
import { schedule } from "./schedule";
import { armScript, disarmScript } from "./script";

export async function arm(host: Host, way: WayBack): Promise<Result<void>> {
  const { stages } = schedule(way.steps, host.names);
  const asked = await ask(host, "arm", armScript(stages, way, host.names));
  return asked.ok ? ok(undefined) : asked;
}

export async function disarm(host: Host, disarming: Disarming): Promise<Result<void>> {
  const asked = await ask(host, "disarm", disarmScript(disarming, host.names));
  return asked.ok ? ok(undefined) : asked;
}
