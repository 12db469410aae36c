import { resources } from "../../../lib/resources";
import { providerFields } from "../../../lib/resources/provider";
import type { Fields, Type } from "../../../lib/schema/type";
import { good, resource, type Case, type Json } from "./case";

/** Texts that a shell, a batch file or a terminal would interpret. */
export const nasty: Readonly<Record<string, string>> = {
  "a line break": "a\nb",
  "a null character": "a\u0000b",
  "an escape sequence": "a\u001b[31mb",
  "a command substitution": "a$(id)",
  "a second command": "a;id",
  "a quote": "a'b",
};

/** Where a text can be set. */
interface Spot {
  /** Address of a resource of the good configuration, or that of the provider block. */
  readonly address: string;
  readonly path: string;
  /** The attributes that set the text there. */
  readonly attributes: (text: string) => Json;
  /** Whether every text of one line is allowed there: it is shown to people and never passed to a program. */
  readonly free: boolean;
}

/** The name of the provider block in diagnostics. */
const PROVIDER = 'provider["netweft"]';

const inResources = Object.entries(resources).flatMap(([type, { fields }]) => {
  const address = `${type}.${Object.keys(good.resource[type as keyof typeof good.resource])[0]}`;
  return spotsIn(fields).map((spot) => ({ ...spot, address }));
});

/** Every text that can be set, in every resource and in the provider block. */
const spots: readonly Spot[] = [...inResources, ...spotsIn(providerFields).map((spot) => ({ ...spot, address: PROVIDER }))];

/** The cases in which a text must be refused at its place. */
export function everywhere(text: string): readonly Case[] {
  const harmless = /^\P{Cc}*$/u.test(text);
  return spots.filter(({ free }) => !(free && harmless)).map((spot) => caseAt(spot, text));
}

function caseAt({ address, path, attributes }: Spot, text: string): Case {
  const change = address === PROVIDER ? { provider: { netweft: [attributes(text)] } } : resource(address, attributes(text));
  return { title: `${address}.${path}`, change, expect: { resource: address, path } };
}

function spotsIn(fields: Fields): readonly Omit<Spot, "address">[] {
  const settable = Object.entries(fields).filter(([, field]) => field.required || field.optional);
  return settable.flatMap(([name, { type }]) =>
    spotsOf(type).map(({ path, value, free }) => ({
      path: `${name}${path}`,
      attributes: (text: string) => ({ ...beside(fields, name), [name]: value(text) }),
      free,
    })),
  );
}

/** A place inside a value, and the value with a text there. */
interface Inside {
  readonly path: string;
  readonly value: (text: string) => unknown;
  readonly free: boolean;
}

function spotsOf(type: Type): readonly Inside[] {
  switch (type.kind) {
    case "string":
      return [{ path: "", value: (text) => text, free: type.format === undefined && type.oneOf === undefined }];
    case "list":
    case "set":
      return spotsOf(type.element).map(({ path, value, free }) => ({ path: `[0]${path}`, value: (text) => [value(text)], free }));
    case "map":
      return spotsOf(type.element).map(({ path, value, free }) => ({ path: `.net${path}`, value: (text) => ({ net: value(text) }), free }));
    case "object":
      return spotsIn(type.fields).map(({ path, attributes, free }) => ({ path: `.${path}`, value: attributes, free }));
    default:
      return [];
  }
}

/** The minimal attributes that an attribute needs beside it. */
function beside(fields: Fields, name: string): Json {
  const needed = Object.entries(fields).filter(([other, { required }]) => required && other !== name);
  return Object.fromEntries(needed.map(([other, { type }]) => [other, type.kind === "number" ? type.min : "x"]));
}
