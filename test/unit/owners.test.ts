/** The owner of a namespace, from a host's answer. */
import { lineOf } from "../../lib/kernel/line";
import { answerReader } from "../../providers/backends/iproute2/answer";
import { observed, type Host } from "../../providers/backends/iproute2/host";
import { QUESTIONS } from "../../providers/backends/iproute2/programs/constants";
import { namesOf } from "../../providers/backends/iproute2/names";

const MARK = "netweft:shop:netweft_namespace:web";
const scope = { netns: ["web"], adopt: {}, sysctls: [] };

function space(alias: string): readonly string[] {
  const lo = { ifindex: 1, ifname: "lo", flags: ["LOOPBACK", "UP"], mtu: 65536, link_type: "loopback", group: "default", addr_info: [] };
  return [JSON.stringify([alias === "" ? lo : { ...lo, ifalias: alias }]), ...QUESTIONS.slice(1).map(() => "[]")];
}

interface Said {
  readonly record?: readonly string[] | undefined;
  readonly inode?: string;
  readonly alias?: string;
}

/** The result for this record, this inode of the namespace and this alias of its `lo`. */
function read({ record, inode = "4 100 1.500000000", alias = "" }: Said, playedBy: string | null = null) {
  const names = namesOf({ connection: playedBy === null ? "local" : "netns", netns: playedBy });
  const { answer, onLine } = answerReader();
  const name = names.onMachine("web");
  const lines = [
    ["@ask show -", ...space(""), "@ok"],
    [`@ask show ${name}`, ...space(alias), "@ok"],
    ["@ask namespaces", JSON.stringify([{ name }]), "@ok"],
    ["@ask owners", ...(record === undefined ? ["@absent"] : [...record.map((line) => `>${line}`), "@ok"])],
    ["@ask inodes", ">4 1 1.0 /proc/self/ns/net", `>${inode} /run/netns/${name}`, "@ok"],
    ["@ask begun", "@ok"],
    ["@generation 0123abcd.1", "@end"],
  ];
  for (const line of lines.flat()) onLine(line);
  const result = observed({ name: "local", names } as Host, answer, scope);
  return result.ok ? [...result.value.facts.values()].map(lineOf) : result.diagnostics.map(({ code, detail }) => `${code} ${detail}`);
}

test("the record on the host determines the owner of a namespace", () => {
  expect(read({ record: [`web 100 1.500000000 ${MARK}`, "end"] })).toEqual([`local - netns web # ${MARK}`]);
  expect(read({ record: [`edge.web 100 1.500000000 ${MARK}`, "end"] }, "edge")).toEqual([`local - netns web # ${MARK}`]);
});

test.each<[string, Said]>([
  ["there is no record", {}],
  ["the record is empty", { record: ["end"] }],
  ["another namespace is on record", { record: [`web2 100 1.500000000 ${MARK}`, "end"] }],
  ["it has another number", { record: [`web 101 1.500000000 ${MARK}`, "end"] }],
  ["it has the number, but was made later", { record: [`web 100 1.400000000 ${MARK}`, "end"] }],
  ["the name is a file's, with the number and the time", { record: [`web 100 1.500000000 ${MARK}`, "end"], inode: "5 100 1.500000000" }],
])("a namespace with our alias is not ours when %s", (_why, said) => {
  expect(read({ ...said, alias: MARK })).toEqual(["local - netns web"]);
});

test.each([
  [[]],
  [[`web 100 1.500000000 ${MARK}`]],
  [["web 100 1.500000000", "end"]],
  [["web - - netweft:::", "end"]],
  [[`web 100 1.500000000 ${MARK}`, "end", "more"]],
  [["web 100 1.500000000 other:mark", "end"]],
])("an incomplete record is unread: %j", (record) => {
  expect(read({ record })).toEqual([expect.stringMatching(/^host-unread .*the record of our namespaces/)]);
});

test("a namespace with an unknown inode is unread", () => {
  expect(read({ record: ["end"], inode: "4 100 -" })).toEqual([expect.stringMatching(/^host-unread .*the inodes of namespaces/)]);
});
