/** A drift report in every format that is written to a file or to standard output. */
import type { StackFindings, UnreadStack } from "../../drift/finding";
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
  /** Stacks without a report. */
  readonly unreadStacks?: readonly UnreadStack[] | undefined;
  /** The size limit of Markdown; that of a comment of GitHub without it. */
  readonly maxBytes?: number | undefined;
  /** Whether SARIF has the ignored findings; `omit` without it. */
  readonly suppressed?: SarifSuppressed | undefined;
}

type DriftFormatter = (reports: readonly StackFindings[], options: DriftFormatOptions) => Iterable<string>;

/** By the name of the format. Text for people is not among them: it depends on the terminal. */
export const driftFormats = {
  json: (reports, { version, unreadStacks }) => driftJson(reports, version, unreadStacks),
  markdown: (reports, { maxBytes = MARKDOWN_BYTES, unreadStacks }) => driftMarkdown(reports, maxBytes, unreadStacks),
  junit: (reports, { unreadStacks }) => driftJunit(reports, unreadStacks),
  sarif: (reports, { version, suppressed = "omit", unreadStacks }) => driftSarif(reports, version, { suppressed, unreadStacks }),
  gitlab: (reports, { unreadStacks }) => driftGitlab(reports, unreadStacks),
  html: (reports, { version, unreadStacks }) => driftPage(reports, version, unreadStacks),
  prometheus: (reports, { version, unreadStacks }) => driftPrometheus(reports, version, unreadStacks),
} as const satisfies Readonly<Record<string, DriftFormatter>>;

export type DriftFormat = keyof typeof driftFormats;
