/**
 * The arrows of the architecture: `bin → api → providers → lib`, and inside lib the layers below. A folder may import itself,
 * what stands in its row, and nothing else.
 */
const rows = [
  ["net"],
  ["nft"],
  ["schema"],
  ["kernel"],
  ["ports"],
  ["reconcile"],
  ["resources"],
  ["config"],
  ["engine"],
  ["session"],
  ["drift"],
  ["watch"],
  ["stack"],
  ["verify"],
  ["report"],
  ["constructs"],
  ["cli"],
];
/** Lower layers that a layer does not know all the same: facts know no configuration, and declarations no execution. */
const apart = { reconcile: ["schema"], resources: ["ports", "reconcile"] };
const layers = Object.fromEntries(
  rows.flatMap((row, at) =>
    row.map((layer) => [layer, ["diagnostic", ...rows.slice(0, at).flat(), ...row].filter((below) => !apart[layer]?.includes(below))]),
  ),
);

const layerRules = Object.entries(layers).map(([layer, below]) => ({
  name: `lib-${layer}`,
  comment: `lib/${layer} may import only ${["itself", ...below].join(", ")}.`,
  severity: "error",
  from: { path: `^lib/${layer}(/|\\.ts$)` },
  to: { path: "^lib/", pathNot: `^lib/(${[layer, ...below, "codes"].join("|")})(/|\\.ts$)` },
}));

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: "diagnostic-is-the-root",
      comment: "The error value knows nothing but its table of codes.",
      severity: "error",
      from: { path: "^lib/(diagnostic\\.ts$|codes/)" },
      to: { path: "^lib/", pathNot: "^lib/codes/" },
    },
    {
      name: "lib-is-the-core",
      comment: "lib does not know its adapters: the interfaces in lib/ports are all that it sees of the world.",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "^(providers|api|bin|test|examples|scripts|bench)/" },
    },
    {
      name: "lib-does-no-io",
      comment: "Only computing modules of Node's are for lib. Types of the others are fine.",
      severity: "error",
      from: { path: "^lib/" },
      to: {
        dependencyTypes: ["core"],
        dependencyTypesNot: ["type-only"],
        pathNot: "^(node:)?(buffer|crypto|path|string_decoder|url|util|zlib)$",
      },
    },
    {
      name: "lib-packages",
      comment:
        "The core's only packages are the validator, the decimals and the regular expressions; constructs add the construct libraries.",
      severity: "error",
      from: { path: "^lib/", pathNot: "^lib/constructs/" },
      to: { path: "node_modules", pathNot: "node_modules/(ajv|decimal\\.js|re2js)/" },
    },
    {
      name: "constructs-packages",
      severity: "error",
      from: { path: "^lib/constructs/" },
      to: { path: "node_modules", pathNot: "node_modules/(cdktf|constructs|ajv)/" },
    },
    {
      name: "providers-stand-alone",
      comment: "Adapters never import each other's folders, but for the disk that they write to; api and bin put them together.",
      severity: "error",
      from: { path: "^providers/((?:backends|frontends)/[^/]+|transports|system)/" },
      to: { path: "^(providers/(?!$1/|system/disk/)|api/|bin/|test/|scripts/|bench/)" },
    },
    {
      name: "providers-packages",
      comment: "Adapters use Node and lib; a package that one needs is listed here first.",
      severity: "error",
      from: { path: "^(providers|api|bin)/" },
      to: { path: "node_modules" },
    },
    {
      name: "nothing-imports-bin",
      comment: "But for the tests of the whole, which run it as it is put together.",
      severity: "error",
      from: { pathNot: "^(bin|test)/" },
      to: { path: "^bin/" },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^lib/constructs/generated/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.test.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["require", "node", "types"],
    },
  },
};
