/** The errors for objects of which two resources declare the same. */
import { diagnose, type Diagnostic } from "../../diagnostic";
import type { FactOf } from "../fact";
import type { Declaring } from "../fact-type";

/** Two routes of one place. */
export function twoRoutes(route: FactOf<"route">, { resource, other, text }: Declaring): Diagnostic {
  const { host, netns } = route;
  const detail = `${other} and ${resource} both declare the route "${text}" in the namespace "${netns}". ${remedyFor(route)}`;
  return diagnose("duplicate-route", detail, { resource, host, fact: text });
}

function remedyFor({ destination, table }: FactOf<"route">): string {
  const other = "give one of them another `metric` or `table`";
  const isDefault = destination.endsWith("/0") && table === undefined;
  return isDefault ? `Set \`default_route = false\` on all endpoints of the namespace but one, or ${other}.` : `Remove one, or ${other}.`;
}

/** Two networks with one VNI and port, which would receive each other's packets. */
export function oneTunnel({ vni, port, host }: FactOf<"link">, { resource, other }: Omit<Declaring, "text">): Diagnostic {
  const detail = `${other} has the network identifier ${vni} on port ${port} of host "${host}" already: the two networks would be one. Choose another \`vni\`.`;
  return diagnose("tunnel-clash", detail, { resource, path: ["vni"], host });
}

/** Two endpoints of one network with the same name, which `path` of the resource gives. */
export function calledAlike(name: string, path: string, { resource, other }: Omit<Declaring, "text">): Diagnostic {
  const detail = `"${name}" is also a name of ${other} on the same network, so lookups would return either one. Choose another \`${path}\`, or set \`names = false\` on the network.`;
  return diagnose("duplicate-name", detail, { resource, path: [path] });
}
