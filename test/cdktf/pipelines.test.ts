/** Every command of the pipelines in examples/pipelines is run, as the forge or systemd runs it, on the simulated kernel. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { until } from "../support/until";

const ROOT = join(__dirname, "../..");
const PIPELINES = join(ROOT, "examples/pipelines");

let folder: string;

/** A project in which `npx netweft` is this build, and programs of the forges that write down how they are called. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "netweft-pipelines-"));
  mkdirSync(join(folder, "node_modules/.bin"), { recursive: true });
  symlinkSync(join(ROOT, "dist/bin/netweft.js"), join(folder, "node_modules/.bin/netweft"));
  chmodSync(join(ROOT, "dist/bin/netweft.js"), 0o755);
  mkdirSync(join(folder, "programs"));
  for (const name of ["npm", "gh", "curl"])
    writeFileSync(join(folder, "programs", name), `#!/bin/sh\necho "${name} $*" >> "$CALLS"\n`, { mode: 0o755 });
  writeFileSync(join(folder, "package.json"), "{}");
  declare(["web"]);
});
afterEach(() => rmSync(folder, { recursive: true }));

function declare(names: readonly string[]): void {
  const each = (make: (name: string) => object) => Object.fromEntries(names.map((name) => [name, make(name)]));
  const resource = {
    netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24"] } },
    netweft_namespace: each((name) => ({ name })),
    netweft_endpoint: each((name) => ({ namespace: `\${netweft_namespace.${name}.ref}`, network: "${netweft_bridge_network.front.ref}" })),
  };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ resource }));
}

const environment = () => ({
  ...process.env,
  PATH: `${join(folder, "programs")}:${process.env.PATH}`,
  CALLS: join(folder, "calls"),
  GITHUB_STEP_SUMMARY: join(folder, "summary"),
  GITHUB_OUTPUT: join(folder, "outputs"),
  PULL_REQUEST: "7",
  GITLAB_TOKEN: "token",
  CI_API_V4_URL: "https://gitlab.example/api/v4",
  CI_PROJECT_ID: "3",
  CI_MERGE_REQUEST_IID: "7",
  NETWEFT_BACKEND: "simulated",
});

/** Runs a script as both forges do: it ends at the first command that fails. */
function run(script: string): number | null {
  const { status, stderr, stdout } = spawnSync("bash", ["-eo", "pipefail", "-c", script], {
    cwd: folder,
    env: environment(),
    encoding: "utf8",
  });
  if (status !== 0 && status !== 2) throw new Error(`${script}: ${status}\n${stdout}${stderr}`);
  return status;
}

const read = (name: string) => readFileSync(join(folder, name), "utf8");

interface GithubJob {
  readonly steps: readonly { readonly run?: string; readonly with?: { readonly path?: string; readonly sarif_file?: string } }[];
}

interface GitlabJob {
  readonly script?: readonly string[];
  readonly before_script?: readonly string[];
  readonly artifacts?: { readonly paths?: readonly string[]; readonly reports?: Readonly<Record<string, string>> };
}

const parsed = <T>(path: string) => parse(readFileSync(join(PIPELINES, path), "utf8")) as T;

/** Runs the commands of a job; returns the exit codes, and looks for the files that it hands over. */
function job(scripts: readonly string[], files: readonly string[]): number | null {
  let code: number | null = 0;
  for (const script of scripts) code = run(script);
  expect(files.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
  return code;
}

test("GitHub Actions: a plan as a comment, the apply of a saved plan, and drift with its baseline", () => {
  const { jobs } = parsed<{ readonly jobs: Readonly<Record<string, GithubJob>> }>("github/netweft.yml");
  const perform = (name: string) => {
    const { steps } = jobs[name]!;
    const files = steps.flatMap(({ with: given }) => [
      ...(given?.path?.trim().split("\n") ?? []),
      ...(given?.sarif_file === undefined ? [] : [given.sarif_file]),
    ]);
    return job(
      steps.flatMap(({ run: script }) => (script === undefined ? [] : [script])),
      files,
    );
  };
  expect(Object.keys(jobs)).toEqual(["plan", "propose", "apply", "drift"]);
  perform("plan");
  expect(read("plan.md")).toContain("endpoint.web</code>");
  expect(read("calls")).toContain("gh pr comment 7 --body-file plan.md");
  perform("propose");
  expect(read("outputs")).toBe("changes=yes\n");
  perform("apply");
  expect(perform("drift")).toBe(0);
  lose();
  expect(perform("drift")).toBe(2);
  expect(perform("drift")).toBe(2);
  const [stack] = (JSON.parse(read("drift.json")) as { stacks: readonly { findings: readonly { status: string }[] }[] }).stacks;
  expect(stack!.findings.map(({ status }) => status)).toEqual(["persisting"]);
  expect(read("summary")).toContain("endpoint.web");
});

test("GitLab CI: a plan as a note, the apply of a saved plan, and drift in the reports", () => {
  const {
    default: all,
    stages: _stages,
    variables: _variables,
    ...jobs
  } = parsed<Readonly<Record<string, GitlabJob>>>("gitlab/netweft.gitlab-ci.yml");
  const perform = (name: string) => {
    const { script = [], artifacts } = jobs[name]!;
    return job(
      [...(all!.before_script ?? []), script.join("\n")],
      [...(artifacts?.paths ?? []), ...Object.values(artifacts?.reports ?? {})],
    );
  };
  expect(Object.keys(jobs)).toEqual(["plan", "propose", "apply", "drift"]);
  perform("plan");
  expect(read("calls")).toMatch(/--data-urlencode body@plan\.md https:\/\/gitlab\.example\/api\/v4\/projects\/3\/merge_requests\/7\/notes/);
  perform("propose");
  perform("apply");
  expect(perform("drift")).toBe(0);
  lose();
  expect(perform("drift")).toBe(2);
  expect(read("drift.xml")).toContain("netweft_endpoint.web");
  expect(JSON.parse(read("quality.json"))).toHaveLength(1);
});

/** A route is deleted by hand. */
function lose(): void {
  const netweft = (...args: readonly string[]) =>
    execFileSync("npx", ["netweft", ...args], { cwd: folder, env: environment(), encoding: "utf8" });
  const line = netweft("sim", "show")
    .split("\n")
    .find((text) => text.includes("local web route default"));
  netweft("sim", "unset", line!);
}

/** The types of the first two events of a watch, which ends by the signal that systemd sends. */
async function watched(command: string): Promise<readonly string[]> {
  const [file, ...words] = command.split(" ");
  const child = spawn(file!, words, { cwd: folder, env: environment(), stdio: ["ignore", "pipe", "inherit"], detached: true });
  let text = "";
  child.stdout.on("data", (piece: Buffer) => (text += piece.toString()));
  await until(() => text.split("\n").length > 2, "the watch reports nothing");
  process.kill(-child.pid!, "SIGTERM");
  await once(child, "close");
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { readonly type: string }).type);
}

test("systemd: a report each hour, with metrics; and a watch that systemd starts again", async () => {
  run("npx netweft apply --auto-approve");
  lose();
  const unit = (name: string) => readFileSync(join(PIPELINES, "systemd", name), "utf8");
  const commandOf = (text: string) => /^ExecStart=\/usr\/bin\/(.*)$/m.exec(text)![1]!.replaceAll("/var/lib/", `${folder}/`);
  for (const path of ["prometheus/node-exporter", "netweft"]) mkdirSync(join(folder, path), { recursive: true });
  expect(run(commandOf(unit("netweft-drift.service")))).toBe(2);
  expect(read("prometheus/node-exporter/netweft.prom")).toMatch(/^netweft_drift_findings\{.*severity="outage"\} 1$/m);
  expect(read("netweft/drift.html")).toContain("<html");
  const types = await watched(commandOf(unit("netweft-watch.service")));
  expect(types).toEqual(["watching", "found"]);
  for (const text of ["netweft-drift.service", "netweft-drift.timer", "netweft-watch.service"].map(unit))
    expect(text).toMatch(/^\[(Unit|Service|Install|Timer)\]/m);
});
