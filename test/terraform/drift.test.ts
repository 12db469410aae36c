/** Every manual change on a host: the plan contains its exact line, and the apply repairs it. */
import type { Key } from "../../lib/kernel/fact";
import { keyOf } from "../../lib/kernel/kinds";
import { parseLine } from "../../lib/kernel/line";
import { TIMES } from "../support/runs";
import { actions, driftIn, type PlanJson } from "../support/terraform-json";
import { rich, richProvider } from "../support/terraform-stacks";
import { memories, openWorkspace, type Workspace } from "../support/terraform";
import { value, withoutForwarding, withoutKeys } from "../support/world";

/** The shape of a line: one line of each shape is enough. */
function shapeOf(line: string): string {
  const [, netns, kind, first = ""] = line.split(" ");
  const place = netns === "-" ? "" : "inside ";
  if (kind === "element" || kind === "set" || kind === "chain") return `${kind} ${first.replace(/-?nw[xo-].*$/, "")}`;
  if (kind === "link") return `${kind} ${line.split(" ")[5]}`;
  if (kind === "port") return `${kind}${line.replace(/.* bridge \S+/, "")}`;
  if (kind === "sysctl") return `${kind} ${first}`;
  return `${place}${kind} ${line.includes("::") ? 6 : 4}`;
}

/** One line of each shape. */
function ofEachShape(lines: readonly string[]): readonly string[] {
  return [...new Map([...lines].reverse().map((line) => [shapeOf(line), line] as const)).values()];
}

/** All drift lines of the hosts, whichever resource reports them. */
function linesOf(plan: PlanJson): readonly string[] {
  return [...new Set(Object.values(driftIn(plan)).flat())].sort();
}

function keyIn(line: string): Key {
  return keyOf(value(parseLine(line)));
}

/** The expected `drift`: a deleted setting has the kernel's default again, everything else differs or is missing. */
function expected(before: readonly string[], now: readonly string[]): readonly unknown[] {
  const left = new Map(now.map((line) => [keyIn(line), line] as const));
  const gone = before.filter((line) => !now.includes(line));
  const lines = gone.map((line) => (left.has(keyIn(line)) ? `~ ${left.get(keyIn(line))!}` : `- ${line}`));
  const isSetting = (line: string) => / sysctl /.test(line) && !isOfLostEnd(line, now);
  const marked = lines.map((line) => (isSetting(line) ? line.replace(/^-/, "~") : line)).sort();
  return marked.map((line) => (isSetting(line) ? expect.stringContaining(line.replace(/ = .*/, "")) : line));
}

/** Whether a line is a setting of an interface in a deleted namespace: such a setting is deleted with it. */
function isOfLostEnd(line: string, now: readonly string[]): boolean {
  const [, netns, dev] = /^- \S+ ([^- ]\S*) sysctl net\.\S+?\.conf\.([^.]+)\./.exec(line) ?? [];
  return netns !== undefined && !now.some((one) => one.includes(` <> ${netns} ${dev} `));
}

/** Values that are refreshed into their attributes, so that `ignore_changes` works; they are not also reported as lines. */
const REFRESHED = / sysctl net\.core\.somaxconn /;

/** Disturbances other than a deletion: the change, and the reported line. */
function disturbances(lines: readonly string[]): readonly { readonly set: string; readonly found: string }[] {
  const like = (pattern: RegExp) => lines.find((line) => pattern.test(line))!;
  const changed = (pattern: RegExp, from: RegExp, to: string) => {
    const set = like(pattern).replace(from, to);
    return { set, found: `~ ${set}` };
  };
  const extra = (set: string) => ({ set, found: `+ ${set}` });
  return [
    changed(/^local - link nw-shop-back /, /mac \S+/, "mac 02:00:00:00:00:01"),
    changed(/^local - qdisc /, /rate \S+/, "rate 10mbit"),
    changed(/^far - neigh /, /lladdr \S+/, "lladdr 02:00:00:00:00:01"),
    changed(/^local - element publish4-any tcp /, /80$/, "81"),
    changed(/^local - name nw-shop-front web /, / aliases \S+/, " aliases other"),
    changed(/^local - chain snat-nw-shop-front /, /192\.0\.2\.1/, "192.0.2.3"),
    changed(/^local - chain to-nw-shop-back /, /\{.*\}/, "{ accept }"),
    changed(/^local - port nwe\S+ bridge nw-shop-front hairpin/, / hairpin/, ""),
    changed(/^local - sysctl net.ipv4.ip_forward/, /1$/, "0"),
    extra("local - element accept.shop/front nw-shop-front"),
    extra(
      `${like(/^local - set sources4-/)
        .split(" type ")[0]!
        .replace("set", "element")} 203.0.113.0/24`,
    ),
    extra("local - fdb 00:00:00:00:00:00 dev nwx44-4791 dst 192.0.2.99"),
  ];
}

describe.each(memories)("%s", (way) => {
  let workspace: Workspace;
  let whole: readonly string[];
  beforeAll(async () => {
    workspace = await openWorkspace(way, { provider: richProvider });
    workspace.configure(rich);
    await workspace.apply();
    whole = await workspace.lines();
  });
  afterAll(() => workspace.close());

  test("the whole stack has an empty plan", () => workspace.isQuiet());

  test("all kinds of change at once are detected, with their resources, and repaired at once", async () => {
    const all = disturbances(whole);
    for (const { set } of all) await workspace.set(set);
    await workspace.set(whole.find((line) => line.startsWith("local - link nw-shop-front "))!.replace("mtu 1500", "mtu 1400"));
    await workspace.run(2, "plan", "-refresh-only", "-detailed-exitcode");
    const plan = await workspace.plan(2);
    expect(linesOf(plan)).toEqual(all.map(({ found }) => found).sort());
    const front = plan.resource_drift!.find(({ address }) => address === "netweft_bridge_network.front")!;
    expect([front.change.before!["mtu"], front.change.after!["mtu"]]).toEqual([1500, 1400]);
    expect(actions(plan).every((action) => action.startsWith("update "))).toBe(true);
    for (const { change } of plan.resource_changes!) expect(change.after!["drift"]).toEqual([]);
    await workspace.run(0, "apply", "plan");
    expect(await workspace.lines()).toEqual(whole);
    await workspace.isQuiet();
  });

  test("without a refresh no drift is detected, and an apply does nothing", async () => {
    await workspace.unset("local web route default via 10.8.0.1");
    await workspace.run(0, "plan", "-refresh=false", "-detailed-exitcode");
    await workspace.run(2, "plan", "-detailed-exitcode");
    await workspace.apply();
    expect(await workspace.lines()).toEqual(whole);
  });

  test("a refresh-only apply stores the lines in the state, and the next apply still repairs them", async () => {
    await workspace.unset("local web route default via 10.8.0.1");
    await workspace.run(0, "apply", "-refresh-only", "-auto-approve");
    await workspace.run(0, "plan", "-refresh-only", "-detailed-exitcode");
    await workspace.run(2, "plan", "-refresh=false", "-detailed-exitcode");
    await workspace.apply();
    expect(await workspace.lines()).toEqual(whole);
    await workspace.isQuiet();
  });

  test("a lost host is recreated", async () => {
    for (const start of ["far - netns", "far - link nw", "far - table"])
      for (const line of whole.filter((one) => one.startsWith(start)))
        if ((await workspace.lines()).includes(line)) await workspace.unset(line);
    expect(actions(await workspace.plan(2)).every((action) => action.startsWith("update "))).toBe(true);
    await workspace.run(0, "apply", "plan");
    expect((await workspace.lines()).map(withoutKeys)).toEqual(whole.map(withoutKeys));
    await workspace.isQuiet();
  });
});

/** How many facts are deleted at once: one in the long form. */
const AT_ONCE = TIMES > 1 ? 1 : 8;

/** Deletes the next lines of these shapes, which it takes from the list, but for those that the kernel keeps: rules and elements refer to them. */
async function deleteNext(workspace: Workspace, waiting: string[]): Promise<readonly string[]> {
  const whole = await workspace.lines();
  const deleted: string[] = [];
  while (waiting.length > 0 && deleted.length < AT_ONCE) {
    const line = whole.find((one) => withoutKeys(one) === withoutKeys(waiting[0]!));
    if (line === undefined) throw new Error(`There is no ${waiting[0]!}`);
    // What is gone as a side effect of another one is deleted with the next ones.
    if (deleted.length > 0 && !(await workspace.lines()).includes(line)) break;
    waiting.shift();
    const isDeleted = await workspace.unset(line).then(
      () => true,
      () => false,
    );
    if (isDeleted) deleted.push(line);
  }
  return deleted;
}

test("each kind of deleted fact is reported, together with its side effects only, and recreated", async () => {
  const workspace = await openWorkspace("reattached", { provider: richProvider });
  try {
    workspace.configure(rich);
    await workspace.apply();
    const tried: string[] = [];
    const waiting = [...ofEachShape((await workspace.lines()).filter((line) => line.startsWith("local ")))];
    while (waiting.length > 0) {
      const whole = await workspace.lines();
      const deleted = await deleteNext(workspace, waiting);
      if (deleted.length === 0) continue;
      const plan = await workspace.plan(2);
      const reported = whole.filter((line) => !REFRESHED.test(line));
      expect({ deleted, drift: linesOf(plan) }).toEqual({ deleted, drift: expected(reported, await workspace.lines()) });
      expect(actions(plan).every((action) => action.startsWith("update "))).toBe(true);
      await workspace.run(0, "apply", "plan");
      expect({ deleted, lines: (await workspace.lines()).map(withoutKeys) }).toEqual({ deleted, lines: whole.map(withoutKeys) });
      tried.push(...deleted);
    }
    expect(tried.length).toBeGreaterThan(50);
    await workspace.isQuiet();
    await workspace.run(0, "destroy", "-auto-approve");
    expect(withoutForwarding(await workspace.lines())).toEqual([]);
  } finally {
    await workspace.close();
  }
});

test("Terraform's own `ignore_changes` leaves values that the kernel holds, and no other drift: a provider does not see it", async () => {
  const workspace = await openWorkspace(memories[0]!);
  const front = { name: "front", subnets: ["10.8.0.0/24", "fd00:8::/64"], lifecycle: { ignore_changes: ["mtu"] } };
  const back = { name: "back", subnets: ["10.9.0.0/24"], lifecycle: { ignore_changes: "all" } };
  try {
    workspace.configure({ resource: { netweft_bridge_network: { front, back } } });
    await workspace.apply();
    const whole = await workspace.lines();
    for (const name of ["front", "back"])
      await workspace.set(whole.find((line) => line.startsWith(`local - link nw-shop-${name} `))!.replace("mtu 1500", "mtu 1400"));
    await workspace.run(0, "plan", "-detailed-exitcode");
    await workspace.unset("local - addr 10.9.0.1/24");
    expect(linesOf(await workspace.plan(2))).toEqual(["- local - addr 10.9.0.1/24 dev nw-shop-back"]);
  } finally {
    await workspace.close();
  }
});
