/**
 * The types of attributes, as data. They follow Terraform's: string, number, bool, list, set, map and object (a nested
 * attribute); `Static` gives the TypeScript type of a known, non-null value.
 */

/** A textual form that is checked beyond "is a string". The checks live in `formats.ts`. */
export type Format =
  | "cidr"
  | "block"
  | "address"
  /** An address in a network, with or without the prefix length of that. */
  | "assigned"
  | "ip"
  | "mac"
  | "name"
  | "ifname"
  | "sysctl"
  | "path"
  | "file"
  | "destination"
  | "user"
  | "rate"
  | "label"
  | "setting"
  | "id";

export interface StringType {
  readonly kind: "string";
  readonly format?: Format;
  readonly oneOf?: readonly string[];
}
export interface NumberType {
  readonly kind: "number";
  /** Whole numbers only; every number of ours is one. Bounds are inclusive. */
  readonly min: number;
  readonly max: number;
}
export interface BoolType {
  readonly kind: "bool";
}
export interface ListType<E extends Type = Type> {
  readonly kind: "list" | "set" | "map";
  readonly element: E;
  /** The least number of elements that makes sense. */
  readonly min?: number;
  /** For maps: the form of the keys. */
  readonly keys?: Format;
}
export interface ObjectType<F extends Fields = Fields> {
  readonly kind: "object";
  readonly fields: F;
  /** Other attributes are ignored instead of refused: a whole resource may be given where its `ref` is due. */
  readonly open?: true;
}
export type Type = StringType | NumberType | BoolType | ListType | ObjectType;

/** One attribute. Exactly one of `required`, or `optional` and/or `computed`. */
export interface Field {
  readonly type: Type;
  /** One or two sentences for the reference, from the user's side. Markdown. */
  readonly doc: string;
  readonly required?: true;
  readonly optional?: true;
  /** Netweft gives the value when the user does not. */
  readonly computed?: true;
  /** The value when the user says nothing. Only with `optional`; in Terraform's schema the attribute is computed, too. */
  readonly default?: unknown;
  /** Changing it replaces the resource. */
  readonly replace?: true;
  readonly sensitive?: true;
  /** The kernel holds it as a value and the configuration alone decides it: where somebody changed it, a refresh shows what it is. */
  readonly refreshed?: true;
}
export type Fields = Readonly<Record<string, Field>>;

export type Static<T extends Type> = T extends { kind: "string"; oneOf: readonly (infer E)[] }
  ? E
  : T extends { kind: "string" }
    ? string
    : T extends { kind: "number" }
      ? number
      : T extends { kind: "bool" }
        ? boolean
        : T extends { kind: "list" | "set"; element: infer E extends Type }
          ? readonly Static<E>[]
          : T extends { kind: "map"; element: infer E extends Type }
            ? Readonly<Record<string, Static<E>>>
            : T extends { kind: "object"; fields: infer F extends Fields }
              ? Attrs<F>
              : never;

/** Whether an attribute has a value once everything is known: required, defaulted and computed ones have. */
type Given<D extends Field> = D extends { required: true } | { computed: true }
  ? true
  : D extends { default: infer V }
    ? unknown extends V
      ? false
      : true
    : false;

/** The attributes of a resource when everything is known. Optional ones that nobody set are null. */
export type Attrs<F extends Fields> = {
  readonly [N in keyof F]: Given<F[N]> extends true ? Static<F[N]["type"]> : Static<F[N]["type"]> | null;
};

export function string<const O extends Omit<StringType, "kind"> = {}>(options?: O): { readonly kind: "string" } & O {
  return { kind: "string", ...(options ?? ({} as O)) };
}
export function integer(min: number, max: number): NumberType {
  return { kind: "number", min, max };
}
export const bool: BoolType = { kind: "bool" };
export function list<const E extends Type>(
  element: E,
  options: { min?: number } = {},
): { readonly kind: "list"; readonly element: E; readonly min?: number } {
  return { kind: "list", element, ...options };
}
export function set<const E extends Type>(element: E): { readonly kind: "set"; readonly element: E } {
  return { kind: "set", element };
}
export function map<const E extends Type>(
  element: E,
  keys?: Format,
): { readonly kind: "map"; readonly element: E; readonly keys?: Format } {
  return keys ? { kind: "map", element, keys } : { kind: "map", element };
}
export function object<const F extends Fields>(
  fields: F,
  options: { open?: true } = {},
): { readonly kind: "object"; readonly fields: F; readonly open?: true } {
  return { kind: "object", fields, ...options };
}
