import type { Plan } from "../../engine/plan";
import type { Registry } from "../../resources/registry";
import { mermaidPicture } from "../markdown/picture";
import { bytesOf, differenceBlock, inCode, marker, prose } from "../markdown/text";
import { NO_CHANGES, summaryLine, summaryOf } from "../plan-summary";
import { shownChanges, type ShownChange } from "./changes";

const signs = { create: "🟢", change: "🟡", replace: "🟣", remove: "🔴" } as const;

const styles = {
  create: "fill:#d5f5dc,stroke:#0a6b2d,color:#000",
  change: "fill:#fff4c2,stroke:#7a6200,color:#000",
  replace: "fill:#eadcfb,stroke:#6b3fa0,color:#000,stroke-width:3px",
  remove: "fill:#ffd7d5,stroke:#b3261e,color:#000,stroke-width:3px",
} as const;

/** What interrupts most comes first, and is left out last. */
const order = ["remove", "replace", "change", "create"] as const;

/** A plan for a comment, of at most `bytes` bytes: what does not fit is left out by whole resources, and counted. */
export function planMarkdown(plan: Plan, types: Registry, bytes: number): readonly string[] {
  const { changes, topology, marks } = shownChanges(plan, types);
  const summary = summaryOf(plan);
  const head = `${marker("plan", [...new Set(plan.providers.map(({ stack }) => stack))])}\n## Plan\n\n**${summary.empty ? NO_CHANGES : summaryLine(summary)}**\n${impactOf(plan)}`;
  const picture = mermaidPicture(topology, { marks, styles });
  const more = (n: number) => `\n**${n} more resources** in the complete plan: this one is limited in size.\n`;
  let left = bytes - bytesOf(head) - bytesOf(more(changes.length));
  const texts: string[] = [];
  for (const change of order.flatMap((mark) => changes.filter((one) => one.mark === mark))) {
    const text = changeText(change);
    left -= bytesOf(text);
    if (left < 0) break;
    texts.push(text);
  }
  const hidden = changes.length - texts.length;
  const drawn = picture !== undefined && hidden === 0 && bytesOf(picture) + 1 <= left ? [`\n${picture}`] : [];
  return [head, ...drawn, ...texts, ...(hidden > 0 ? [more(hidden)] : [])];
}

/** Endpoints of the impact that are named. */
const MOST_NAMED = 20;

function impactOf({ impact }: Plan): string {
  const losing = impact.filter(({ kind }) => kind !== "live");
  if (losing.length === 0) return "\nNo endpoint loses traffic.\n";
  const more = losing.length > MOST_NAMED ? [`* and ${losing.length - MOST_NAMED} more\n`] : [];
  const lines = losing.slice(0, MOST_NAMED).map(({ endpoint, kind }) => `* ${inCode(endpoint)} (${kind})\n`);
  return `\nEndpoints that lose traffic:\n\n${[...lines, ...more].join("")}`;
}

function changeText({ address, mark, hosts, replaceBy, lines }: ShownChange): string {
  const on = hosts.length === 0 ? "" : ` on ${hosts.map(inCode).join(", ")}`;
  const why = replaceBy.length === 0 ? "" : `${prose(`Forced by ${replaceBy.join(", ")}.`)}\n\n`;
  const block = lines.length === 0 ? "" : differenceBlock(lines.map(({ sign, text }) => `${sign} ${text}`));
  return `\n<details><summary>${signs[mark]} <b>${mark}</b>: ${inCode(address)}${on}</summary>\n\n${why}${block}\n</details>\n`;
}
