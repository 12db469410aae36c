import { codes, type Code } from "./codes";

/** One step into a value: an attribute's name, a map key, or a list index. */
export type PathStep = string | number;
export type Path = readonly PathStep[];

/** The location of a diagnostic. All parts are optional; those that are known are shown. */
export interface Where {
  /** Address of the resource instance, e.g. `netweft_endpoint.web[0]`. */
  readonly resource?: string;
  /** Path of the attribute inside the resource, e.g. `["subnets", 0]`. */
  readonly path?: Path;
  readonly host?: string;
  /** The kernel fact concerned, as its canonical line. */
  readonly fact?: string;
  /** A file of the configuration, the state or the plan. */
  readonly file?: string;
  /** The user's own line that declared the construct: `main.ts:12:3`. */
  readonly source?: string;
}

/**
 * The one error value. Expected failures are returned as diagnostics, all of them at once; only bugs are thrown.
 * `summary` is constant for a code; `detail` says what is wrong, why, and what to do, in full sentences.
 */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly code: Code;
  readonly summary: string;
  readonly detail: string;
  readonly at: Where;
}

/**
 * Makes a diagnostic of a registered code; severity and summary come from the table in `codes/`.
 *
 * @example
 * diagnose("invalid-cidr", '"10.0.0/8" is not a CIDR block: IPv4 needs four numbers. Write "10.0.0.0/8".', { path: ["subnets", 0] });
 */
export function diagnose(code: Code, detail: string, at: Where = {}): Diagnostic {
  const { severity, summary } = codes[code];
  return { severity, code, summary, detail, at };
}

/** The diagnostic with missing parts of its location filled in; the existing ones stay. */
export function located(diagnostic: Diagnostic, at: Where): Diagnostic {
  return { ...diagnostic, at: { ...at, ...diagnostic.at } };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((d) => d.severity === "error");
}

/** A value, or the reasons why there is none. Warnings may come with a value. */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export function ok<T>(value: T, diagnostics: readonly Diagnostic[] = []): Result<T> {
  return { ok: true, value, diagnostics };
}

export function fail(...diagnostics: readonly Diagnostic[]): Result<never> {
  return { ok: false, diagnostics };
}
