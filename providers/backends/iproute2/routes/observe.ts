import { fact, type Fact, type FactOf } from "../../../../lib/kernel/fact";
import { normal } from "../../../../lib/kernel/kinds";
import type { IpRoute } from "../dump";

/** Created by the kernel, or learned from a redirect. */
const KERNELS = new Set(["kernel", "redirect"]);

/** Unicast routes of all tables, including foreign ones, which allocation needs. */
export function routeFacts(host: string, netns: string, routes: readonly IpRoute[]): readonly Fact[] {
  return routes.filter(({ protocol }) => !KERNELS.has(protocol ?? "")).flatMap((route) => routeFact(host, netns, route) ?? []);
}

function routeFact(host: string, netns: string, route: IpRoute): Fact | undefined {
  const table = tableOf(route.table);
  if (table === "named") return undefined;
  const v6 = route.pref !== undefined || route.dst.includes(":");
  const via = route.gateway !== undefined && route.gateway.includes(":") === v6 ? { via: route.gateway } : {};
  const body: FactOf<"route"> = fact(
    "route",
    { host, netns },
    {
      destination: destinationOf(route.dst, v6),
      ...via,
      ...(route.dev === undefined ? {} : { dev: route.dev }),
      ...(route.metric === undefined ? {} : { metric: route.metric }),
      ...(table === undefined ? {} : { table }),
      ...(route.protocol === "ra" ? { learned: true as const } : {}),
    },
  );
  return normal(body as Fact);
}

function destinationOf(dst: string, v6: boolean): string {
  if (dst === "default") return v6 ? "::/0" : "0.0.0.0/0";
  return dst.includes("/") ? dst : `${dst}/${v6 ? 128 : 32}`;
}

/** The table's number, undefined for the main table; tables with a name of their own are not ours. */
function tableOf(table: string | undefined): number | undefined | "named" {
  if (table === undefined || table === "main") return undefined;
  if (table === "default") return 253;
  const number = Number(table);
  return Number.isInteger(number) ? number : "named";
}
