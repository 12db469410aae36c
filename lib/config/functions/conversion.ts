import { UNKNOWN } from "../../schema/value";
import { bare, sensitive, withoutMarks } from "../values/sensitive";
import { convertTo } from "../values/convert";
import { fault, isFault, isSensitive, type Typed, type ConstraintJson } from "../values/typed";
import { anythingOrNull, type FunctionSpec } from "./function";

export const conversionFunctions: Readonly<Record<string, FunctionSpec>> = {
  // A value that is not known yet may get a mark.
  issensitive: ofMarks((value) => isSensitive(value) || (value === UNKNOWN ? UNKNOWN : false)),
  nonsensitive: ofMarks((value) => bare(value)),
  sensitive: ofMarks((value) => sensitive(withoutMarks(value))),
  tobool: conversion("bool"),
  tolist: conversion(["list", "dynamic"]),
  tomap: conversion(["map", "dynamic"]),
  tonumber: conversion("number"),
  toset: conversion(["set", "dynamic"]),
  tostring: conversion("string"),
};

function ofMarks(call: (value: Typed) => Typed): FunctionSpec {
  return { params: [anythingOrNull], marks: true, call: (value) => call(value as Typed) };
}

/** Nulls get the type, marks stay in place. */
function conversion(type: ConstraintJson): FunctionSpec {
  const call = (value: unknown) => {
    const converted = convertTo(value as Typed, type);
    return isFault(converted) ? fault`The conversion is not possible. ${converted}` : converted;
  };
  return { params: [anythingOrNull], marks: true, call };
}
