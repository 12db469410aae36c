/** Where constructs are in their program: the scope and the id of each. */
import { Lazy, TerraformStack, Token } from "cdktf";
import { Construct, RootConstruct, type IConstruct } from "constructs";
import { diagnose } from "../diagnostic";
import { nameTaken } from "../ports/app";
import { providerFields } from "../resources/provider";
import { asAttributes } from "../schema/type";
import { withDefaults } from "../schema/defaults";
import { constructText, shownValue } from "./data";
import { reject } from "./invalid";
import { isSite, markSite, type ConstructSite } from "./site";

/**
 * The scope and the id with which a construct can be made. Those that were given, unless they are refused; then others, with which
 * a run of the command goes on to find further errors.
 */
export function placed(kind: string, scope: unknown, id: unknown): [Construct, string] {
  return placedBelow(kind, isSite, scope, id);
}

/** The same with another condition for what the scope has to be, or has to be inside. */
export function placedBelow(kind: string, isPlace: (one: IConstruct) => boolean, scope: unknown, id: unknown): [Construct, string] {
  const place = Construct.isConstruct(scope) && scope.node.scopes.some(isPlace) ? scope : outsideStack(kind, scope, id);
  return [place, freeId(kind, place, id)];
}

/** The same of a stack: its scope is an app, and Terraform's tools have rules for its id. */
export function placedStack(scope: unknown, id: unknown): [Construct, string] {
  const isPlace = Construct.isConstruct(scope);
  if (!isPlace)
    refuse(
      "NetworkStack",
      id,
      "outside-stack",
      "scope",
      `${shownValue(scope)} is no app. Pass it as the first argument: \`new NetworkStack(new App(), "shop")\`.`,
    );
  // A stack may be without an app as long as it is not synthesized.
  const place = isPlace ? scope : new RootConstruct();
  if (typeof id !== "string" || !/[\s*?[\]{}!]/.test(id) || Token.isUnresolved(id)) return [place, freeId("NetworkStack", place, id)];
  refuse(
    "NetworkStack",
    id,
    "invalid-id",
    "id",
    `${shownValue(id)} has spaces, or one of the characters \`*?[]{}!\`, which the id of a stack cannot have. Use letters, digits and \`-\`.`,
  );
  return [place, unusedId(place, "invalid")];
}

function outsideStack(kind: string, scope: unknown, id: unknown): Construct {
  const detail = `${shownValue(scope)} is not inside a NetworkStack. Pass a NetworkStack, or a construct inside one, as the first argument.`;
  refuse(kind, id, "outside-stack", "scope", detail);
  return limbo();
}

function freeId(kind: string, scope: Construct, id: unknown): string {
  if (typeof id !== "string" || id === "" || Token.isUnresolved(id)) {
    refuse(
      kind,
      id,
      "invalid-id",
      "id",
      `${shownValue(id)} is no id of a construct. Pass a text that no other construct of the scope has as the second argument.`,
    );
    return unusedId(scope, "invalid");
  }
  if (scope.node.tryFindChild(id) === undefined) return id;
  const subject = `${kind} "${scope.node.path === "" ? id : `${scope.node.path}/${id}`}"`;
  reject(subject, [diagnose("duplicate-construct", nameTaken(id, constructText(scope)))]);
  return unusedId(scope, id);
}

function refuse(kind: string, id: unknown, code: "outside-stack" | "invalid-id", argument: string, detail: string): void {
  reject(typeof id === "string" ? `${kind} "${id}"` : kind, [diagnose(code, detail, { path: [argument] })]);
}

/** An id that is free in a scope. */
export function unusedId(scope: Construct, id: string): string {
  let n = 1;
  while (scope.node.tryFindChild(`${id}-${n}`) !== undefined) n++;
  return `${id}-${n}`;
}

let nowhere: Construct | undefined;

/** A stack of no app, for constructs whose scope was refused. Its hosts are unknown, so nothing about them is an error. */
export function limbo(): Construct {
  nowhere ??= newLimbo();
  return nowhere;
}

function newLimbo(): Construct {
  const defaults = asAttributes(providerFields, withDefaults(providerFields, {}));
  const stack = new TerraformStack(new RootConstruct(), "limbo");
  const site: ConstructSite = Object.assign(stack, {
    configuration: { ...defaults, hosts: {} },
    defaultHost: Lazy.stringValue({ produce: () => "local" }),
    hostNetwork: () => ({ attach: () => undefined }),
  });
  markSite(site);
  return stack;
}
