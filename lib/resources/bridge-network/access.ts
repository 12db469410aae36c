import { diagnose, type Diagnostic } from "../../diagnostic";
import { isName } from "../../net/names";
import type { Draft } from "../../schema/value";
import { text, texts } from "../draft";
import { OUTSIDE } from "../firewall/network";

/** Who may enter is named by ids, so that two networks may name each other; a network on another host cannot be meant. */
export function checkAccess(draft: Draft): readonly Diagnostic[] {
  const host = text(draft, "host");
  return (texts(draft, "accept_from") ?? []).flatMap((id) => {
    if (id === OUTSIDE || host === undefined || (id.startsWith(`${host}/`) && isName(id.slice(host.length + 1)))) return [];
    const detail = `"${id}" is no network on host "${host}". Name networks of the same host by their ids, "${host}/back" for one called "back", or "${OUTSIDE}" for whoever is on none of Netweft's networks.`;
    return [diagnose("invalid-value", detail, { path: ["accept_from"] })];
  });
}
