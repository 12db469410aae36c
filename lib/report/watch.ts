/** The events of a watch as text and as JSON. */
import type { Finding } from "../drift/finding";
import type { WatchEvent } from "../watch/events";
import { diagnosticJson, diagnosticsText } from "./diagnostics";
import { findingJson } from "./drift/json";
import { findingText } from "./drift/text";
import { counted } from "./drift/words";
import { harmless, shown, type TerminalStyle } from "./look";

/** The version of the events' JSON; new members may be added to a version. */
const FORMAT = "1.0";

/** One event as a line of JSON. */
export function watchJson(event: WatchEvent, stack: string): string {
  return `${JSON.stringify({ format_version: FORMAT, stack, ...dataOf(event) })}\n`;
}

function dataOf(event: WatchEvent): Readonly<Record<string, unknown>> {
  const { type, at } = event;
  switch (event.type) {
    case "watching":
      return { type, at, hosts: event.hosts, findings: event.findings, interval_seconds: event.interval };
    case "found":
    case "changed":
    case "resolved":
    case "given-up":
      return { type, at, finding: findingJson(event.finding) };
    case "unreachable":
      return { type, at, host: event.host, diagnostics: [diagnosticJson(event.diagnostic)] };
    case "interval":
      return { type, at, host: event.host, reading_seconds: event.took, interval_seconds: event.interval };
    case "reachable":
      return { type, at, host: event.host };
    case "unread":
      return { type, at, diagnostics: event.diagnostics.map(diagnosticJson) };
    case "healed":
      return { type, at, findings: event.findings.map(findingJson) };
    case "not-healed":
      return { type, at, findings: event.findings.map(findingJson), diagnostics: event.diagnostics.map(diagnosticJson) };
  }
}

/** One event as text. */
export function watchText(event: WatchEvent, look: TerminalStyle): string {
  return `${look.paint("dim", event.at.slice(11, 19))} ${sentence(event, look)}`;
}

function sentence(event: WatchEvent, look: TerminalStyle): string {
  switch (event.type) {
    case "watching":
      return `${look.paint("bold", "Watching")} ${counted(event.hosts.length, "host")}: ${harmless(event.hosts.join(", "))}. ${counted(event.findings, "finding")}. What has no event is read every ${event.interval} s.\n`;
    case "found":
      return findingText(event.finding, look);
    case "changed":
      return `changed again: ${findingText(event.finding, look)}`;
    case "resolved":
      return `${look.paint("green", "resolved")} ${lineOf(event.finding, look)}\n`;
    case "unreachable":
      return `${look.paint("yellow", "unreachable")} host ${harmless(event.host)}\n${[...diagnosticsText([event.diagnostic], look)].join("")}`;
    case "interval":
      return `Reading all of host ${harmless(event.host)} took ${event.took} s: what has no event is read every ${event.interval} s from now on.\n`;
    case "reachable":
      return `${look.paint("green", "reachable")} host ${harmless(event.host)}\n`;
    case "unread":
      return `${look.paint("yellow", "not read")}\n${[...diagnosticsText(event.diagnostics, look)].join("")}`;
    case "healed":
      return `${look.paint("green", "repaired")} ${counted(event.findings.length, "finding")}\n`;
    case "not-healed":
      return `${look.paint("red", "not repaired")} ${counted(event.findings.length, "finding")}\n${[...diagnosticsText(event.diagnostics, look)].join("")}`;
    case "given-up":
      return `${look.paint("red", "not repaired any more")} ${lineOf(event.finding, look)}: it came back after each repair. Look for the program that changes it.\n`;
  }
}

function lineOf({ expected, actual }: Finding, look: TerminalStyle): string {
  return shown((expected ?? actual)!, look);
}
