import type { Diagnostic, Path } from "../../../../lib/diagnostic";
import { harmless } from "../../../../lib/report/look";
import type { Fields, Type } from "../../../../lib/schema/type";
import type { Encodable } from "../wire/protobuf";
import { SEVERITY, type attributePath, type diagnostic } from "../wire/shared";

type PathMessage = Encodable<typeof attributePath>;
type DiagnosticMessage = Encodable<typeof diagnostic>;

/**
 * A path into Terraform's own values. Elements of sets have no address: the path ends at the set, and at anything that is not
 * in the schema.
 */
export function pathMessage(path: Path, fields: Fields): PathMessage {
  const steps: NonNullable<PathMessage["steps"]>[number][] = [];
  let type: Type | undefined = { kind: "object", fields };
  for (const step of path) {
    if (type === undefined || type.kind === "set") break;
    if (type.kind === "object") {
      const field: Fields[string] | undefined = type.fields[String(step)];
      if (field === undefined) break;
      steps.push({ attributeName: String(step) });
      type = field.type;
    } else if (type.kind === "list" || type.kind === "map") {
      steps.push(type.kind === "list" ? { elementKeyInt: Number(step) } : { elementKeyString: String(step) });
      type = type.element;
    } else break;
  }
  return { steps };
}

/** Terraform's form of a diagnostic. The path refers to the resource of the call. */
function diagnosticMessage({ severity, summary, code, detail, at }: Diagnostic, fields: Fields): DiagnosticMessage {
  const text = { severity: SEVERITY[severity], summary: `${summary} [${code}]`, detail: harmless(detail) };
  return at.path === undefined || at.path.length === 0 ? text : { ...text, attribute: pathMessage(at.path, fields) };
}

/** The diagnostics of one call, about an object with these fields. */
export function messagesOf(diagnostics: readonly Diagnostic[], fields: Fields = {}): readonly DiagnosticMessage[] {
  return diagnostics.map((diagnostic) => diagnosticMessage(diagnostic, fields));
}
