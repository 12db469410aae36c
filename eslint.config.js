const js = require("@eslint/js");
const tseslint = require("typescript-eslint");

const generated = ["lib/constructs/generated/**"];
const product = ["api/**/*.ts", "lib/**/*.ts", "providers/**/*.ts", "bin/**/*.ts"];

const housekeeping = {
  "no-warning-comments": ["error", { terms: ["todo", "fixme", "xxx", "hack"], location: "start" }],
  eqeqeq: "error",
  "prefer-const": "error",
  "no-var": "error",
};

/** Only the typed rules that find bugs; what merely restates the compiler costs time and says nothing. */
const typed = {
  "@typescript-eslint/no-floating-promises": "error",
  "@typescript-eslint/no-misused-promises": "error",
  "@typescript-eslint/await-thenable": "error",
  "@typescript-eslint/only-throw-error": "error",
  "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
  "@typescript-eslint/no-explicit-any": "error",
  "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
  "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
  // `string({})` in the schema language infers the exact empty object.
  "@typescript-eslint/no-empty-object-type": "off",
};

module.exports = tseslint.config(
  { ignores: ["node_modules/**", "dist/**", "coverage/**", "**/cdktf.out/**", "**/.netweft/**", ...generated] },
  js.configs.recommended,
  { rules: housekeeping, linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.ts", "**/*.mts"],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { project: "./tsconfig.test.json", tsconfigRootDir: __dirname } },
    rules: typed,
  },
  {
    files: product,
    rules: {
      "no-console": "error",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 40, skipBlankLines: true, skipComments: true }],
      "max-depth": ["error", 4],
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        ...["describe", "it", "test"].flatMap((object) =>
          ["only", "skip", "todo"].map((property) => ({
            object,
            property,
            message: "Every test runs; what a machine cannot run is a lane.",
          })),
        ),
      ],
    },
  },
  {
    files: ["**/*.js", "**/*.cjs", "**/*.mjs"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      sourceType: "commonjs",
      globals: {
        require: "readonly",
        module: "writable",
        process: "readonly",
        console: "readonly",
        __dirname: "readonly",
        setTimeout: "readonly",
        clearTimeout: "readonly",
      },
    },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    files: ["lib/report/page/page.js"],
    languageOptions: {
      sourceType: "script",
      globals: { document: "readonly", location: "readonly", addEventListener: "readonly", FormData: "readonly" },
    },
  },
);
