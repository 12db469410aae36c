import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FactOf } from "../../lib/kernel/fact";
import { flow } from "../../providers/backends/iproute2/conntrack/codec";
import { textOf } from "../../providers/backends/iproute2/command";
import { namesOf } from "../../providers/backends/iproute2/names";
import { texts as sources } from "../../providers/backends/iproute2/programs/texts";
import { factOf } from "../support/test-driver";

/** As conntrack lists them with `-o extended`. */
const TABLE = [
  "ipv4 2 tcp 6 599 ESTABLISHED src=192.0.2.9 dst=192.0.2.1 sport=1000 dport=8080 src=10.8.0.2 dst=192.0.2.9 sport=80 dport=1000 [ASSURED] mark=0 use=1",
  "ipv4 2 icmp 1 99 src=10.9.1.9 dst=10.8.0.2 type=8 code=0 id=1226 src=10.8.0.2 dst=10.9.1.9 type=0 code=0 id=1226 mark=0 zone=7 use=1",
  "ipv4 2 udp 17 20 src=10.9.1.9 dst=10.7.0.1 sport=5 dport=53 zone-orig=9 [UNREPLIED] src=10.7.0.1 dst=10.9.1.9 sport=53 dport=5 mark=0 use=1",
  "ipv6 10 tcp 6 9 TIME_WAIT src=fd00:0:0:1::9 dst=fd00:0:0:2::1 sport=4 dport=80 src=fd08::5 dst=fd00:0:0:1::9 sport=81 dport=4 use=1",
  "ipv6 10 udp 17 9 src=::ffff:10.0.0.1 dst=fd00::3 sport=4 dport=80 [UNREPLIED] src=fd00::3 dst=::ffff:10.0.0.1 sport=80 dport=4 use=1",
];

const folder = mkdtempSync(join(tmpdir(), "netweft-flows-"));
afterAll(() => rmSync(folder, { recursive: true }));

function filterOf(text: string): string {
  return textOf(flow.del(factOf(`local - flow ${text}`) as FactOf<"flow">, namesOf({ connection: "local", netns: null }))[0]!.command);
}

/** The resulting filters, after their numbers. */
function linesFor(texts: readonly string[], table: readonly string[]): readonly string[] {
  const file = join(folder, "filters");
  writeFileSync(file, texts.map((text) => `${filterOf(text)}\n`).join(""));
  const lines = execFileSync("sh", ["-c", `exec awk "$@"`, "sh", sources["conntrack/sieve.awk"], file, "-"], {
    input: table.map((line) => `${line}\n`).join(""),
    encoding: "utf8",
  });
  return lines.split("\n").slice(0, -1);
}

/** Those of some flow facts that match an entry of the table. */
function found(texts: readonly string[], table: readonly string[] = TABLE): readonly string[] {
  return linesFor(texts, table).map((line) => texts[Number(line.split(" ")[0]) - 1]!);
}

test("connections to a published port are matched by their complete translation", () => {
  const came = [
    "tcp port 8080 via 10.8.0.2 port 80",
    "tcp to 192.0.2.1/32 port 8080 via 10.8.0.2 port 80",
    "tcp port 80 via fd08::5 port 81",
  ];
  const others = [
    "udp port 8080 via 10.8.0.2 port 80",
    "tcp port 8081 via 10.8.0.2 port 80",
    "tcp port 8080 via 10.8.0.3 port 80",
    "tcp port 8080 via 10.8.0.2 port 81",
    "tcp to 192.0.2.2/32 port 8080 via 10.8.0.2 port 80",
    "tcp port 80 via fd08::6 port 81",
  ];
  expect(found([...others, ...came])).toEqual(came);
});

test("connections between networks are matched by the prefix, for any protocol and in any zone", () => {
  const came = [
    "from 10.9.1.0/24 to 10.8.0.0/24",
    "from 10.9.0.0/23",
    "to 10.7.0.0/30",
    "from 0.0.0.0/0",
    "from fd00:0:0:1::/64 to fd00:0:0:2::/64",
    "to fd00:0:0:2::/63",
    "from ::ffff:10.0.0.0/104",
  ];
  const others = [
    "from 10.8.0.0/24 to 10.9.1.0/24",
    "from 10.9.1.16/28",
    "to 10.7.0.2/31",
    "from fd00::/64 to fd00:0:0:2::/64",
    "to fd00:0:0:4::/63",
  ];
  expect(found([...others, ...came])).toEqual(came);
});

test("connections with the host are those with any of its addresses, and only these are listed", () => {
  const table = ["host 192.0.2.1", "host fd00:0:0:2:0::1", ...TABLE];
  expect(linesFor(["from 192.0.2.0/24 to host", "from 10.9.1.0/24 to host", "from fd00:0:0:1::/64 to host"], table)).toEqual([
    "1 -f ipv4 -s 192.0.2.0/24 -d 192.0.2.1",
    "3 -f ipv6 -s fd00:0:0:1::/64 -d fd00:0:0:2::1",
  ]);
});

test("connections to a host port from before its publication are matched by their reply source", () => {
  const table = [
    "host 10.7.0.1",
    "host fd00::3",
    ...TABLE,
    "ipv4 2 udp 17 20 src=10.9.1.9 dst=10.7.0.1 sport=6 dport=53 src=10.8.0.2 dst=10.9.1.9 sport=53 dport=6 mark=0 use=1",
    "ipv4 2 udp 17 20 src=10.9.1.9 dst=10.7.0.9 sport=7 dport=53 [UNREPLIED] src=10.7.0.9 dst=10.9.1.9 sport=53 dport=7 mark=0 use=1",
  ];
  const some = [
    "udp from 0.0.0.0/0 to host port 53 untranslated",
    "udp from ::/0 to host port 80 untranslated",
    "udp to 10.7.0.9/32 port 53 untranslated",
    "udp to 10.7.0.8/32 port 53 untranslated",
    "udp from 0.0.0.0/0 to host port 54 untranslated",
  ];
  expect(linesFor(some, table)).toEqual([
    "1 -f ipv4 -p udp -d 10.7.0.1 --orig-port-dst 53 --reply-src 10.7.0.1 --reply-port-src 53",
    "2 -f ipv6 -p udp -d fd00::3 --orig-port-dst 80 --reply-src fd00::3 --reply-port-src 80",
    "3 -f ipv4 -p udp -d 10.7.0.9/32 --orig-port-dst 53 --reply-src 10.7.0.9 --reply-port-src 53",
  ]);
});

test("an empty table has no match, and an unreadable table is not an empty one", () => {
  expect(found(["from 10.9.1.0/24"], [])).toEqual([]);
  expect(() => found(["from 10.9.1.0/24"], ["unreadable"])).toThrow();
});
