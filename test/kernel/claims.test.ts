/** Objects that an interrupted run only claimed, and another program has created since: they stay foreign in all later runs. */
import { replace } from "../support/cover";
import { openFolder, type Folder } from "../support/folder";
import { command, emptyLab, insideLab, ipBatch } from "../support/lab";
import { settled } from "../support/by-hand";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

insideLab();

let folder: Folder;
let scratch: string;

beforeEach(() => {
  emptyLab();
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
  scratch = mkdtempSync(join(tmpdir(), "netweft-claims-"));
  folder.write({
    provider: { netweft: { stack: "shop" } },
    resource: {
      netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24"], names: false } },
      netweft_namespace: { web: { name: "web" } },
      netweft_endpoint: { web: { namespace: "${netweft_namespace.web.ref}", network: "${netweft_bridge_network.front.ref}" } },
    },
  });
});
afterEach(() => {
  folder.close();
  rmSync(scratch, { recursive: true });
  emptyLab();
});

/** An apply whose script is killed at its first change: everything is claimed in the state, and nothing exists. */
async function claimOnly(): Promise<void> {
  const uncover = replace("nft", scratch, (real) => `case "$*" in *'-f '*) kill -9 $PPID; sleep 1; exit 1 ;; esac\nexec ${real} "$@"`);
  await folder.run(1, "apply", "--auto-approve");
  uncover();
  expect((await folder.run(0, "state", "list")).stdout).toContain("netweft_bridge_network.front");
}

/** Properties that differ between an untouched object and a recreated one. */
const seen = () =>
  ["ip -br link show", "ip -br -4 addr show", "ip -n web -br link show", "ip -n web -br -4 addr show", "ip netns list", "nft list ruleset"]
    .map((line) => settled(command(line)))
    .join("\n");

test("a namespace, a bridge and an address that other programs have created in place of claimed ones", async () => {
  await claimOnly();
  ipBatch([
    ...["link add name nw-shop-front type bridge", "addr add 10.8.0.1/24 dev nw-shop-front", "link set nw-shop-front up"],
    ...["netns add web", "link add theirs type veth peer name eth0 netns web", "link set theirs up"],
  ]);
  ipBatch(["link set lo up", "link set eth0 up", "addr add 10.8.0.2/24 dev eth0"], "web");
  const theirs = seen();
  expect((await folder.run(1, "plan")).stderr).toContain("foreign-object");
  await folder.run(1, "apply", "--auto-approve");
  await folder.run(0, "destroy", "--auto-approve");
  expect(seen()).toBe(theirs);
  expect((await folder.run(0, "state", "list")).stdout).toBe("");
});
