/** A host with a tight limit on processes: unreadable state is never an absence, and nothing is done partially. */
import { openFolder, type Folder } from "../support/folder";
import { command, emptyLab, insideLab } from "../support/lab";
import { limitedTo } from "../support/pids-limit";
import { settled } from "../support/by-hand";

insideLab();

const env = { NETWEFT_BACKEND: "iproute2" };
const names = Array.from({ length: 13 }, (_, n) => `c${n}`);
const stack = {
  resource: {
    netweft_bridge_network: {
      front: { name: "front", subnets: ["10.10.0.0/24", "fd00:10::/64"], names: false },
      back: { name: "back", subnets: ["10.11.0.0/24"], names: false },
    },
    netweft_namespace: Object.fromEntries(names.map((name) => [name, { name }])),
    netweft_endpoint: Object.fromEntries(
      names.map((name, n) => [
        name,
        { namespace: `\${netweft_namespace.${name}.ref}`, network: `\${netweft_bridge_network.${n % 2 === 0 ? "front" : "back"}.ref}` },
      ]),
    ),
  },
};

let folder: Folder;

beforeEach(() => {
  emptyLab();
  folder = openFolder(env);
  folder.write(stack);
});
afterEach(() => {
  folder.close();
  emptyLab();
});

/** Properties that differ between an untouched link, namespace or rule and a recreated one. */
function made(): string {
  return ["ip -br link show", "ip netns list", "nft list ruleset", "ip -br -4 addr show"].map((line) => settled(command(line))).join("\n");
}

/** From limits at which only Node starts, through those that allow only an observation, to those without effect. */
const LIMITS = [10, 13, 14, 15, 16, 17, 18, 19, 24, 64];

test("at every limit a plan, a drift, an apply and a destroy succeed or change nothing", async () => {
  await folder.run(0, "apply", "--auto-approve");
  let whole = made();
  const codes: (number | null)[] = [];
  for (const limit of LIMITS) {
    for (const args of [
      ["plan", "--detailed-exitcode"],
      ["drift", "--detailed-exitcode"],
      ["apply", "--auto-approve"],
    ]) {
      const { code, text } = await limitedTo(limit, args, folder.path, env);
      codes.push(code);
      if (code === 2) throw new Error(`a change or a drift is reported with ${limit} processes:\n${text}`);
      expect(made()).toBe(whole);
    }
    const { code } = await limitedTo(limit, ["destroy", "--auto-approve"], folder.path, env);
    codes.push(code);
    if (code === 0) {
      expect(made()).not.toMatch(/nw-|nwe|c\d/);
      await folder.run(0, "apply", "--auto-approve");
      whole = made();
    }
    expect(made()).toBe(whole);
  }
  // Otherwise the tested limits miss the interesting range.
  expect(codes.slice(0, 4)).toEqual([1, 1, 1, 1]);
  expect(codes.slice(-4)).toEqual([0, 0, 0, 0]);
}, 900_000);
