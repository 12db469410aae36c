/** The language: parses Terraform JSON into a `Configuration`. */
import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result } from "../diagnostic";
import { inUsersWords, userSource } from "./app";
import { readModel } from "./blocks/read";
import type { Model } from "./blocks/model";
import type { KnownTypes } from "./blocks/resource";
import type { DocumentReading } from "./document/reading";
import { createdFirst, graphOf } from "./graph/graph";
import { configurationOf } from "./run/configuration";
import { variableValues } from "./run/variables";
import type { Configuration, Inputs, SourceFile } from "./types";

/**
 * Reads the files of one configuration together. Returns a configuration that can be evaluated, or all errors in its texts,
 * structure, references and variables. `types` are the known resource types and data sources, for example the tables of
 * `lib/resources`.
 *
 * @example
 * const loaded = loadConfiguration([{ name: "cdk.tf.json", text }], { variables: new Map(), directory: "/app" }, { resources, data: dataSources });
 * if (loaded.ok) loaded.value.evaluate((instance) => instance.config).instances;
 */
export function loadConfiguration(files: readonly SourceFile[], inputs: Inputs, types: KnownTypes): Result<Configuration> {
  const diagnostics: Diagnostic[] = [];
  const r: DocumentReading = { diagnostics, expressions: new Map(), names: new Set() };
  const model = readModel(r, files, types, inputs.directory);
  const readable = !hasErrors(diagnostics);
  checkProviders(model, diagnostics);
  checkImportProviders(model, inputs, diagnostics);
  const graph = graphOf(model, diagnostics);
  const variables = variableValues(model.variables, inputs, diagnostics);
  const written = userSource(model, types, files);
  if (!readable || hasErrors(diagnostics)) return fail(...inUsersWords(written, diagnostics));
  const { directory, workspace = "default" } = inputs;
  const sources = { files: files.map(({ name }) => name), model, graph, createdFirst: createdFirst(graph), variables, written };
  const made = configurationOf({ ...sources, directory, workspace });
  const all = inUsersWords(written, [...diagnostics, ...made.diagnostics]);
  return hasErrors(all) ? fail(...all) : ok(made.configuration, all);
}

/** Aliases must be declared; the configuration without an alias need not be. */
function checkProviders(model: Model, diagnostics: Diagnostic[]): void {
  const generated = model.imports.flatMap(({ provider, to, where }) =>
    provider === undefined || model.resources.has(to.block) ? [] : [{ provider, where }],
  );
  for (const { provider, where } of [...model.resources.values(), ...generated]) {
    if (provider === "" || model.providers.has(provider)) continue;
    const declared = [...model.providers.keys()].filter((alias) => alias !== "").map((alias) => `netweft.${alias}`);
    const hint = declared.length === 0 ? "No provider block has an alias." : `Aliases are ${declared.join(", ")}.`;
    diagnostics.push(
      diagnose("undeclared-provider", `No provider block has the alias ${JSON.stringify(provider)}. ${hint}`, {
        ...where,
        path: ["provider"],
      }),
    );
  }
}

/** As in Terraform, an import of a declared resource has its provider configuration. */
function checkImportProviders({ imports, resources }: Model, { generated }: Inputs, diagnostics: Diagnostic[]): void {
  for (const { provider, to, where } of imports) {
    const declared = resources.get(to.block);
    if (provider === undefined || declared === undefined || (generated !== undefined && declared.where.file === generated)) continue;
    const detail = `${to.block} is declared, and is imported with the provider configuration of its declaration. Write \`provider\` there, and remove it here.`;
    diagnostics.push(diagnose("invalid-block", detail, { ...where, path: [...(where.path ?? []), "provider"] }));
  }
}

export type { KnownTypes } from "./blocks/resource";
export type { Configuration, Evaluation, Inputs, Instance, OutputValue, SourceFile } from "./types";
