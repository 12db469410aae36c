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
  const said = text.replace(/`([a-z][a-z0-9_]*)((?:\.[a-z_]+)*)( = [^`]*)?`/g, (whole, name: string, rest: string, value?: string) => {
    if (!attributes.has(name)) return whole;
    const inner = value?.replace(/\b([a-z][a-z0-9_]*) = /g, (_, one: string) => `${word(one)}: `).replace(" = ", ": ");
    return `\`${camel(name)}${rest.replace(/[a-z_]+/g, word)}${inner ?? ""}\``;
  });
  return said
    .replaceAll("in the provider block", "in the properties of the stack")
    .replaceAll("to the provider block", "to the `hosts` of the stack");
}
