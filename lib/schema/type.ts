/**
 * The types of attributes, as data. They follow Terraform's: string, number, bool, list, set, map and object (a nested
 * attribute); `Static` gives the TypeScript type of a known, non-null value.
 */

/** A textual format with additional checks. The checks are in `formats.ts`. */
export type Format =
  | "cidr"
  | "block"
  | "address"
  /** An address in a network, with or without the network's prefix length. */
  | "assigned"
  | "ip"
  | "mac"
  | "name"
  | "ifname"
  /** An interface name, or an empty text where there is no interface. */
  | "ifname?"
  | "sysctl"
  | "path"
  | "file"
  | "destination"
  | "user"
  | "rate"
  | "label"
  | "setting"
  /** Consecutive bits of a firewall mark. */
  | "bits"
  | "id";

export interface StringType {
  readonly kind: "string";
  readonly format?: Format;
  readonly oneOf?: readonly string[];
}
export interface NumberType {
  readonly kind: "number";
  /** Integers only. Bounds are inclusive. */
  readonly min: number;
  readonly max: number;
}
export interface BoolType {
  readonly kind: "bool";
}
export interface ListType<E extends Type = Type> {
  readonly kind: "list" | "set" | "map";
  readonly element: E;
  /** The minimum number of elements. */
  readonly min?: number;
  /** For maps: the format of the keys. */
  readonly keys?: Format;
}
export interface ObjectType<F extends Fields = Fields> {
  readonly kind: "object";
  readonly fields: F;
  /** Other attributes are ignored instead of rejected: a whole resource may be used in place of its `ref`. */
  readonly open?: true;
}
/** Any value, together with its own type: `{ value, type }`, as Terraform's state has it. See `dynamic.ts`. */
export interface DynamicType {
  readonly kind: "dynamic";
}
export type Type = StringType | NumberType | BoolType | ListType | ObjectType | DynamicType;

/** One attribute. Exactly one of `required`, or `optional` and/or `computed`. */
export interface Field {
  readonly type: Type;
  /** One or two sentences for the reference, from the user's perspective. Markdown. */
  readonly doc: string;
  readonly required?: true;
  readonly optional?: true;
  /** Netweft computes the value if the user does not set it. */
  readonly computed?: true;
  /** The value if the user sets none. Only with `optional`; in Terraform's schema the attribute is also computed. */
  readonly default?: unknown;
  /** What a `computed` attribute mostly is if the user does not set it: like a default, it is left out of the short text of creations. */
  readonly usual?: unknown;
  /** Follows from the resource's own attributes if it is not set: left out of the short text of creations unless it is set. */
  readonly derived?: true;
  /** Changing it replaces the resource. */
  readonly replace?: true;
  readonly sensitive?: true;
  /** The kernel holds the value and only the configuration determines it: after a manual change, a refresh shows the actual value. */
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

/** Whether an attribute always has a value once everything is known: true for required, defaulted and computed ones. */
type InputOf<D extends Field> = D extends { required: true } | { computed: true }
  ? true
  : D extends { default: infer V }
    ? unknown extends V
      ? false
      : true
    : false;

/** The attributes of a resource when everything is known. Optional ones that are not set are null. */
export type Attrs<F extends Fields> = {
  readonly [N in keyof F]: InputOf<F[N]> extends true ? Static<F[N]["type"]> : Static<F[N]["type"]> | null;
};

/** Attributes that are valid and known, with the types of their fields. */
export function asAttributes<F extends Fields>(_fields: F, draft: Readonly<Record<string, unknown>>): Attrs<F> {
  return draft as unknown as Attrs<F>;
}

export function string<const O extends Omit<StringType, "kind"> = {}>(options?: O): { readonly kind: "string" } & O {
  return { kind: "string", ...(options ?? ({} as O)) };
}
export function integer(min: number, max: number): NumberType {
  return { kind: "number", min, max };
}
export const bool: BoolType = { kind: "bool" };
export const dynamic: DynamicType = { kind: "dynamic" };
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
