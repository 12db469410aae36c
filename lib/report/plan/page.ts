import type { Plan } from "../../engine/plan";
import { backendsOf } from "../../resources/backend";
import { sha256 } from "../../net/sha256";
import type { Registry } from "../../resources/registry";
import { pageHtml } from "../page/html";
import type { PageRow } from "../page/model";
import { NO_CHANGES, summaryLine, summaryOf } from "../plan-summary";
import { shownChanges, type ShownChange } from "./changes";

/** A plan as a page: its changes, and a picture in which they are marked. */
export function planPage(plan: Plan, types: Registry, version: string): Iterable<string> {
  const { changes, topology, marks } = shownChanges(plan, types);
  const summary = summaryOf(plan);
  const stacks = [...new Set(plan.providers.map(({ stack }) => stack))];
  const count = (mark: ShownChange["mark"]) => changes.filter((change) => change.mark === mark).length;
  const losing = plan.impact.filter(({ kind }) => kind !== "live").length;
  const tiles = (["create", "change", "replace", "remove"] as const).map((mark) => ({
    label: mark,
    value: String(count(mark)),
    ...(count(mark) > 0 && { mark }),
  }));
  return pageHtml({
    title: "Plan",
    subtitle: `For ${backendsOf(plan.providers).join(", ")}. Written by Netweft ${version}.`,
    rowWord: "change",
    stacks: [
      {
        name: stacks.join(", "),
        verdict: summary.empty ? NO_CHANGES : summaryLine(summary),
        warnings: plan.diagnostics.map((one) => `${one.summary}: ${one.detail}`),
        tiles: [...tiles, { label: "endpoints that lose traffic", value: String(losing) }],
        rows: withOwnIds(changes.map(rowOf)),
        notes: [],
        topology,
        marks,
      },
    ],
  });
}

/** Two changes of one address, as of an instance and what was left of it, are two places for links. */
function withOwnIds(rows: readonly PageRow[]): readonly PageRow[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const n = (seen.get(row.id) ?? 0) + 1;
    seen.set(row.id, n);
    return n === 1 ? row : { ...row, id: `${row.id}x${n}` };
  });
}

function rowOf({ address, mark, hosts, replaceBy, lines, impact }: ShownChange): PageRow {
  return {
    id: sha256(address).slice(0, 32),
    mark,
    what: mark,
    layer: "",
    host: hosts.join(", "),
    subject: address,
    reason: replaceBy.length === 0 ? "" : `Forced by ${replaceBy.join(", ")}.`,
    lines,
    details: impact.map((text) => ["traffic", text] as const),
    since: "",
    at: [address],
  };
}
