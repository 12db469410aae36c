import { diagnose, fail, ok, type Result } from "../../../lib/diagnostic";
import type { Capabilities, Observation, OnWait, Scope } from "../../../lib/ports/backend";
import type { ProgramId, Transport } from "../../../lib/ports/transport";
import type { HostConfig } from "../../../lib/resources/provider";
import { answerReader, type Answer } from "./answer";
import { namesOf, type NamespaceNames } from "./names";
import { observationOf } from "./observation";
import { readingOf } from "./reading";
import { capabilityReader } from "./probe";
import { observeScript } from "./script";
import { failureOf } from "./failure";

/** One host, and the shell that reaches it. */
export interface Host {
  readonly name: string;
  readonly config: HostConfig;
  readonly names: NamespaceNames;
  readonly shell: Transport;
}

export function hostOf(name: string, config: HostConfig, shell: Transport): Host {
  return { name, config, shell, names: namesOf(config) };
}

/** Runs one program and collects its output; the answer may report a failure. */
export async function ask(
  host: Host,
  program: ProgramId,
  stdin: Iterable<string>,
  onDone?: (file: string) => void,
  onBusy?: (since: string) => void,
): Promise<Result<Answer>> {
  const { answer, onLine } = answerReader(onDone, onBusy);
  const ending = await host.shell.run({ program, stdin }, onLine);
  const failure = failureOf(host.name, host.config, answer, ending);
  return failure ? fail(failure) : ok(answer);
}

export async function observe(host: Host, scope: Scope, onWait?: OnWait): Promise<Result<Observation>> {
  const asked = await ask(host, "observe", observeScript(scope, host.names), undefined, (since) => onWait?.(host.name, since));
  if (!asked.ok) return asked;
  return observed(host, asked.value, scope);
}

/** The observation in an answer, or what could not be read. */
export function observed(host: Host, answer: Answer, scope: Scope): Result<Observation> {
  const reading = readingOf(host.name, answer, scope, host.names);
  return reading.ok ? ok(observationOf(host.name, reading.value, scope, host.names)) : reading;
}

export async function capabilities(host: Host): Promise<Result<Capabilities>> {
  const reader = capabilityReader();
  const { answer, onLine } = answerReader();
  const ending = await host.shell.run({ program: "probe", stdin: "" }, (line) => {
    onLine(line);
    reader.onLine(line);
  });
  const unread = reader.unread();
  const asked = answer.replies.has("capabilities");
  if (asked && unread !== undefined) return fail(unreadCapabilities(host, unread));
  const failure = failureOf(host.name, host.config, answer, ending);
  return failure ? fail(failure) : ok(reader.capabilities());
}

function unreadCapabilities({ name }: Host, why: string) {
  return diagnose("host-unread", `The capabilities of host "${name}" could not be determined: ${why}`, { host: name });
}
