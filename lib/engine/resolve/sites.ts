import { nested } from "../../resources/draft";
import type { Draft } from "../../schema/value";

/** The hosts in attributes: the resource's own, or that of its namespace or network. */
export function placesIn(attributes: Draft): readonly string[] {
  const drafts = [attributes, nested(attributes, "namespace"), nested(attributes, "network")];
  return drafts.flatMap((draft) => (typeof draft?.["host"] === "string" ? [draft["host"]] : []));
}
