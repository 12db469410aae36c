/** Replacements with `create_before_destroy`, seen by packets: while the new object is made, the old one answers. */
import { spawn } from "node:child_process";
import { command, emptyLab, insideLab } from "../support/lab";
import { openFolder, type Folder } from "../support/folder";
import { until } from "../support/until";

insideLab();

let folder: Folder;
beforeEach(() => {
  emptyLab();
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
});
afterEach(() => {
  folder.close();
  emptyLab();
});

const ENDPOINT = { network: "${netweft_bridge_network.front.ref}" };

/** A client, and a server in the namespace of this name. */
function configuration(namespace: string, more: object = {}): object {
  return {
    resource: {
      netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24"] } },
      netweft_namespace: { client: { name: "client" }, web: { name: namespace, ...more } },
      netweft_endpoint: {
        client: { namespace: "${netweft_namespace.client.ref}", ...ENDPOINT },
        web: { name: "web", namespace: "${netweft_namespace.web.ref}", ...ENDPOINT, lifecycle: { create_before_destroy: true } },
      },
    },
  };
}

/** Pings from the client, one at a time; a name is looked up for each of them. */
function pinging(target: string): { readonly answers: () => string; readonly stop: () => Promise<string> } {
  const one = `ping -4 -n -q -c 1 -W 1 ${target} > /dev/null 2>&1 && printf . || printf x`;
  const child = spawn("ip", ["netns", "exec", "client", "sh", "-c", `while sleep 0.02; do ${one}; done`], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let said = "";
  child.stdout.on("data", (bytes: Buffer) => (said += bytes.toString()));
  return {
    answers: () => said,
    stop: () =>
      new Promise((resolve) => {
        child.on("close", () => resolve(said));
        child.kill();
      }),
  };
}

const addressIn = (netns: string) => /inet (\S+)\//.exec(command(`ip -n ${netns} -4 -o addr show dev eth0`))![1]!;
const namespaces = () =>
  command("ip netns list")
    .split("\n")
    .flatMap((line) => line.split(" ")[0] || []);

async function begun(pings: ReturnType<typeof pinging>, more = 5): Promise<void> {
  const before = pings.answers().length;
  await until(() => pings.answers().length >= before + more, "No ping has ended.");
}

test("a container that is replaced answers under its name all the time, first as the old one and then as the new one", async () => {
  folder.write(configuration("w1"));
  await folder.run(0, "apply", "--auto-approve");
  const pings = pinging("web");
  await begun(pings);
  folder.write(configuration("w2"));
  await folder.run(0, "apply", "--auto-approve");
  await begun(pings);
  expect(await pings.stop()).toMatch(/^\.+$/);
  expect(namespaces().sort()).toEqual(["client", "w2"]);
  await folder.run(0, "plan", "--detailed-exitcode");
});

test("a creation that fails loses no packet of the old one, which goes when the next apply has made the rest", async () => {
  folder.write(configuration("w1"));
  await folder.run(0, "apply", "--auto-approve");
  const old = addressIn("w1");
  const [byName, byAddress] = [pinging("web"), pinging(old)];
  await begun(byAddress);
  folder.write(configuration("w2", { sysctls: { "net.ipv4.tcp_congestion_control": "none" } }));
  const { stderr } = await folder.run(1, "apply", "--auto-approve", "--on-failure=stop");
  expect(stderr).toContain("net.ipv4.tcp_congestion_control");
  expect(stderr).toContain("Kernel refused a step");
  expect(namespaces()).toContain("w2");
  await begun(byAddress);
  expect(await byAddress.stop()).toMatch(/^\.+$/);
  folder.write(configuration("w2", { sysctls: { "net.ipv4.ip_default_ttl": "99" } }));
  await folder.run(0, "apply", "--auto-approve");
  await begun(byName);
  expect(await byName.stop()).toMatch(/^\.+$/);
  expect(addressIn("w2")).not.toBe(old);
  expect(namespaces().sort()).toEqual(["client", "w2"]);
  await folder.run(0, "plan", "--detailed-exitcode");
  await folder.run(0, "destroy", "--auto-approve");
  expect(namespaces()).toEqual([]);
});
