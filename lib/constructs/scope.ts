import type { IConstruct } from "constructs";

/** The name that a construct has when it is given none: its path below the stack, in lower case, joined with `-`. */
export function defaultName(construct: IConstruct, stack: IConstruct): string {
  const { scopes } = construct.node;
  return scopes
    .slice(scopes.indexOf(stack) + 1)
    .map((scope) => scope.node.id)
    .join("-")
    .toLowerCase();
}
