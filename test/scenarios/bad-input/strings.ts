import { resources } from "../../../lib/resources";
import { providerFields } from "../../../lib/resources/provider";
import type { Fields, Type } from "../../../lib/schema/type";
import { good, resource, type Complaint, type Json } from "./case";

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

/** Every text that can be set in a resource: each in a copy of the good one of its type, so that all can stand in one configuration. */
const inResources: readonly Spot[] = Object.entries(resources).flatMap(([type, { fields }]) => {
  const [attributes] = Object.values<Json>(good.resource[type as keyof typeof good.resource]);
  return spotsIn(fields).map((spot, n) => ({
    ...spot,
    address: `${type}.copy${n}`,
    attributes: (text: string) => ({ ...attributes, ...spot.attributes(text) }),
  }));
});

/** The same in the provider block, where attributes exclude each other. */
const inProvider: readonly Spot[] = spotsIn(providerFields).map((spot) => ({ ...spot, address: PROVIDER }));

/** Configurations with a text, and the places in each where it must be refused. */
export interface Refused {
  readonly changes: readonly Json[];
  readonly expects: readonly Complaint[];
}

/** All places in which a text must be refused: those of all resources in one configuration. */
export function everywhere(text: string): readonly Refused[] {
  const harmless = /^\P{Cc}*$/u.test(text);
  const refusing = (spots: readonly Spot[]) => spots.filter(({ free }) => !(free && harmless));
  return [refusing(inResources), ...refusing(inProvider).map((spot) => [spot])].map((spots) => ({
    changes: spots.map(({ address, attributes }) =>
      address === PROVIDER ? { provider: { netweft: [attributes(text)] } } : resource(address, attributes(text)),
    ),
    expects: spots.map(({ address, path }) => ({ resource: address, path })),
  }));
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
