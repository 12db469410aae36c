import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StateInstance } from "../../lib/engine/state";
import type { Draft } from "../../lib/schema/value";
import { decoded, encoded, instance, stateOf } from "../support/state";
import { ENV } from "../support/terraform-run";

describe("the real Terraform, on states of its own resources", () => {
  let dir: string;
  const terraform = (...args: string[]) =>
    spawnSync("terraform", args, {
      cwd: dir,
      encoding: "utf8",
      env: { ...process.env, ...ENV },
    });
  const config = {
    variable: { secret: { default: "hidden", sensitive: true } },
    resource: {
      terraform_data: {
        one: { input: { a: 1, b: [true, null] } },
        many: {
          for_each: { 'x "${y}': "1", z: "2" },
          input: "${terraform_data.one.output.a}",
          triggers_replace: ["${var.secret}"],
          lifecycle: { create_before_destroy: true },
        },
      },
    },
    output: { plain: { value: { list: [1, "b"] } }, secret: { value: "${var.secret}", sensitive: true } },
  };

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), "netweft-state-"));
    writeFileSync(
      join(dir, "main.tf.json"),
      JSON.stringify(config).replace("${y}", () => "$${y}"),
    );
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it("sees no changes in a state that it wrote and Netweft wrote again", async () => {
    expect(terraform("apply", "-auto-approve").status).toBe(0);
    const written = readFileSync(join(dir, "terraform.tfstate"), "utf8");
    const state = await decoded(written, 100);
    expect([...state.instances.keys()]).toEqual(['terraform_data.many["x \\"$${y}"]', 'terraform_data.many["z"]', "terraform_data.one"]);
    expect(JSON.parse(encoded(state))).toEqual(JSON.parse(written));
    writeFileSync(join(dir, "terraform.tfstate"), encoded({ ...state, serial: state.serial + 1 }));
    expect(terraform("plan", "-detailed-exitcode").status).toBe(0);
    expect(terraform("plan", "-refresh-only", "-detailed-exitcode").status).toBe(0);
  });

  it("sees no changes in a state that Netweft created", async () => {
    const provider = 'provider["terraform.io/builtin/terraform"]';
    const data = (name: string, key: string | undefined, input: object, triggers: unknown, over: Partial<StateInstance>) =>
      instance({
        type: "terraform_data",
        name,
        ...(key === undefined ? {} : { key }),
        provider,
        attributes: { id: `id-${name}`, input, output: input, triggers_replace: triggers } as Draft,
        ...over,
      });
    const object = { value: { a: 1, b: [true, null] }, type: ["object", { a: "number", b: ["tuple", ["bool", "dynamic"]] }] };
    const triggers = { value: ["hidden"], type: ["tuple", ["string"]] };
    const many = (key: string) =>
      data("many", key, { value: 1, type: "number" }, triggers, {
        dependencies: ["terraform_data.one"],
        createBeforeDestroy: true,
        sensitive: [["triggers_replace", 0]],
      });
    const outputs = new Map([
      ["plain", { value: { list: [1, "b"] }, type: ["object", { list: ["tuple", ["number", "string"]] }], sensitive: false }],
      ["secret", { value: "hidden", type: "string", sensitive: true }],
    ]);
    const state = { ...stateOf(many('x "${y}'), many("z"), data("one", undefined, object, null, { createBeforeDestroy: true })), outputs };
    writeFileSync(join(dir, "terraform.tfstate"), encoded(state));
    const plan = terraform("plan", "-detailed-exitcode");
    expect(plan.stdout).toContain("No changes.");
    expect(plan.status).toBe(0);
    expect(terraform("plan", "-refresh-only", "-detailed-exitcode").status).toBe(0);
  });
});
