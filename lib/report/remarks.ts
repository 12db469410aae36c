import { registry } from "../resources";
import { findType } from "../resources/registry";
import type { Draft } from "../schema/value";
import { shown, type TerminalStyle } from "./look";
import type { Hidden } from "./values";

/** The remarks on a resource beside its attributes and facts. None if one of its attributes is sensitive. */
export function* remarkLines(type: string, attributes: Draft | null, hidden: Hidden, look: TerminalStyle): Generator<string> {
  if (attributes === null || hidden.length > 0) return;
  for (const remark of findType(registry, type)?.remarks?.(attributes) ?? []) yield `${look.paint("dim", `# ${shown(remark, look)}`)}\n`;
}
