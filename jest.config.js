/** Tests are TypeScript; swc strips the types, `npm run types` checks them. What each project needs: `scripts/test.ts`. */
const common = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  transform: { "\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
  modulePathIgnorePatterns: ["<rootDir>/dist"],
};
const project = (displayName, testMatch, ignored = []) => ({
  ...common,
  displayName,
  testMatch,
  testPathIgnorePatterns: ["/node_modules/", ...ignored],
});

module.exports = {
  // Twenty minutes: a test that takes two by itself took eight beside the other lanes. The long form (`npm run soak`) multiplies it.
  testTimeout: 1_200_000 * Number(process.env.NETWEFT_TIMES ?? 1),
  // Half a second, the default, is less than a worker with a large heap takes to end beside the other lanes.
  workerGracefulExitTimeout: 10_000,
  projects: [
    project(
      "core",
      ["**/*.test.ts"],
      ["kernel/", "emulated/", "terraform/", "cdktf/installed", "page/"].map((path) => `<rootDir>/test/${path}`),
    ),
    {
      ...project("kernel", ["<rootDir>/test/kernel/**/*.test.ts"]),
      runner: "<rootDir>/test/support/laboratory-runner.ts",
      transform: { "/test/kernel/.*\\.test\\.ts$": "<rootDir>/test/support/bundled.js", ...common.transform },
    },
    project("emulated", ["<rootDir>/test/emulated/**/*.test.ts"]),
    { ...project("terraform", ["<rootDir>/test/terraform/**/*.test.ts"]), globalSetup: "<rootDir>/test/support/terraform-mirror.ts" },
    project("page", ["<rootDir>/test/page/**/*.test.ts"]),
    project("cdktf", ["<rootDir>/test/cdktf/installed.test.ts"]),
  ],
};
