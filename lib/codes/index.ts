/** Every diagnostic that Netweft can give: code → severity, summary and meaning. */
import { backendCodes } from "./backends";
import { engineCodes } from "./engine";
import type { CodeEntry } from "./entry";
import { filesCodes } from "./files";
import { interfaceCodes } from "./interface";
import { languageCodes } from "./language";
import { resourcesCodes } from "./resources";
import { rulesCodes } from "./rules";
import { valuesCodes } from "./values";

const entries = {
  ...valuesCodes,
  ...languageCodes,
  ...resourcesCodes,
  ...rulesCodes,
  ...engineCodes,
  ...backendCodes,
  ...interfaceCodes,
  ...filesCodes,
};

export type Code = keyof typeof entries;

export const codes: Readonly<Record<Code, CodeEntry>> = entries;
