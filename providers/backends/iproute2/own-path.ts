import { canonicalIp } from "../../../lib/net/ip";
import type { OwnPath } from "../../../lib/ports/backend";
import type { Answer } from "./answer";
import { listOf, members, perhaps, text } from "../../../lib/schema/shape";
import { jsonOf } from "./questions/json";

const way = listOf(members({ dev: text, gateway: perhaps(text) }));

/** The connection that the host reports, and the link and router by which its kernel answers, if it says so. */
export function pathOf({ path, replies }: Answer): OwnPath | undefined {
  const [client, server, port] = (path ?? "").split(" ");
  const ends = [client, server].map((word) => canonicalIp(word ?? ""));
  if (ends[0] === undefined || ends[1] === undefined || !/^[0-9]{1,5}$/.test(port ?? "")) return undefined;
  return { client: ends[0], server: ends[1], port: Number(port), ...wayIn(replies.get("way")?.lines[0]) };
}

function wayIn(line: string | undefined): Pick<OwnPath, "dev" | "via"> {
  const found = line === undefined ? undefined : jsonOf(line);
  if (!way(found)) return {};
  const [route] = found as readonly { readonly dev: string; readonly gateway?: string }[];
  if (route === undefined) return {};
  return { dev: route.dev, ...(route.gateway !== undefined && { via: route.gateway }) };
}
