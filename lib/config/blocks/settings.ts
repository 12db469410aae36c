/** The `terraform`, `provider` and `moved` blocks. */
import type { Draft } from "../../schema/value";
import { bodyOf, type Body } from "../document/body";
import type { JsonValue, JsonObject } from "../document/json";
import { inside, placeAt, report, type SourcePlace, type DocumentReading } from "../document/reading";
import type { ProviderConfigBlock } from "./model";
import { keyText } from "../address";
import { bareReference } from "./reference-text";
import { LANGUAGE_VERSION, meetsVersion } from "./version";
import { constantText, eachBlock, eachObject, onlyKnown } from "./shape";

export interface StateBackend {
  readonly type: string;
  readonly config: Draft;
}

const TERRAFORM = ["required_version", "required_providers", "backend", "cloud", "experiments", "provider_meta"];

/** The `terraform` block; its versions and providers are for Terraform. */
export function readTerraform(r: DocumentReading, body: JsonObject, place: SourcePlace, found: (backend: StateBackend) => void): void {
  onlyKnown(r, body, TERRAFORM, place);
  checkVersion(r, body, place);
  if (body.cloud !== undefined) {
    inside(place, "cloud", () =>
      report(r, place, "needs-terraform", "Runs in HCP Terraform are for Terraform. Use a backend instead: local, http or pg."),
    );
  }
  inside(place, "backend", () =>
    eachBlock(r, body.backend, 1, place, (config, type) => found({ type, config: constants(r, config, place) })),
  );
}

function checkVersion(r: DocumentReading, body: JsonObject, place: SourcePlace): void {
  const text = constantText(r, body, "required_version", place);
  const isMet = text === undefined || meetsVersion(text);
  if (isMet === true) return;
  const said = JSON.stringify(text);
  inside(place, "required_version", () =>
    isMet === undefined
      ? report(r, place, "invalid-block", `${said} is no version constraint, such as ">= 1.5" or "~> 1.11".`)
      : report(
          r,
          place,
          "unmet-version",
          `The configuration requires Terraform ${said}, and Netweft's engine has the language of ${LANGUAGE_VERSION}.`,
        ),
  );
}

function constants(r: DocumentReading, object: JsonObject, place: SourcePlace): Draft {
  const entries = Object.entries(object).filter(([name]) => name !== "//");
  return Object.fromEntries(entries.map(([name, value]) => [name, inside(place, name, () => constant(r, value, place))]));
}

function constant(r: DocumentReading, value: JsonValue, place: SourcePlace) {
  const body = bodyOf(r, value, place);
  if (body.kind === "constant") return body.value;
  report(
    r,
    place,
    "invalid-block",
    "The settings of a backend are read before anything is evaluated, so they cannot be expressions. Use a literal value.",
  );
  return null;
}

export function readProvider(
  r: DocumentReading,
  name: string,
  body: JsonObject,
  file: string,
  names: ReadonlySet<string>,
): ProviderConfigBlock | undefined {
  const place = placeAt({ file }, "provider", name);
  if (!names.has(name)) {
    const ours = [...names].map((one) => JSON.stringify(one)).join(", ");
    const detail = `${JSON.stringify(name)} is another provider. Netweft's own engine runs only ${ours}; run this configuration with Terraform and Netweft's provider.`;
    report(r, place, "other-provider", detail);
    return undefined;
  }
  const alias = constantText(r, body, "alias", place) ?? "";
  const skipped = ["//", "alias", "version"];
  const attributes = Object.entries(body).filter(([argument, value]) => !skipped.includes(argument) && value !== null);
  return {
    kind: "provider",
    alias,
    where: { file, path: ["provider", name] },
    attributes: attributes.map(([argument, value]): readonly [string, Body] => [
      argument,
      inside(place, argument, () => bodyOf(r, value, place)),
    ]),
  };
}

export function readMoved(
  r: DocumentReading,
  value: JsonValue | undefined,
  place: SourcePlace,
  found: (move: { from: string; to: string }) => void,
): void {
  eachObject(r, value, place, (object) => {
    onlyKnown(r, object, ["from", "to"], place);
    const from = inside(place, "from", () => movedAddress(r, object.from, place));
    const to = inside(place, "to", () => movedAddress(r, object.to, place));
    if (from !== undefined && to !== undefined) found({ from, to });
  });
}

function movedAddress(r: DocumentReading, value: JsonValue | undefined, place: SourcePlace): string | undefined {
  const reference = bareReference(r, value ?? null, "invalid-block", place);
  if (!reference) return undefined;
  const [name, key, ...rest] = reference.steps;
  if (reference.root === "module") {
    report(r, place, "needs-terraform", "Moves into and out of modules are for Terraform, because modules are.");
    return undefined;
  }
  if (typeof name === "string" && rest.length === 0 && reference.root !== "data") return `${reference.root}.${name}${keyText(key)}`;
  report(r, place, "invalid-block", `${JSON.stringify(value)} is not the address of a managed resource or of an instance of one.`);
  return undefined;
}
