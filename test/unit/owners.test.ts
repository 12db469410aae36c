/** The owner of a namespace, from a host's answer. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lineOf } from "../../lib/kernel/line";
import { answerReader } from "../../providers/backends/iproute2/answer";
import { observed, type Host } from "../../providers/backends/iproute2/host";
import { QUESTIONS } from "../../providers/backends/iproute2/programs/constants";
import { texts } from "../../providers/backends/iproute2/programs/texts";
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

/** Whether the shell alone reads each record, and what awk says of it ("" if it refuses). */
const BOTH_READERS = `${texts["namespaces/owners.sh"]}
d=$1
for here in "$d"/*.owners; do
  here=\${here%.owners}
  quick=$(few_owners < "$here.owners") && few=yes || few=
  slow=$(unset -f few_owners; shown_owners 2> /dev/null) || slow=
  [ -n "$few" ] && [ "$quick" != "$slow" ] && echo "differs: $quick" || echo "\${few:-no}"
done`;

test("the shell reads a record of a few namespaces as awk does, and leaves every other one to awk", () => {
  const web = `web 100 1.500000000 ${MARK}`;
  const few = [["end"], [web, "end"], [web, `a.b-c_1 4026531840 1796060184.496662115 netweft:a:b:c/d`, "end"]];
  const others = [
    [],
    [web],
    ["", "end"],
    [web, "end", ""],
    [web, "end", "end"],
    [web, "end", web],
    [`web - - ${MARK}`, "end"],
    [`web  100 1.5 ${MARK}`, "end"],
    [`web 100 1.5 ${MARK} `, "end"],
    [` ${web}`, "end"],
    [`Web 100 1.5 ${MARK}`, "end"],
    [`w$b 100 1.5 ${MARK}`, "end"],
    [`web 1x0 1.5 ${MARK}`, "end"],
    [`web 100 1,5 ${MARK}`, "end"],
    ["web 100 1.5 other:mark", "end"],
    ["web 100 1.5 netweft:", "end"],
    ["web 100 1.5 netweft:a:b:\u00e4", "end"],
    ["web 100 1.5", "end"],
    [...Array.from({ length: 30 }, (_, n) => web.replace("web", `web${n}`)), "end"],
  ];
  const folder = mkdtempSync(join(tmpdir(), "netweft-owners-"));
  [...few, ...others].forEach((lines, n) => writeFileSync(join(folder, `${100 + n}.owners`), lines.map((line) => `${line}\n`).join("")));
  writeFileSync(join(folder, "999.owners"), `${web}\nend`);
  const environment = { ...process.env, LC_ALL: "C" };
  const said = execFileSync("sh", ["-c", BOTH_READERS, "sh", folder], { encoding: "utf8", env: environment });
  rmSync(folder, { recursive: true });
  expect(said.trim().split("\n")).toEqual([...few.map(() => "yes"), ...others.map(() => "no"), "no"]);
});
