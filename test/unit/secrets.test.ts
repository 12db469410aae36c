/** Sensitive values and deceptive characters are in no output of any command. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { concealing } from "../../lib/engine/conceal";
import { utf8Of } from "../../lib/encoding";
import { harmless } from "../../lib/report/look";
import { openFolder, type Folder } from "../support/folder";

const MARK = "mark7secret";
const variable = {
  mark: { type: "string", sensitive: true, default: MARK },
  subnet: { type: "string", sensitive: true, default: "10.77.3.0/24" },
  queue: { type: "number", sensitive: true, default: 4321 },
};
const stack = {
  variable,
  resource: {
    netweft_namespace: { web: { name: "${var.mark}", sysctls: { "net.core.somaxconn": "${tostring(var.queue)}" } } },
    netweft_bridge_network: { front: { name: "net-${var.mark}", subnets: ["${var.subnet}"] } },
    netweft_endpoint: {
      web: { network: "${netweft_bridge_network.front.ref}", namespace: "${netweft_namespace.web.ref}", aliases: ["a-${var.mark}"] },
    },
  },
};

let folder: Folder;
beforeEach(() => void (folder = openFolder({ NETWEFT_BACKEND: "simulated" })));
afterEach(() => folder.close());

async function saidBy(code: number, ...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await folder.run(code, ...args);
  return stdout + stderr;
}

/** The pieces of a secret. */
function leaks(text: string): readonly string[] {
  return text.match(/.{0,60}(?:mark7|10\.77\.3|4321).{0,20}/g)?.slice(0, 3) ?? [];
}

test("names, ids, paths, addresses and settings derived from a sensitive value are in no line of any command", async () => {
  folder.write(stack);
  const said = [await saidBy(0, "validate"), await saidBy(0, "plan", "--out", "saved"), await saidBy(0, "show", "saved")];
  const { netweft } = JSON.parse((await folder.run(0, "plan", "--json")).stdout) as { netweft: object };
  said.push(JSON.stringify(netweft), await saidBy(0, "apply", "--auto-approve"), await saidBy(0, "show"), await saidBy(0, "state", "list"));
  await folder.run(0, "sim", "unset", `local - netns ${MARK}`);
  said.push(
    await saidBy(0, "drift"),
    await saidBy(0, "drift", "--json"),
    await saidBy(0, "plan"),
    await saidBy(0, "destroy", "--auto-approve"),
  );
  expect(said.flatMap(leaks)).toEqual([]);
  expect(said.join("")).toContain("(sensitive value)");
});

test("a value that is no longer sensitive, or gone from the configuration, is hidden in the plan that changes it", async () => {
  const subnets = { front: { name: "front", subnets: ["${var.subnet}"], labels: { owner: "${var.mark}" } } };
  folder.write({ variable, resource: { netweft_bridge_network: subnets } });
  await folder.run(0, "apply", "--auto-approve");
  for (const changed of [
    { name: "front", subnets: ["10.78.0.0/24"], labels: { owner: "us" } },
    { name: "front", subnets: ["10.78.0.0/24"] },
  ]) {
    folder.write({ resource: { netweft_bridge_network: { front: changed } } });
    const { resource_changes, netweft } = JSON.parse((await folder.run(0, "plan", "--json")).stdout) as {
      readonly resource_changes: readonly { readonly change: { readonly before_sensitive: object } }[];
      readonly netweft: object;
    };
    expect(resource_changes[0]!.change.before_sensitive).toMatchObject({ subnets: [true] });
    const said = [
      await saidBy(0, "plan", "--lines", "--out", "saved"),
      await saidBy(0, "show", "--lines", "saved"),
      JSON.stringify(netweft),
    ];
    expect(said.flatMap(leaks)).toEqual([]);
    expect(said[0]).toContain("(sensitive value)");
  }
  expect(leaks(await saidBy(0, "apply", "saved"))).toEqual([]);
  expect(await saidBy(0, "show")).toContain("10.78.0.0/24");
});

test("an error in a sensitive value is reported without it", async () => {
  const wrong = { mtu: "${var.mark}", name: "${var.mark} x", subnets: ["${var.mark}"], mac: "${var.mark}" };
  folder.write({ variable, resource: { netweft_bridge_network: { a: wrong } } });
  expect(leaks(await saidBy(1, "validate"))).toEqual([]);
  expect(leaks(await saidBy(1, "plan", "--json"))).toEqual([]);
});

test("a secret is concealed in its other spellings, truncated, and as an address of its network; short ones only as whole words", () => {
  const conceal = concealing(["10.77.3.0/24", "AA:BB:CC:00:11:22", 'a "quoted" secret', "7", "fd00:7::/64"]);
  expect(conceal("addr 10.77.3.9/24 via 10.77.4.1 mac aa:bb:cc:00:11:22")).toBe(
    "addr (sensitive value) via 10.77.4.1 mac (sensitive value)",
  );
  expect(conceal(JSON.stringify(['a "quoted" secret', "fd00:7::1"]))).toBe('["(sensitive value)","(sensitive value)"]');
  expect(conceal("mtu 7 of 1700 on 10.0.0.7: secret…")).toBe("mtu (sensitive value) of 1700 on 10.0.0.7: secret…");
  expect(concealing(["a-long-secret"])("it is a-long-sec…")).toBe("it is (sensitive value)…");
});

const HOSTILE = ["\u202e", "\u200b", "\u2066", "\u200f", "\ufeff", "\u2028", "\u0007", "\u009b", "\ud800", "\u{e0041}", "\u00ad", "\u034f"];

test("non-printable characters are escaped in text and in JSON, which stays the same JSON", async () => {
  for (const char of HOSTILE) expect(harmless(`a${char}\n`)).toMatch(/^a(\\u[0-9a-f]{4}){1,2}\n$/);
  const text = HOSTILE.filter((char) => char !== "\ud800").join("-");
  folder.write({
    output: { it: { value: text }, map: { value: { [`k${text}`]: [text] } } },
    resource: { netweft_namespace: { a: { name: text } } },
  });
  const said = [
    await saidBy(1, "validate"),
    await saidBy(1, "plan", "--json"),
    await saidBy(1, `x${text}`),
    await saidBy(1, "output", text),
  ];
  folder.write({ output: { it: { value: text } } });
  said.push(await saidBy(0, "plan"), await saidBy(0, "apply", "--auto-approve"), await saidBy(0, "output"), await saidBy(0, "show"));
  const { stdout } = await folder.run(0, "output", "--json", "it");
  expect(
    [...said, stdout]
      .join("")
      .match(/[\p{C}\p{Zl}\p{Zp}]/gu)
      ?.filter((char) => char !== "\n") ?? [],
  ).toEqual([]);
  expect(JSON.parse(stdout)).toBe(text);
  expect((await folder.run(0, "output", "--raw", "it")).stdout).toBe(text);
});

test("a file in another encoding is an error that names the byte", async () => {
  for (const name of ["main.tf.json", "terraform.tfvars.json"]) {
    folder.write({});
    writeFileSync(join(folder.path, name), Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]));
    expect(await saidBy(1, "validate")).toMatch(new RegExp(`not-utf8[^]*${name.replaceAll(".", "\\.")}[^]*byte 3`));
  }
  expect(utf8Of(Buffer.from("\ufeff{}", "utf16le"), "x").diagnostics[0]!.detail).toContain("UTF-16");
});
