import { diagnose, type Diagnostic } from "../../diagnostic";
import { isName } from "../../net/names";
import type { Draft } from "../../schema/value";
import { text, texts } from "../draft";
import { OUTSIDE } from "../firewall/network";

/** `accept_from` holds ids, so that two networks may name each other; networks on other hosts are not possible. */
export function checkAccess(draft: Draft): readonly Diagnostic[] {
  const host = text(draft, "host");
  return (texts(draft, "accept_from") ?? []).flatMap((id) => {
    if (id === OUTSIDE || host === undefined || (id.startsWith(`${host}/`) && isName(id.slice(host.length + 1)))) return [];
    const detail = `"${id}" is not a network on host "${host}". Use the ids of networks on the same host, "${host}/back" for the network "back", or "${OUTSIDE}" for all sources that are on none of Netweft's networks.`;
    return [diagnose("invalid-value", detail, { path: ["accept_from"] })];
  });
}
