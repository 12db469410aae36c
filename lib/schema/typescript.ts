/** The language of the user's file in diagnostics: attributes have the names of properties where an app declares the resources. */
import type { Diagnostic } from "../diagnostic";
import type { Field, Fields, Type } from "./type";

/** `host_port` as the constructs spell it: `hostPort`. */
export function camel(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The names of all attributes that can be set, at every depth, beside those of references. */
export function settableNames(fields: Fields): readonly string[] {
  return Object.entries(fields).flatMap(([name, field]) => (isSettable(field) ? [name, ...inside(field.type)] : []));
}

function isSettable({ required, optional }: Field): boolean {
  return required === true || optional === true;
}

function inside(type: Type): readonly string[] {
  if (type.kind === "object") return type.open ? [] : settableNames(type.fields);
  return "element" in type ? inside(type.element) : [];
}

/**
 * A diagnostic of an attribute with the names of properties in its path, and in what its text quotes: `` `host_firewall = "cooperate"` ``
 * becomes `` `hostFirewall: "cooperate"` ``. Other words stay: settings of the kernel have such names, too.
 */
export function inTypeScript(diagnostic: Diagnostic, attributes: ReadonlySet<string>): Diagnostic {
  const { detail, at } = diagnostic;
  const word = (name: string) => (attributes.has(name) ? camel(name) : name);
  const path = at.path?.map((step) => (typeof step === "string" ? word(step) : step));
  return { ...diagnostic, detail: quoted(detail, attributes, word), at: { ...at, ...(path && { path }) } };
}

function quoted(text: string, attributes: ReadonlySet<string>, word: (name: string) => string): string {
  const said = text.replace(/`([a-z][a-z0-9_]*)((?:\.[\w-]+)*)( = [^`]*)?`/g, (whole, name: string, rest: string, value?: string) => {
    if (!attributes.has(name)) return whole;
    const inner = value?.replace(/\b([a-z][a-z0-9_]*) = /g, (_, one: string) => `${word(one)}: `).replace(" = ", ": ");
    return `\`${camel(name)}${rest.replace(/[\w-]+/g, word)}${inner ?? ""}\``;
  });
  return PHRASES.reduce((all, [hcl, typescript]) => all.replaceAll(hcl, typescript), said);
}

/** An app has no provider block: its stack is configured by properties. The first that fits is used. */
const PHRASES: readonly (readonly [hcl: RegExp, typescript: string])[] = [
  [/in (the|its) provider (?:block|configuration)/g, "in $1 properties of the stack"],
  [/to the provider (?:block|configuration)/g, "to the `hosts` of the stack"],
  [/The provider configuration has no host/g, "The stack has no host"],
  [/the provider's `hosts`/g, "the `hosts` of the stack"],
  [/the provider's/g, "the stack's"],
  [/\b([Tt])he provider (?:block|configuration)\b/g, "$1he configuration of the stack"],
  [/\bprovider block(s?)\b/g, "provider configuration$1 of the stack"],
];
