/** The syntax tree of expressions: one frozen shape per kind of node. */
import type { PathStep } from "../../diagnostic";
import type { Typed } from "../values/typed";
import type { TargetAddress } from "./target";

/** The position of a node in its text: offsets of its first character and after its last one. */
export interface Span {
  readonly at: number;
  readonly end: number;
}

export interface Literal extends Span {
  readonly kind: "literal";
  readonly value: Typed;
}
/** Texts and interpolations, joined to a string. */
export interface Template extends Span {
  readonly kind: "template";
  readonly parts: readonly Node[];
}
/** A name with the constant steps after it: `var.ports[0].from`. */
export interface Reference extends Span {
  readonly kind: "reference";
  readonly root: string;
  readonly steps: readonly PathStep[];
  /** Its target, cached on first use, because every evaluation needs it. */
  target?: TargetAddress;
}
/** Constant steps into a computed value: `f(x).name`. */
export interface AccessNode extends Span {
  readonly kind: "access";
  readonly of: Node;
  readonly steps: readonly PathStep[];
}
export interface Index extends Span {
  readonly kind: "index";
  readonly of: Node;
  readonly key: Node;
}
/** `of[*].each`; `each` refers to the element by the name `ELEMENT`. */
export interface Splat extends Span {
  readonly kind: "splat";
  readonly of: Node;
  readonly each: Node;
}
export interface Call extends Span {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly Node[];
  /** The last argument is a sequence of further arguments: `f(xs...)`. */
  readonly spread: boolean;
}
export interface Unary extends Span {
  readonly kind: "unary";
  readonly operator: "-" | "!";
  readonly of: Node;
}
export type BinaryOperator = "||" | "&&" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%";
export interface Binary extends Span {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: Node;
  readonly right: Node;
}
export interface Conditional extends Span {
  readonly kind: "conditional";
  readonly condition: Node;
  readonly then: Node;
  readonly else: Node;
}
export interface TupleNode extends Span {
  readonly kind: "tuple";
  readonly items: readonly Node[];
}
export interface ObjectNode extends Span {
  readonly kind: "object";
  readonly entries: readonly { readonly key: Node; readonly value: Node }[];
}
/** `[for k, v in of : value if condition]`, or with `key =>` the object form. In templates: `%{ for }`, where the values are joined. */
export interface For extends Span {
  readonly kind: "for";
  readonly into: "tuple" | "object" | "text";
  readonly keyName?: string;
  readonly valueName: string;
  readonly of: Node;
  readonly key?: Node;
  readonly value: Node;
  readonly condition?: Node;
  /** `...`: values of equal keys are gathered in tuples. */
  readonly group: boolean;
}
export interface Parentheses extends Span {
  readonly kind: "parentheses";
  readonly of: Node;
}

export type Node =
  | Literal
  | Template
  | Reference
  | AccessNode
  | Index
  | Splat
  | Call
  | Unary
  | Binary
  | Conditional
  | TupleNode
  | ObjectNode
  | For
  | Parentheses;

/** The name of a splat's current element; no expression can write it. */
export const ELEMENT = "*";
