/** No secret of a run is in what it leaves behind or shows to other users of the machine. Attributes in a state and a plan are as in Terraform. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openFolder, type Folder } from "../support/folder";
import { netweft } from "../support/netweft";
import { openStateServer, type StateServer } from "../support/state-server";

const SECRETS = {
  passphrase: "passphrase-5b1f-of-plans",
  "the password of the backend": "password-77c2-of-backend",
  "a sensitive variable": "mark-4c9e-of-variable",
} as const;

let folder: Folder;
let server: StateServer;
beforeAll(async () => {
  server = await openStateServer({ password: SECRETS["the password of the backend"] });
  folder = openFolder();
  folder.write({
    terraform: { backend: { http: { ...server.backend, username: "ada" } } },
    variable: { mark: { type: "string", sensitive: true } },
    provider: {
      netweft: {
        backend: "simulated",
        hosts: { edge1: { underlay: "192.0.2.1" }, edge2: { underlay: "192.0.2.2" } },
        simulated: { latency_ms: 20 },
      },
    },
    resource: {
      netweft_overlay_network: {
        mesh: {
          name: "mesh",
          vni: 7,
          subnets: ["10.9.0.0/24"],
          members: ["edge1", "edge2"],
          encryption: "ipsec",
          labels: { owner: "${var.mark}" },
        },
      },
      netweft_namespace: { web: { name: "web", host: "edge1" } },
      netweft_endpoint: { web: { namespace: "${netweft_namespace.web.ref}", network: "${netweft_overlay_network.mesh.ref}" } },
    },
    output: { mark: { value: "${var.mark}", sensitive: true } },
  });
});
afterAll(async () => {
  folder.close();
  await server.close();
});

const PROGRAM = join(__dirname, "../../dist/bin/netweft.js");
const env = {
  TF_HTTP_PASSWORD: SECRETS["the password of the backend"],
  TF_VAR_mark: SECRETS["a sensitive variable"],
  NETWEFT_PLAN_PASSPHRASE: SECRETS.passphrase,
  NETWEFT_DEBUG: "1",
};

/** The names of the secrets in a text. */
function secretsIn(text: string, ...except: readonly (keyof typeof SECRETS)[]): readonly string[] {
  return Object.entries(SECRETS).flatMap(([name, secret]) => (text.includes(secret) && !except.some((one) => one === name) ? [name] : []));
}

/** Arguments of all processes below this one, and the environment of those that it started. */
function visible(pid: number): readonly string[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
  const of = (one: number, name: string) => (existsSync(`/proc/${one}/${name}`) ? readFileSync(`/proc/${one}/${name}`, "latin1") : "");
  return [of(pid, "cmdline"), ...children.flatMap((one) => [of(one, "environ"), ...visible(one)])];
}

/** Runs the built program, and returns what it prints and what others see of it meanwhile. */
async function run(...args: readonly string[]): Promise<{ readonly code: number; readonly said: string; readonly seen: string }> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: folder.path,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [said, seen] = ["", ""];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (said += data.toString()));
  const look = setInterval(() => {
    try {
      seen += visible(child.pid!).join("\n");
    } catch {
      // It has ended between two looks.
    }
  }, 20);
  const [code] = (await once(child, "close")) as [number];
  clearInterval(look);
  return { code, said, seen };
}

/** The commands that start programs or have the passphrase, run as processes of their own; the others run in this one. */
const WATCHED: ReadonlySet<string> = new Set(["plan --out changes.plan --sign", "apply --require-signed changes.plan"]);

async function within(...args: readonly string[]): Promise<{ readonly code: number; readonly said: string; readonly seen: string }> {
  const { code, stdout, stderr } = await netweft(args, { cwd: folder.path, env });
  return { code, said: stdout + stderr, seen: "" };
}

function filesBelow(path: string): readonly string[] {
  return readdirSync(path).flatMap((name) =>
    statSync(join(path, name)).isDirectory() ? filesBelow(join(path, name)) : [join(path, name)],
  );
}

test("no output of a plan, an apply, a report or a failure has a secret, and no other user sees one", async () => {
  const commands = [
    ["plan", "--out", "changes.plan", "--sign"],
    ["plan", "--format", "markdown"],
    ["plan", "--format", "html"],
    ["show", "changes.plan"],
    ["apply", "--require-signed", "changes.plan"],
    ["drift"],
    ...["json", "markdown", "html", "sarif", "junit"].map((format) => ["drift", "--format", format, "--out", `report.${format}`]),
    ["output"],
    ["state", "list"],
    ["graph"],
  ];
  for (const args of commands) {
    const { code, said, seen } = await (WATCHED.has(args.join(" ")) ? run(...args) : within(...args));
    expect([args, code, code === 0 ? "" : said, secretsIn(said), secretsIn(seen)]).toEqual([args, 0, "", [], []]);
    expect(args[0] === "apply" ? seen : PROGRAM).toContain(PROGRAM);
  }
  server.faults.push({ method: "POST", status: 403 });
  const failed = await run("destroy", "--auto-approve");
  expect([secretsIn(failed.said), secretsIn(failed.seen)]).toEqual([[], []]);
});

test("no file has a secret, except the plan and the state that was not stored, which have attributes and are the owner's", async () => {
  for (const file of filesBelow(folder.path).filter((one) => !one.endsWith("main.tf.json"))) {
    const isOwners = /\.plan$|tfstate|simulated\.json/.test(file);
    expect([file, secretsIn(readFileSync(file, "latin1"), ...(isOwners ? (["a sensitive variable"] as const) : []))]).toEqual([file, []]);
    if (/\.plan$|tfstate/.test(file)) expect([file, statSync(file).mode & 0o077]).toEqual([file, 0]);
  }
});

test("the search finds what it looks for", () => {
  writeFileSync(join(folder.path, "leak"), SECRETS.passphrase);
  expect(secretsIn(readFileSync(join(folder.path, "leak"), "latin1"))).toEqual(["passphrase"]);
});
