import type { Diagnostic, Path, Where } from "../diagnostic";
import { harmless, wrap, type TerminalStyle } from "./look";

/** An attribute's path as people write it: `publish[0].port`, `labels["a b"]`. */
export function pathText(path: Path): string {
  return path
    .map((step, n) => {
      if (typeof step === "number") return `[${step}]`;
      return /^[A-Za-z_][\w-]*$/.test(step) ? (n === 0 ? "" : ".") + step : `[${JSON.stringify(step)}]`;
    })
    .join("");
}

/**
 * Diagnostics as text, one after the other, warnings first so that errors are at the end. Duplicates are shown once.
 *
 *     Error: Invalid CIDR block [invalid-cidr]
 *
 *       in netweft_bridge_network.front, attribute subnets[0]
 *       at main.ts:12:3
 *
 *     "10.0.0/8" is not a CIDR block: …
 */
export function* diagnosticsText(diagnostics: readonly Diagnostic[], look: TerminalStyle): Generator<string> {
  for (const diagnostic of arranged(diagnostics)) yield look.boxes ? boxed(diagnostic, look) : plain(diagnostic, look);
}

/** Warnings first, each severity in its original order, without duplicates. */
export function arranged(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const once = [...new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()];
  return [...once.filter((d) => d.severity === "warning"), ...once.filter((d) => d.severity === "error")];
}

function plain(diagnostic: Diagnostic, look: TerminalStyle): string {
  return `${lines(diagnostic, look, look.columns).join("\n")}\n\n`;
}

function boxed(diagnostic: Diagnostic, look: TerminalStyle): string {
  const side = look.paint(colourOf(diagnostic), "│");
  const body = lines(diagnostic, look, look.columns - 2).map((line) => `${side}${line === "" ? "" : ` ${line}`}\n`);
  return `${look.paint(colourOf(diagnostic), "╷")}\n${body.join("")}${look.paint(colourOf(diagnostic), "╵")}\n`;
}

function colourOf({ severity }: Diagnostic): "red" | "yellow" {
  return severity === "error" ? "red" : "yellow";
}

function lines(diagnostic: Diagnostic, look: TerminalStyle, columns: number): readonly string[] {
  const { severity, summary, code, detail, at } = diagnostic;
  const word = look.paint("bold", look.paint(colourOf(diagnostic), severity === "error" ? "Error: " : "Warning: "));
  const places = whereLines(at).map((line) => `  ${harmless(line)}`);
  const head = `${word}${look.paint("bold", summary)} ${look.paint("dim", `[${code}]`)}`;
  return [head, "", ...(places.length > 0 ? [...places, ""] : []), ...wrap(harmless(detail), columns)];
}

function whereLines({ resource, path, host, fact, file, source }: Where): readonly string[] {
  const attribute = path && path.length > 0 ? `attribute ${pathText(path)}` : undefined;
  const inside = [resource, attribute].filter((part) => part !== undefined).join(", ");
  return [
    ...(inside ? [`in ${inside}`] : []),
    ...(host ? [`on host ${host}`] : []),
    ...(fact ? [`fact ${fact}`] : []),
    ...[source, file].filter((place) => place !== undefined).map((place) => `at ${place}`),
  ];
}

/** A diagnostic in the form that Terraform's tools read, with Netweft's code and location in addition. */
export function diagnosticJson({ severity, code, summary, detail, at }: Diagnostic): Readonly<Record<string, unknown>> {
  const { resource, path, ...rest } = at;
  const place = { ...(resource ? { address: resource } : {}), ...(path && path.length > 0 ? { path: pathText(path) } : {}), ...rest };
  return { severity, code, summary, detail, ...place };
}
