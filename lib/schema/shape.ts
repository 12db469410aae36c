/** The shapes that values of other programs' JSON must have before their members are read. */

import { own } from "../net/own";

/** Whether a value has the required form. */
export type Shape = (value: unknown) => boolean;

export const text: Shape = (value) => typeof value === "string";
export const count: Shape = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
export const flag: Shape = (value) => typeof value === "boolean";

/** Any object that is no list. */
export const record: Shape = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** One of these texts. */
export function oneOfTexts(...texts: readonly string[]): Shape {
  return (value) => typeof value === "string" && texts.includes(value);
}

/** The value may be missing. */
export function perhaps(shape: Shape): Shape {
  return (value) => value === undefined || shape(value);
}

/** One of the shapes. */
export function either(...shapes: readonly Shape[]): Shape {
  return (value) => shapes.some((shape) => shape(value));
}

export function listOf(shape: Shape): Shape {
  return (value) => Array.isArray(value) && value.every(shape);
}

/** Members of any name. */
export function mapOf(shape: Shape): Shape {
  return (value) => record(value) && Object.values(value as object).every(shape);
}

/** Other members may have any value. A name that every object has by inheritance counts as missing. */
export function members(shapes: Readonly<Record<string, Shape>>): Shape {
  const entries = Object.entries(shapes);
  return (value) => record(value) && entries.every(([name, shape]) => shape(own(value as Readonly<Record<string, unknown>>, name)));
}
