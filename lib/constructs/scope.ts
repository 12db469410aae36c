import type { IConstruct } from "constructs";

/** The default name of a construct: its path below the stack, in lower case, joined with `-`. */
export function defaultName(construct: IConstruct, stack: IConstruct): string {
  const { scopes } = construct.node;
  return scopes
    .slice(scopes.indexOf(stack) + 1)
    .map((scope) => scope.node.id)
    .join("-")
    .toLowerCase();
}
