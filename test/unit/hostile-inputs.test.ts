/** What random changes of inputs have found (`test/laws/inputs`, `test/laws/hostile-files`): each is an error now, or works. */
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readBaseline } from "../../lib/drift/baseline";
import { readIgnoreFile } from "../../lib/drift/ignore-file";
import { ruleFromJson } from "../../lib/nft/from-json";
import { answerReader } from "../../providers/backends/iproute2/answer";
import { failureOf } from "../../providers/backends/iproute2/failure";
import { jsonOf } from "../../providers/backends/iproute2/questions/json";
import { ruleset } from "../../providers/backends/iproute2/questions/shapes";
import { firewallFacts } from "../../providers/backends/iproute2/nft/observe";
import { openSession } from "../../providers/system/store/pg/session";
import { openFolder, type Folder } from "../support/folder";
import { plainHost } from "../support/hosts";

let folder: Folder;
beforeEach(() => void (folder = openFolder({ NETWEFT_BACKEND: "simulated" })));
afterEach(() => folder.close());

const NAME = "constructor";
const DEEP = "[".repeat(20_000) + "]".repeat(20_000);

test("hosts, namespaces, networks and endpoints may have the name of a member that every object has", async () => {
  folder.write({
    provider: { netweft: { hosts: { [NAME]: { underlay: "192.0.2.1" }, edge: { underlay: "192.0.2.2" } } } },
    resource: {
      netweft_bridge_network: { [NAME]: { name: NAME, host: NAME, subnets: ["10.8.0.0/24"] } },
      netweft_overlay_network: {
        valueOf: { name: "mesh", vni: 7, subnets: ["10.9.0.0/24"], members: [NAME, "edge"], snat_addresses: { edge: ["192.0.2.2"] } },
      },
      netweft_namespace: { [NAME]: { name: NAME, host: NAME } },
      netweft_endpoint: {
        [NAME]: { namespace: "${netweft_namespace.constructor.ref}", network: "${netweft_bridge_network.constructor.ref}" },
      },
    },
  });
  await folder.run(0, "apply", "--auto-approve");
  await folder.run(0, "plan", "--detailed-exitcode");
  await folder.run(0, "sim", "unset", `${NAME} - netns ${NAME}`);
  await folder.run(2, "drift", "--detailed-exitcode");
  await folder.run(0, "plan", "--out", "saved");
  await folder.run(0, "show", "saved");
  await folder.run(0, "apply", "saved");
  await folder.run(0, "destroy", "--auto-approve");
});

test("an attribute with such a name does not exist", async () => {
  folder.write({ resource: { netweft_namespace: { web: { name: "web", [NAME]: 1, toString: "x" } } } });
  const { stderr } = await folder.run(1, "validate");
  expect(stderr.match(/unknown-attribute/g)).toHaveLength(2);
});

test("a manifest whose stack is null names no stacks", async () => {
  writeFileSync(join(folder.path, "cdktf.json"), JSON.stringify({ app: "touch -d @1 cdktf.out/manifest.json" }));
  mkdirSync(join(folder.path, "cdktf.out"));
  writeFileSync(join(folder.path, "cdktf.out/manifest.json"), '{"stacks":{"shop":null}}');
  expect((await folder.run(1, "plan")).stderr).toContain("[no-stacks]");
});

test("files that are nested too deeply are errors of these files", () => {
  for (const { diagnostics } of [readBaseline(DEEP, "x"), readIgnoreFile(`{"version":${DEEP}}`, "x")])
    expect(diagnostics.map(({ code }) => code)[0]).toMatch(/^invalid-drift-(baseline|ignore)$/);
});

test("a firewall of others with parts that nft does not have is shown as it is, or unread", () => {
  const set = (more: object) => ({ nftables: [{ set: { family: "inet", name: "x", ...more } }] });
  expect([ruleset(set({ type: "ifname" })), ruleset(set({}))]).toEqual([true, false]);
  const commented = [{ set: { family: "inet", name: "x", type: "ifname", elem: [{ elem: { val: "lo", comment: [1] } }, { elem: {} }] } }];
  expect(firewallFacts("local", commented).map(({ mark }) => mark)).toEqual([undefined, undefined, undefined]);
  expect(ruleFromJson([{ [NAME]: { a: 1 } }]).then).toMatchObject({ do: "unknown" });
  expect(
    ruleFromJson([{ match: { op: "==", left: { payload: { protocol: { toString: 1 }, field: [[]] } }, right: 1 } }]).when,
  ).toMatchObject([{ is: "unknown" }]);
  expect(jsonOf(DEEP)).toBeUndefined();
});

test("a host that refuses in a word that there is not is a host that cannot be used", () => {
  const { answer, onLine } = answerReader();
  onLine(`@refused ${NAME} x`);
  expect(failureOf("local", plainHost, answer, { code: 1, stderr: "" })).toMatchObject({ code: "host-unfit" });
});

test("a server whose message has an impossible length is not waited for", async () => {
  const server = createServer((socket) => socket.on("error", () => undefined).end(Buffer.from([0x52, 0xff, 0xff, 0xff, 0xff])));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const connection = { host: "127.0.0.1", port: (server.address() as AddressInfo).port, sslmode: "disable" } as const;
  await expect(openSession(connection, "test")).rejects.toThrow("does not speak PostgreSQL's protocol");
  server.close();
});
