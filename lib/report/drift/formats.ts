/** A drift report in every format that is written to a file or to standard output. */
import type { Diagnostic } from "../../diagnostic";
import type { StackFindings } from "../../drift/finding";
import { driftGitlab } from "./gitlab";
import { driftJson } from "./json";
import { driftJunit } from "./junit";
import { MARKDOWN_BYTES } from "../markdown/text";
import { driftMarkdown } from "./markdown";
import { driftPage } from "./page";
import { driftPrometheus } from "./prometheus";
import { driftSarif, type SarifSuppressed } from "./sarif";

/** What the formats need beside the report. */
export interface DriftFormatOptions {
  readonly version: string;
  /** Why stacks have no report. */
  readonly problems?: readonly Diagnostic[] | undefined;
  /** The size limit of Markdown; that of a comment of GitHub without it. */
  readonly maxBytes?: number | undefined;
  /** Whether SARIF has the ignored findings; `omit` without it. */
  readonly suppressed?: SarifSuppressed | undefined;
}

type DriftFormatter = (reports: readonly StackFindings[], options: DriftFormatOptions) => Iterable<string>;

/** By the name of the format. Text for people is not among them: it depends on the terminal. */
export const driftFormats = {
  json: (reports, { version, problems }) => driftJson(reports, version, problems),
  markdown: (reports, { maxBytes = MARKDOWN_BYTES }) => driftMarkdown(reports, maxBytes),
  junit: (reports) => driftJunit(reports),
  sarif: (reports, { version, suppressed = "omit" }) => driftSarif(reports, version, suppressed),
  gitlab: (reports) => driftGitlab(reports),
  html: (reports, { version }) => driftPage(reports, version),
  prometheus: (reports, { version }) => driftPrometheus(reports, version),
} as const satisfies Readonly<Record<string, DriftFormatter>>;

export type DriftFormat = keyof typeof driftFormats;
