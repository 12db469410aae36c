import { diagnose, fail, ok, type Result } from "../../lib/diagnostic";
import type { Capabilities, Observation, ProgramId, Scope, Shell } from "../../lib/io";
import type { HostConfig } from "../../lib/resources/provider";
import { answerReader, type Answer } from "./answer";
import { namesOf, type Names } from "./names";
import { observationOf } from "./observation";
import { capabilityReader } from "./probe";
import { observeScript } from "./script";
import { troubleOf } from "./trouble";

/** One host, and the way to it. */
export interface Host {
  readonly name: string;
  readonly config: HostConfig;
  readonly names: Names;
  readonly shell: Shell;
}

export function hostOf(name: string, config: HostConfig, shell: Shell): Host {
  return { name, config, shell, names: namesOf(config) };
}

/** Runs one program and collects what it says; the answer may say that it failed. */
export async function ask(
  host: Host,
  program: ProgramId,
  stdin: Iterable<string>,
  onDone?: (file: string) => void,
): Promise<Result<Answer>> {
  const { answer, onLine } = answerReader(onDone);
  const ending = await host.shell.run({ program, stdin }, onLine);
  const trouble = troubleOf(host.name, host.config, answer, ending);
  return trouble ? fail(trouble) : ok(answer);
}

export async function observe(host: Host, scope: Scope): Promise<Result<Observation>> {
  const asked = await ask(host, "observe", observeScript(scope, host.names));
  if (!asked.ok) return asked;
  const observation = observationOf(host.name, asked.value, scope, host.names);
  return observation ? ok(observation) : fail(unreadable(host, asked.value));
}

function unreadable({ name }: Host, { failed }: Answer) {
  const words = failed?.words.join(" ") ?? "ip printed nothing that could be read.";
  return diagnose("host-unreachable", `Host "${name}" could not be read: ${words}`, { host: name });
}

export async function capabilities(host: Host): Promise<Result<Capabilities>> {
  const reader = capabilityReader();
  const { answer, onLine } = answerReader();
  const ending = await host.shell.run({ program: "probe", stdin: "" }, (line) => {
    onLine(line);
    reader.onLine(line);
  });
  const trouble = troubleOf(host.name, host.config, answer, ending);
  return trouble ? fail(trouble) : ok(reader.capabilities());
}
