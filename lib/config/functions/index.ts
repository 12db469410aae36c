/** All functions of the language except `try` and `can`, which evaluate their arguments themselves. */
import { collectionFunctions } from "./collection";
import { conversionFunctions } from "./conversion";
import { encodingFunctions } from "./encoding";
import type { FunctionSpec } from "./function";
import { networkFunctions } from "./network";
import { numericFunctions } from "./numeric";
import { setFunctions } from "./sets";
import { providerFunctions } from "./provider";
import { textFunctions } from "./text";

export const functions: Readonly<Record<string, FunctionSpec>> = {
  ...numericFunctions,
  ...textFunctions,
  ...collectionFunctions,
  ...setFunctions,
  ...encodingFunctions,
  ...networkFunctions,
  ...conversionFunctions,
  ...providerFunctions,
};
