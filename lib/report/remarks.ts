import { resources } from "../resources";
import type { Draft } from "../schema/value";
import { shown, type Look } from "./look";
import type { Hidden } from "./values";

/** What there is to say of a resource beside its attributes and facts. Where something in it is secret, nothing is. */
export function* remarkLines(type: string, attributes: Draft | null, hidden: Hidden, look: Look): Generator<string> {
  if (attributes === null || hidden.length > 0) return;
  for (const remark of resources[type]?.remarks?.(attributes) ?? []) yield `${look.paint("dim", `# ${shown(remark, look)}`)}\n`;
}
