import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { doors } from "../../bin/doors";
import { main } from "../../lib/cli/main";
import { netweft, type Ran } from "../support/netweft";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "netweft-cli-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, content: unknown): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
}

function run(...args: string[]): Promise<Ran> {
  return netweft(args, { cwd: folder });
}

const namespace = (name: string, more: object = {}) => ({ resource: { netweft_namespace: { it: { name } } }, ...more });
const variable = {
  variable: { name: { type: "string", default: "declared" } },
  ...namespace("${var.name}"),
  output: { name: { value: "${var.name}" } },
};

/** An app without a language: its program writes the given files. */
function app(stacks: Record<string, object>, more: object = {}): void {
  const manifest = { version: "0.21.0", stacks: {} as Record<string, object> };
  for (const [name, content] of Object.entries(stacks)) {
    manifest.stacks[name] = {
      name,
      synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
      workingDirectory: `stacks/${name}`,
      annotations: [],
      ...more,
    };
    put(`made/stacks/${name}/cdk.tf.json`, content);
  }
  put("made/manifest.json", manifest);
  put("cdktf.json", {
    app: 'test -n "$CDKTF_OUTDIR" && rm -rf out && cp -r made "$CDKTF_OUTDIR" && echo ran >> runs',
    output: "out",
    context: { a: 1 },
  });
}

const runs = () => (existsSync(join(folder, "runs")) ? readFileSync(join(folder, "runs"), "utf8").trim().split("\n").length : 0);

describe("an app", () => {
  it("that ends without app.synth() is an error: an earlier synthesis is not planned", async () => {
    app({ shop: namespace("web") });
    expect((await run("plan")).code).toBe(0);
    put("cdktf.json", { app: "true", output: "out" });
    const { code, stdout, stderr } = await run("plan");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/\[no-stacks\][^]*without writing out\/manifest\.json[^]*app\.synth\(\)/);
    expect((await run("plan", "--skip-synth")).code).toBe(0);
  });

  it("is run for a plan, and its synthesized stack is planned", async () => {
    app({ shop: namespace("web") });
    const { code, stdout } = await run("plan", "--detailed-exitcode");
    expect([code, runs()]).toEqual([2, 1]);
    expect(stdout).toContain("netweft_namespace.it will be created");
  });

  it("is not run with --skip-synth, nor to show the state", async () => {
    app({ shop: namespace("web") });
    await run("apply", "--auto-approve");
    for (const args of [["plan", "--skip-synth"], ["state", "list"], ["output"], ["show"], ["sim", "show"]])
      expect((await run(...args)).code).toBe(0);
    expect(runs()).toBe(1);
  });

  it("that fails is quoted, and nothing is planned", async () => {
    put("cdktf.json", { app: "echo 'main.ts:3 no such network' >&2; exit 7" });
    const { code, stderr, stdout } = await run("plan");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("[synth-failed]");
    expect(stderr).toContain("exit code 7");
    expect(stderr).toContain("main.ts:3 no such network");
  });

  it("that writes no manifest, or has no stack, is an error", async () => {
    put("cdktf.json", { app: "true" });
    expect((await run("plan")).stderr).toContain("[no-stacks]");
    app({});
    expect((await run("plan")).stderr).toContain("[no-stacks]");
  });

  it("with several stacks needs one to be named", async () => {
    app({ shop: namespace("web"), blog: namespace("blog") });
    expect((await run("plan")).stderr).toMatch(/\[which-stack\][^]*shop, blog/);
    expect((await run("plan", "--stack", "shpo")).stderr).toContain("[which-stack]");
    expect((await run("plan", "--stack", "blog")).stdout).toContain("(local/blog)");
  });

  it("lists its stacks after a synth", async () => {
    app({ shop: namespace("web"), blog: namespace("blog") });
    expect((await run("synth")).stdout).toBe("shop  out/stacks/shop/cdk.tf.json\nblog  out/stacks/blog/cdk.tf.json\n");
    expect(JSON.parse((await run("synth", "--json")).stdout)).toMatchObject({ stacks: [{ name: "shop" }, { name: "blog" }] });
  });

  it("that adds an error to a construct stops everything, a warning does not", async () => {
    app({ shop: namespace("web") }, { annotations: [{ constructPath: "shop/web", level: "@cdktf/error", message: "not like this" }] });
    expect((await run("plan")).stderr).toMatch(/\[app-error\][^]*not like this \(at shop\/web\)/);
    app({ shop: namespace("web") }, { annotations: [{ constructPath: "shop/web", level: "@cdktf/warn", message: "hm" }] });
    const warned = await run("plan");
    expect([warned.code, warned.stderr.includes("[app-warning]")]).toEqual([0, true]);
  });

  it.each([
    ["no JSON", "{"],
    ["a list", "[]"],
    ["no command", '{"language":"typescript"}'],
  ])("whose cdktf.json is %s is refused", async (_, text) => {
    put("cdktf.json", text);
    expect((await run("plan")).stderr).toContain("[invalid-app]");
  });
});

describe("a folder", () => {
  it("with native syntax is refused with what to do", async () => {
    put("main.tf", "");
    put("more.tf.json", namespace("web"));
    const { code, stderr } = await run("plan");
    expect(code).toBe(1);
    expect(stderr).toMatch(/\[native-syntax\][^]*main\.tf/);
  });

  it("may be an argument: state and simulated kernel are there, other file arguments are relative to the caller's folder", async () => {
    put("net/main.tf.json", variable);
    put("values.tfvars.json", { name: "given" });
    expect((await run("plan", "net", "--var-file", "values.tfvars.json", "--out", "a.plan")).code).toBe(0);
    expect((await run("apply", "net", "--auto-approve", "--var-file=values.tfvars.json")).stdout).toContain('name = "given"');
    expect(readdirSync(folder).sort()).toEqual(["a.plan", "net", "values.tfvars.json"]);
    expect(readdirSync(join(folder, "net")).sort()).toEqual([".netweft", "main.tf.json", "terraform.tfstate"]);
  });

  it("that does not exist is an error", async () => {
    for (const args of [
      ["plan", "none"],
      ["-chdir=none", "plan"],
    ])
      expect((await run(...args)).stderr).toContain("[folder-unusable]");
  });
});

describe("the state", () => {
  it("is at the local backend's path, relative to the configuration", async () => {
    put("main.tf.json", namespace("web", { terraform: { backend: { local: { path: "deep/shop.tfstate" } } } }));
    await run("apply", "--auto-approve");
    expect(existsSync(join(folder, "deep/shop.tfstate"))).toBe(true);
    expect((await run("state", "list")).stdout).toBe("netweft_namespace.it\n");
    expect((await run("state", "list", "--state", "deep/shop.tfstate")).stdout).toBe("netweft_namespace.it\n");
  });

  it("in another backend is refused before anything is done", async () => {
    put("main.tf.json", namespace("web", { terraform: { backend: { s3: { bucket: "b" } } } }));
    for (const args of [["plan"], ["apply", "--auto-approve"], ["state", "list"]]) {
      const { code, stderr } = await run(...args);
      expect([code, stderr.includes("[unsupported-backend]")]).toEqual([1, true]);
    }
  });

  it("is not written by plan, validate, graph or drift, nor is anything else", async () => {
    put("main.tf.json", namespace("web"));
    for (const args of [["plan"], ["validate"], ["graph"], ["drift"], ["show"], ["output"]]) await run(...args);
    expect(readdirSync(folder)).toEqual(["main.tf.json"]);
  });

  it("that is locked is waited for until --lock-timeout", async () => {
    put("main.tf.json", namespace("web"));
    const lock = join(folder, ".terraform.tfstate.lock.info");
    writeFileSync(lock, JSON.stringify({ ID: "1", Who: "bob@there" }));
    expect((await run("apply", "--auto-approve")).stderr).toContain("bob@there");
    expect((await run("apply", "--auto-approve", "--lock-timeout=soon")).stderr).toContain("[invalid-option-value]");
    setTimeout(() => rmSync(lock), 300);
    expect((await run("apply", "--auto-approve", "--lock-timeout=20s")).code).toBe(0);
  });
});

describe("values of variables", () => {
  const outputs = async (env: Record<string, string>, ...args: string[]) => {
    const { stdout, stderr } = await netweft(["plan", ...args], { cwd: folder, env });
    return /\+ name = "(.*)"\n\n/.exec(stdout)?.[1] ?? stderr;
  };

  it("come from the declaration, the environment, files and flags; later ones win", async () => {
    put("main.tf.json", variable);
    expect(await outputs({})).toBe("declared");
    const env = { TF_VAR_name: "environment", TF_VAR_unknown: "x" };
    expect(await outputs(env)).toBe("environment");
    put("terraform.tfvars.json", { name: "tfvars" });
    expect(await outputs(env)).toBe("tfvars");
    put("a.auto.tfvars.json", { name: "auto-a" });
    put("b.auto.tfvars.json", { name: "auto-b" });
    expect(await outputs(env)).toBe("auto-b");
    put("extra.json", { name: "file" });
    expect(await outputs(env, "--var-file", "extra.json")).toBe("file");
    expect(await outputs(env, "--var-file", "extra.json", "--var", "name=flag")).toBe("flag");
  });

  it("in native syntax, or no values at all, are refused", async () => {
    put("main.tf.json", variable);
    put("bad.json", "[1]");
    expect(await outputs({}, "--var-file", "bad.json")).toContain("[invalid-variable-file]");
    expect(await outputs({}, "--var", "name")).toContain("[invalid-option-value]");
    put("terraform.tfvars", "name = 1");
    expect(await outputs({})).toContain("[invalid-variable-file]");
  });
});

describe("backends", () => {
  it("are chosen by the flag, or else by NETWEFT_BACKEND, or else by the provider block", async () => {
    put("main.tf.json", namespace("web", { provider: { netweft: [{ backend: "simulated" }] } }));
    const refused = await netweft(["plan"], { cwd: folder, env: { NETWEFT_BACKEND: "imagined" } });
    expect([refused.code, refused.stderr.includes("imagined")]).toEqual([1, true]);
    expect((await netweft(["plan", "--backend", "simulated"], { cwd: folder, env: { NETWEFT_BACKEND: "imagined" } })).code).toBe(0);
  });
});

describe("JSON", () => {
  it("is the only output with --json, for an apply line by line as in Terraform", async () => {
    put("main.tf.json", namespace("web", { output: { token: { value: "secret", sensitive: true }, name: { value: "web" } } }));
    const { code, stdout, stderr } = await run("apply", "--auto-approve", "--json");
    expect([code, stderr]).toEqual([0, ""]);
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ type }) => type)).toEqual(["version", "change_summary", "outputs"]);
    expect(lines[1]).toMatchObject({ changes: { add: 1, change: 0, remove: 0, operation: "apply" } });
    expect(lines[2]!["outputs"]).toEqual({
      name: { sensitive: false, type: "string", value: "web" },
      token: { sensitive: true, type: "string" },
    });
  });

  it("has the diagnostics of a failure", async () => {
    put("main.tf.json", namespace("not a name!"));
    const { code, stdout, stderr } = await run("plan", "--json");
    expect([code, stderr]).toEqual([1, ""]);
    expect(JSON.parse(stdout)).toMatchObject({
      errored: true,
      diagnostics: [{ severity: "error", code: "invalid-name", address: "netweft_namespace.it", path: "name" }],
    });
  });

  it("of a validation has Terraform's form", async () => {
    put("main.tf.json", namespace("web"));
    expect(JSON.parse((await run("validate", "--json")).stdout)).toEqual({
      format_version: "1.0",
      valid: true,
      error_count: 0,
      warning_count: 0,
      diagnostics: [],
    });
    put("main.tf.json", namespace("not a name!"));
    expect(JSON.parse((await run("validate", "--json")).stdout)).toMatchObject({ valid: false, error_count: 1 });
  });

  it.each([["--json"], ["-json=true"], ["--format=json"], ["--format", "json"]])(
    "has the errors of wrong arguments, asked for as %s %s",
    async (...words) => {
      const { code, stdout, stderr } = await run("drift", ...words.filter(Boolean), "--nope");
      expect([code, JSON.parse(stdout), stderr]).toEqual([1, expect.objectContaining({ errored: true }), ""]);
    },
  );
});

describe("outputs", () => {
  it("are printed raw for scripts, and a wrong name gets a suggestion", async () => {
    put(
      "main.tf.json",
      namespace("web", { output: { greeting: { value: 'a "b"\n' }, list: { value: [1] }, token: { value: "secret", sensitive: true } } }),
    );
    await run("apply", "--auto-approve");
    expect((await run("output", "-raw", "greeting")).stdout).toBe('a "b"\n');
    expect((await run("output", "greeting")).stdout).toBe('"a \\"b\\"\\n"\n');
    expect((await run("output", "-json", "list")).stdout).toBe("[1]\n");
    expect((await run("output", "-raw", "list")).stderr).toContain("[no-such-output]");
    expect((await run("output", "greting")).stderr).toContain('Did you mean "greeting"?');
    expect((await run("output")).stdout).toContain("token = <sensitive>");
    expect((await run("show")).stdout).not.toContain("secret");
  });
});

describe("init", () => {
  it("refuses options that are for states only, and writes nothing", async () => {
    for (const option of ["--stack=a", "--lock=false", "--input=false"]) {
      const { code, stderr } = await run("init", option);
      expect([option, code, stderr]).toEqual([option, 1, expect.stringContaining("[unknown-option]")]);
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it("writes an app, shows the next steps, and never overwrites anything", async () => {
    const { code, stdout } = await run("init", "My Shop!");
    expect(code).toBe(0);
    expect(stdout).toContain("npm install");
    const made = join(folder, "My Shop!");
    expect(readdirSync(made).sort()).toEqual([".gitignore", "cdktf.json", "main.ts", "package.json", "tsconfig.json"]);
    expect(JSON.parse(readFileSync(join(made, "package.json"), "utf8"))).toMatchObject({
      name: "my-shop",
      dependencies: { netweft: expect.any(String) },
    });
    writeFileSync(join(made, "main.ts"), "mine");
    const again = await run("init", "My Shop!");
    expect([again.code, again.stderr.includes("[file-exists]")]).toEqual([1, true]);
    expect(readFileSync(join(made, "main.ts"), "utf8")).toBe("mine");
  });
});

describe("an interruption", () => {
  it("asks an apply to stop, a second one ends the process; at the question it releases the lock", async () => {
    put("main.tf.json", namespace("web"));
    const listeners = new Set<() => void>();
    const said: string[] = [];
    const exits: number[] = [];
    const terminal = {
      raw: () => undefined,
      interactive: false,
      columns: 80,
      flush: () => Promise.resolve({}),
      out: (text: string) => void said.push(text),
      err: (text: string) => void said.push(text),
    };
    const interrupt = () => [...listeners].forEach((listener) => listener());
    const world = {
      ...doors,
      onInterrupt: (listener: () => void) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      exit: (code: number) => void exits.push(code),
    };
    const before = process.cwd();
    process.chdir(folder);
    try {
      const ask = async () => {
        expect(readdirSync(folder)).toContain(".terraform.tfstate.lock.info");
        interrupt();
        await new Promise((resolve) => setTimeout(resolve, 50));
        return undefined;
      };
      await main(["apply"], {}, { ...world, terminal: { ...terminal, ask, askSecret: ask } }, "0");
      expect([exits, readdirSync(folder)]).toEqual([[130], ["main.tf.json"]]);
      const out = (text: string) => {
        said.push(text);
        if (text.startsWith("Applying")) interrupt();
      };
      await main(["apply", "--auto-approve"], {}, { ...world, terminal: { ...terminal, out, ask, askSecret: ask } }, "0");
      expect(said.join("")).toContain("Stopping. The steps of a host are one script: ");
      expect([exits, listeners.size]).toEqual([[130], 0]);
    } finally {
      process.chdir(before);
    }
  });
});

describe("a bug", () => {
  it("is one line that asks for a report; NETWEFT_DEBUG shows where it is", async () => {
    const err = jest.fn<void, [string]>();
    const broken = {
      ...doors,
      terminal: { ...doors.terminal, err },
      cwd: () => {
        throw new Error("impossible");
      },
    };
    expect(await main(["init"], {}, broken, "0")).toBe(1);
    expect(err.mock.calls.join("")).toBe(
      "This is a bug in Netweft, please report it: impossible\nNETWEFT_DEBUG=1 shows where it happened.\n",
    );
    err.mockClear();
    await main(["init"], { NETWEFT_DEBUG: "1" }, broken, "0");
    expect(err.mock.calls.join("")).toMatch(/\n {4}at /);
  });

  it("is not reported if the start folder is gone", async () => {
    const err = jest.fn<void, [string]>();
    const cwd = () => {
      throw Object.assign(new Error("ENOENT: no such file or directory, uv_cwd"), { syscall: "uv_cwd" });
    };
    expect(await main(["init"], {}, { ...doors, terminal: { ...doors.terminal, err }, cwd }, "0")).toBe(1);
    expect(err.mock.calls.join("")).toContain("[folder-unusable]");
  });
});
