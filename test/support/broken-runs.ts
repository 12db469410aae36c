/** Hosts on which a run ends before its last step. */
import { diagnose } from "../../lib/diagnostic";
import type { Backend, Outcome } from "../../lib/ports/backend";
import type { Step } from "../../lib/kernel/step";
import { openSimulated } from "../../providers/backends/simulated";
import type { openConfigured } from "../../lib/engine";

/**
 * How it ends: the step is refused, the way to the host is lost in front of it, or behind it without an answer, or the program of the
 * controller is killed.
 */
export const ENDS = ["fail", "cut", "hang", "kill"] as const;
export type End = (typeof ENDS)[number];

/** At which step of a run, over all hosts, counted from 0. */
export interface Break {
  readonly at: number;
  readonly end: End;
}

export const KILLED = "the controller was killed";

type Drivers = Parameters<typeof openConfigured>[1];

const SIMULATED = { open: openSimulated, name: "simulated" };

/** Another backend than the simulated one, and a step that it refuses on a host. */
interface BrokenBackend {
  readonly open: Drivers[string];
  readonly name: string;
  refused(host: string): Step;
}

/**
 * Drivers of which the next run breaks; `set` says where. All later ones do what they are asked. With a backend, its host itself refuses a
 * step, which is put in front of the one that fails.
 */
export function breaking({ open, name, refused }: Pick<BrokenBackend, "open" | "name"> & Partial<BrokenBackend> = SIMULATED): {
  readonly drivers: Drivers;
  /** `then`: called once it has broken, before the controller knows. */
  set(next: Break | undefined, then?: () => void): void;
  brokenOn(): string;
} {
  let left = Infinity;
  let end: End = "fail";
  let on = "";
  let broke: () => void = () => undefined;
  const run: (driver: Backend) => Backend["run"] = (driver) => async (work, onStep) => {
    const outcomes = new Map<string, Outcome>();
    for (const [host, one] of work) {
      const count = one.steps.length;
      if (left >= count) {
        left -= count;
        outcomes.set(host, (await driver.run(new Map([[host, one]]), onStep)).get(host)!);
        continue;
      }
      const isRefused = end === "fail" && refused !== undefined;
      const before = one.steps.slice(0, end === "hang" ? left + 1 : left);
      const steps = isRefused ? [...before, refused(host), ...one.steps.slice(left)] : before;
      const at = left;
      left = Infinity;
      on = host;
      const outcome = (await driver.run(new Map([[host, { ...one, steps }]]), onStep)).get(host)!;
      broke();
      if (end === "kill") throw new Error(KILLED);
      outcomes.set(host, outcome.failed === undefined ? broken(host, at, outcome) : outcome);
    }
    return outcomes;
  };
  const broken = (host: string, at: number, { after }: Outcome): Outcome => {
    if (end === "fail")
      return {
        done: at,
        failed: { step: at, diagnostic: diagnose("kernel-refused", "the test refuses this step", { host }) },
        after: after!,
      };
    return { done: at, failed: { diagnostic: diagnose("host-unreachable", "the test cut the connection", { host }) } };
  };
  const drivers: Drivers = {
    [name]: async (config) => {
      const opened = await open(config);
      return opened.ok ? { ...opened, value: { ...opened.value, run: run(opened.value) } } : opened;
    },
  };
  return {
    drivers,
    set: (next, then = () => undefined) => {
      left = next?.at ?? Infinity;
      end = next?.end ?? "fail";
      broke = then;
    },
    brokenOn: () => on,
  };
}
