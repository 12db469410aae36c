/** Rates on the real kernel, through the command line interface, measured with a TCP stream. */
import { setTimeout as sleep } from "node:timers/promises";
import { cover, uncoverAll } from "../support/cover";
import { command, emptyLab, insideLab } from "../support/lab";
import { openShop, type Shop } from "../support/shop";
import { stream, type Stream } from "../support/throughput";

insideLab();

const WEB = "10.8.0.2";
const DB = "10.8.0.3";
const MBIT = 1e6;

/** Excluded from the measurement: the first packets, and those accepted before a rate was lowered. */
const WARM_UP = 700;

let shop: Shop;
let streams: Stream[];

beforeEach(() => {
  emptyLab();
  shop = openShop({ NETWEFT_BACKEND: "iproute2" });
  streams = [];
});
afterEach(() => {
  for (const one of streams) one.end();
  shop.close();
  emptyLab();
});

/** Two containers on a network; the first one has these rates. */
async function apply(rates: object): Promise<string> {
  const on = (name: string, address: string) => ({
    namespace: `\${netweft_namespace.${name}.ref}`,
    network: "${netweft_bridge_network.front.ref}",
    addresses: [address],
  });
  shop.configure({
    resource: {
      netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24"] } },
      netweft_namespace: { web: { name: "web" }, db: { name: "db" } },
      netweft_endpoint: { web: { ...on("web", WEB), ...rates }, db: on("db", DB) },
    },
  });
  return (await shop.run(0, "apply", "--auto-approve")).stdout;
}

async function open(direction: "ingress" | "egress"): Promise<Stream> {
  const opened = await (direction === "ingress" ? stream("db", "web", WEB) : stream("web", "db", DB));
  streams.push(opened);
  return opened;
}

async function measured(one: Stream, milliseconds = 2000): Promise<number> {
  await sleep(WARM_UP);
  return one.rate(milliseconds);
}

/** Repeats the measurement while it is off, because the machine may be busy; ten bad measurements are a failure. */
async function settled(one: Stream, isSo: (rate: number) => boolean, milliseconds?: number): Promise<number> {
  let rate = await measured(one, milliseconds);
  for (let more = 9; more > 0 && !isSo(rate); more--) rate = await measured(one, milliseconds);
  return rate;
}

async function settledNear(one: Stream, mbit: number): Promise<number> {
  return settled(one, (rate) => Math.abs(rate / (mbit * MBIT) - 1) < 0.1);
}

async function settledAbove(one: Stream, rate: number, milliseconds: number): Promise<number> {
  return settled(one, (now) => now > rate, milliseconds);
}

test.each([
  ["ingress", 1],
  ["ingress", 200],
  ["egress", 200],
] as const)("a TCP stream is held to its %s_rate of %dmbit, and reaches it", async (direction, mbit) => {
  await apply({ [`${direction}_rate`]: `${mbit}mbit` });
  const rate = await settledNear(await open(direction), mbit);
  expect(rate).toBeGreaterThan(0.9 * mbit * MBIT);
  expect(rate).toBeLessThan(1.1 * mbit * MBIT);
  const more = 1.1 * mbit * MBIT;
  expect(await settledAbove(await open(direction === "ingress" ? "egress" : "ingress"), more, 500)).toBeGreaterThan(more);
});

test.each(["ingress", "egress"] as const)(
  "%s_rate is changed, removed and set again during a stream, and no link is recreated",
  async (direction) => {
    const links = () => [...command("ip -o link show").matchAll(/^\d+: \S+/gm)].map(String);
    await apply({ [`${direction}_rate`]: "20mbit" });
    const before = links();
    const running = await open(direction);
    const output: string[] = [];
    const rates: number[] = [];
    for (const rate of ["20mbit", "100mbit", null, "40mbit"]) {
      output.push(await apply({ [`${direction}_rate`]: rate }));
      rates.push((await (rate === null ? settledAbove(running, 150 * MBIT, 1500) : settledNear(running, parseInt(rate)))) / MBIT);
    }
    expect(rates[0]).toBeLessThan(22);
    expect(rates[1]).toBeGreaterThan(90);
    expect(rates[1]).toBeLessThan(110);
    expect(rates[2]).toBeGreaterThan(150);
    expect(rates[3]).toBeGreaterThan(36);
    expect(rates[3]).toBeLessThan(44);
    expect(output[1]).toMatch(/~ local \S+ qdisc \S+ tbf rate 20mbit -> 100mbit/);
    expect(output[2]).toMatch(/- local \S+ qdisc \S+ tbf rate 100mbit/);
    expect(running.isAlive()).toBe(true);
    expect(links()).toEqual(before);
  },
);

test("a rate that was deleted or changed by hand is drift, and an apply restores it", async () => {
  await apply({ ingress_rate: "20mbit", egress_rate: "30mbit" });
  const dev = /\bnwe\w+/.exec(command("tc qdisc show"))![0];
  command(`tc qdisc del dev ${dev} root`);
  command("nsenter --net=/run/netns/web tc qdisc replace dev eth0 root handle 1: htb");
  const { stdout } = await shop.run(2, "drift", "--detailed-exitcode");
  expect(stdout).toContain(`- local - qdisc ${dev} tbf rate 20mbit burst 10000 limit 135000`);
  expect(stdout).toContain("~ local web qdisc eth0 tbf rate 30mbit burst 15000 limit 202500 -> local web qdisc eth0 htb");
  await shop.run(0, "apply", "--auto-approve");
  await shop.run(0, "drift", "--detailed-exitcode");
});

test("all missing programs of a host are one error, with those that most networks need besides", async () => {
  for (const program of ["awk", "flock", "conntrack"]) cover(program, "/dev/null");
  await expect(apply({})).rejects.toThrow(
    /has no `flock`, `awk`\. Install\s+util-linux;\s+mawk\s+or\s+gawk\s+there\.\s+Most\s+networks\s+also\s+need\s+`conntrack`:/,
  );
  uncoverAll();
});

test("a host without tc is an error before any change, and only with rates", async () => {
  cover("tc", "/dev/null");
  await apply({});
  await expect(apply({ ingress_rate: "20mbit" })).rejects.toThrow(/has no `tc`\. Install\s+iproute2/);
});
