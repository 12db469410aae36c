import { located, type Diagnostic, type Path } from "../diagnostic";
import { REPORTS, reportLine } from "../ports/app";
import { userLine } from "./source";

/** The errors of a run of the command, which reports those of all constructs together. */
const rejected: Diagnostic[] = [];

/**
 * Refuses a construct, or a part of it: an exception where the program runs by itself. In a run of the command the program goes on
 * with what is valid, so that the errors of all its constructs are found; then it ends before anything is synthesized.
 */
export function reject(subject: string, diagnostics: readonly Diagnostic[]): void {
  const error = new InvalidConstruct(subject, diagnostics);
  if (!process.env[REPORTS]) throw error;
  if (rejected.length === 0) process.once("exit", reportAll);
  rejected.push(...diagnostics.map((one) => located(one, whereOf(subject, error.source))));
}

/** Also where the program does not get as far as its synthesis. */
function reportAll(): void {
  process.stderr.write(`${reportLine(rejected)}\n`);
  process.exitCode ||= 1;
}

/** Called before a synthesis: nothing is written of a program with invalid constructs. */
export function endIfRejected(): void {
  if (rejected.length > 0) process.exit(1);
}

/**
 * The exception of an invalid construct: one error that lists everything that is wrong, and ends with the user's own line.
 */
export class InvalidConstruct extends Error {
  readonly #diagnostics: readonly Diagnostic[];
  readonly #source: string | undefined;

  constructor(subject: string, diagnostics: readonly Diagnostic[]) {
    const source = userLine();
    super([`${subject} is invalid:`, ...diagnostics.map(line), ...(source === undefined ? [] : [`at ${source}`])].join("\n"));
    this.#diagnostics = diagnostics;
    this.#source = source;
    // The message has the location; frames inside libraries would only hide it.
    this.stack = `${this.name}: ${this.message}`;
    if (process.env[REPORTS]) this.stack += `\n${reportLine(diagnostics.map((one) => located(one, whereOf(subject, source))))}`;
  }

  override get name(): string {
    return "InvalidConstruct";
  }

  /** All errors. */
  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }

  /** `main.ts:12:17`, if known. */
  get source(): string | undefined {
    return this.#source;
  }
}

function whereOf(resource: string, source: string | undefined): Diagnostic["at"] {
  return source === undefined ? { resource } : { resource, source };
}

function line({ code, summary, detail, at }: Diagnostic): string {
  return `  ${at.path === undefined ? "" : `${pathText(at.path)}: `}${summary} [${code}]. ${detail}`;
}

/** `binds[0].port` */
function pathText(path: Path): string {
  return path.map((step, i) => (typeof step === "number" ? `[${step}]` : i === 0 ? step : `.${step}`)).join("");
}
