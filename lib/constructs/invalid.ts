import { located, type Diagnostic, type Path } from "../diagnostic";
import { REPORTS, reportLine } from "../ports/app";
import { userLine } from "./source";

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
