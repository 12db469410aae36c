import { diagnose, type Diagnostic } from "../../diagnostic";
import { formatCidr, parseNetwork } from "../../net/cidr";
import { canonicalIp } from "../../net/ip";
import { draftsIn, isUnset, text, texts } from "../draft";
import { checkRoute, checkTwins } from "../routing/check";
import type { Draft } from "../../schema/value";

/** The errors in an endpoint's routes beyond their types. */
export function checkRoutes(draft: Draft, network: Draft): readonly Diagnostic[] {
  const routes = draftsIn(draft, "routes");
  if (routes.length === 0) return [];
  const networks = texts(network, "subnets")?.flatMap((subnet) => parseNetwork(subnet) ?? []);
  const addresses = texts(draft, "addresses")?.map((address) => canonicalIp(address) ?? address);
  const fits = { ...(networks && { networks }), ...(addresses && { addresses }) };
  return [
    ...routes.flatMap((route, n) => checkRoute(route, ["routes", n], fits)),
    ...checkTwins(routes, (n) => ["routes", n]),
    ...routes.flatMap((route, n) => asGivenAnyway(route, n, draft, (networks ?? []).map(formatCidr))),
  ];
}

/** A route that the network gives already: the default route, and the one to the network itself. */
function asGivenAnyway(route: Draft, n: number, draft: Draft, subnets: readonly string[]): readonly Diagnostic[] {
  const destination = text(route, "destination");
  if (destination === undefined || !isUnset(route["metric"]) || !isUnset(route["table"])) return [];
  const at = { path: ["routes", n] };
  if (destination.endsWith("/0") && draft["default_route"] === true) {
    const detail = `The endpoint has the default route through its network's gateway, and this one to ${destination}. Set \`default_route = false\`, or give the route a \`metric\` or a \`table\`.`;
    return [diagnose("duplicate-route", detail, at)];
  }
  if (!subnets.includes(destination)) return [];
  const detail = `${destination} is a subnet of the endpoint's own network, to which the kernel makes the route itself. Remove this one, or give it a \`metric\` or a \`table\`.`;
  return [diagnose("duplicate-route", detail, at)];
}
