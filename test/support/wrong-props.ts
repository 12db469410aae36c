/** Programs in which one property has a value of a wrong type, as lines of JavaScript. */
import { resources } from "../../lib/resources";
import { providerFields } from "../../lib/resources/provider";
import type { Field, Fields, ObjectType, Type } from "../../lib/schema/type";
import { camel } from "../../lib/schema/typescript";

/** What is a value of no attribute. */
const NO_DATA: readonly string[] = ["() => 1", 'Symbol("x")', "5n", "new Date()", "new Map()", "NaN", "spare", "circular"];

/** A faulty line, and the property that the error is about. */
export interface WrongLine {
  readonly line: string;
  readonly property: string;
}

const settable = ([, field]: readonly [string, Field]) => field.required === true || field.optional === true;

/** Values that a type does not take, as source text: of other types, and right ones with a wrong part at any depth. */
function wrongValues(type: Type, none = NO_DATA): readonly string[] {
  switch (type.kind) {
    case "string":
      return [...none, "[]", "{}"];
    case "number":
      return [...none, "[]", '"many"'];
    case "bool":
      return [...none, "{}", '"perhaps"', "5"];
    case "list":
    case "set":
      return [...none, "{}", '"all"', "5", "[null]", "[undefined]", ...wrongValues(type.element, ["() => 1"]).map((value) => `[${value}]`)];
    case "map":
      return [...none, "[]", '"all"', ...wrongValues(type.element, ["() => 1"]).map((value) => `{ a: ${value} }`)];
    default:
      return [
        ...none,
        "[]",
        '"all"',
        "{ stranger: 1 }",
        ...wrongParts((type as ObjectType).fields, "", ["() => 1"]).map(({ line }) => line),
      ];
  }
}

function wrongParts(fields: Fields, before: string, none = NO_DATA): readonly WrongLine[] {
  return Object.entries(fields)
    .filter(settable)
    .flatMap(([name, { type }]) =>
      wrongValues(type, none).map((value) => ({ property: camel(name), line: `{ ${before}${camel(name)}: ${value} }` })),
    );
}

function without(fields: Fields, ...names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

const fieldsOf = (type: string) => resources[`netweft_${type}`]!.fields;
const options = without(fieldsOf("endpoint"), "network", "namespace", "binds");

/** Every construct and every attachment: how it is written around its properties, those that it needs, and its fields. */
const SUBJECTS: readonly (readonly [around: (props: string, n: number) => string, needed: string, fields: Fields])[] = [
  [(props, n) => `new NetworkStack(app, "stack${n}", ${props});`, "", providerFields],
  [(props, n) => `new BridgeNetwork(stack, "bridge${n}", ${props});`, "", fieldsOf("bridge_network")],
  [(props, n) => `new Container(stack, "container${n}", ${props});`, "", fieldsOf("namespace")],
  [(props, n) => `new HostNetwork(stack, "host${n}", ${props});`, "", fieldsOf("host_network")],
  [
    (props, n) => `new OverlayNetwork(stack, "overlay${n}", ${props});`,
    'vni: 7, members: ["edge1"], subnets: ["10.20.0.0/24"], ',
    fieldsOf("overlay_network"),
  ],
  [
    (props, n) => `new MacvlanNetwork(stack, "macvlan${n}", ${props});`,
    'parent: "eth9", subnets: ["10.21.0.0/24"], ',
    fieldsOf("macvlan_network"),
  ],
  [(props, n) => `front.attach(new Container(stack, "on-front${n}", { host: "local" }), ${props});`, "", options],
  [(props, n) => `mesh.attach(new Container(stack, "on-mesh${n}", { host: "edge1" }), ${props});`, "", options],
  [(props, n) => `lan.attach(new Container(stack, "on-lan${n}", { host: "local" }), ${props});`, "", options],
  [
    (props, n) => `machine.attach(new Container(stack, "on-machine${n}"), ${props});`,
    "",
    { binds: fieldsOf("endpoint")["binds"]!, name: fieldsOf("endpoint")["name"]! },
  ],
];

/** Every property of every construct with values of wrong types. */
export function wrongProperties(): readonly WrongLine[] {
  let n = 0;
  return SUBJECTS.flatMap(([around, needed, fields]) =>
    wrongParts(fields, needed).map(({ line, property }) => ({ property, line: around(line, n++) })),
  );
}

/** Ids of these lines differ from those of the others. */
const LATER = 1_000_000;

/** Every construct and every attachment with something else than an object of properties. */
export function wrongObjects(): readonly WrongLine[] {
  let n = 0;
  return SUBJECTS.flatMap(([around]) =>
    ["null", '"all"', "5", "true", "[]", ...NO_DATA.filter((value) => value !== "circular")].map((value) => {
      const line = around(value, LATER + n++);
      return { line, property: line.includes(".attach(") ? "options" : "props" };
    }),
  );
}
