/** Two unrelated stacks that are applied and destroyed on one host concurrently, by two processes. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { openFolder, type Folder } from "../support/folder";
import { command, emptyLab, insideLab } from "../support/lab";
import { TIMES } from "../support/runs";

insideLab();

const env = { NETWEFT_BACKEND: "iproute2" };
const ROUNDS = TIMES === 1 ? 6 : 50;
const PROGRAM = join(__dirname, "../../dist/bin/netweft.js");

function stack(name: string, subnet: string): object {
  return {
    provider: { netweft: { stack: name } },
    resource: {
      netweft_bridge_network: { front: { name: "front", subnets: [subnet], names: false } },
      netweft_namespace: { web: { name: `web-${name}` } },
      netweft_endpoint: {
        web: {
          namespace: "${netweft_namespace.web.ref}",
          network: "${netweft_bridge_network.front.ref}",
          publish: [{ host_port: name === "one" ? 8081 : 8082, port: 80 }],
        },
      },
    },
  };
}

/** The exit code, and the output. */
function run({ path }: Folder, ...args: readonly string[]): Promise<{ readonly code: number | null; readonly text: string }> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: path,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (text += data.toString()));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, text })));
}

let folders: readonly Folder[];

beforeEach(() => {
  emptyLab();
  folders = [openFolder(env), openFolder(env)];
  folders[0]!.write(stack("one", "10.10.0.0/24"));
  folders[1]!.write(stack("two", "10.11.0.0/24"));
});
afterEach(() => {
  for (const folder of folders) folder.close();
  emptyLab();
});

test("both succeed, in every round, and the host is as before", async () => {
  const before = command("ip -br link show");
  for (let round = 0; round < ROUNDS; round++) {
    for (const verb of ["apply", "destroy"]) {
      const ran = await Promise.all(folders.map((folder) => run(folder, verb, "--auto-approve")));
      expect(ran.map(({ code, text }) => (code === 0 ? "" : `round ${round}, ${verb}: ${text}`))).toEqual(["", ""]);
      if (verb === "apply") for (const folder of folders) await folder.run(0, "plan", "--detailed-exitcode");
    }
    expect([command("ip -br link show"), command("nft list ruleset"), command("ip netns list")]).toEqual([before, "", ""]);
  }
});
