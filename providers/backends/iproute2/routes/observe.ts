import { fact, type Fact, type FactBodies, type FactOf } from "../../../../lib/kernel/fact";
import { normal } from "../../../../lib/kernel/kinds";
import { OUR_PROTOCOL } from "../../../../lib/kernel/mark";
import type { IpRoute } from "../dump";

/** Created by the kernel, or learned from a redirect. */
const KERNELS = new Set(["kernel", "redirect"]);

/** The routes of all tables, including foreign ones, which allocation needs. */
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
      ...typeOf(route),
      ...via,
      ...(route.dev === undefined ? {} : { dev: route.dev }),
      ...(route.prefsrc === undefined ? {} : { source: route.prefsrc }),
      ...(route.metric === undefined ? {} : { metric: route.metric }),
      ...(table === undefined ? {} : { table }),
      ...madeBy(route),
    },
  );
  return normal(body as Fact);
}

function typeOf({ type }: IpRoute): Pick<FactBodies["route"], "type"> {
  return type === undefined || type === "unicast" ? {} : { type: type as NonNullable<FactBodies["route"]["type"]> };
}

/** Which program made it: ip omits the protocol `boot`, that of routes added by hand, where it shows no details. */
function madeBy({ protocol = "boot" }: IpRoute): Pick<FactBodies["route"], "proto" | "learned"> {
  if (protocol === "ra") return { learned: true };
  return protocol === `${OUR_PROTOCOL}` ? {} : { proto: protocol };
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
