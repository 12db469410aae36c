import type { Diagnostic } from "../diagnostic";
import { registry } from "../resources";
import { dataTypeNamed, typeNamed } from "../resources/registry";
import { convert } from "../schema/convert";
import { validate } from "../schema/validate";
import { given, type Draft } from "../schema/value";
import { nameOf } from "./instance";
import { of } from "./provider";

/** The errors in a resource's configuration, independent of the provider block. Unknown values are never errors. */
export function checkResource(type: string, config: Draft): readonly Diagnostic[] {
  const { fields } = typeNamed(registry, type);
  return of(nameOf(type, config), validate(fields, convert(fields, given(config))));
}

/** The same for a data source. */
export function checkData(type: string, config: Draft): readonly Diagnostic[] {
  const { fields } = dataTypeNamed(registry, type);
  return of(`data.${type}`, validate(fields, convert(fields, given(config))));
}
