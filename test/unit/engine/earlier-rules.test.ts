/** Foreign policy rules with a priority before those of uplinks. */
import { publishedWeb } from "../../support/published-web";
import { inLab, type Lab } from "../../support/world";

const UPLINKS = [
  { dev: "up0", gateways: ["192.0.2.254"], networks: ["192.0.2.0/24"] },
  { dev: "up1", gateways: ["198.51.100.254"] },
];
const LINKS = ["up0", "up1"].map((dev, n) => `local - link ${dev} type device mtu 1500 mac 02:00:00:00:00:0${n} up`);

function stackOf({ provider }: Lab): string {
  return JSON.stringify({
    provider: { netweft: { ...provider, hosts: { local: { uplinks: UPLINKS } } } },
    resource: publishedWeb({ host_port: 80, port: 80 }),
  });
}

test("are reported if they can take packets with our mark, and not otherwise", () =>
  inLab(async (lab) => {
    for (const line of [...LINKS, "local - addr 198.51.100.1/24 dev up1"]) await lab.set(line);
    await lab.apply(stackOf(lab));
    const taking = [
      "rule ip 1 lookup 99",
      "rule ip 2 lookup main",
      "rule ip 3 prohibit",
      "rule ip 4 to 203.0.113.0/24 lookup 99",
      "rule ip 5 fwmark 0x0/0xff lookup 99",
      "rule ip 6 fwmark 0x5 lookup 99 also not",
      "rule ip 7 fwmark 0x5/0xff lookup 99 also not",
      "rule ip 8 from 10.0.0.0/8 fwmark 0x0/0xff lookup 99 also not",
      "rule ip 9 iif nw-front lookup 99",
      "rule ip 10 iif up1 lookup 99",
      "rule ip 11 lookup 99 suppress_prefixlength 0",
      "rule ip 12 also table=vpn",
      "rule ip 13 also goto=32766",
      "rule ip 1561 lookup 99",
    ];
    const harmless = [
      "rule ip 20 lookup main suppress_prefixlength 0",
      "rule ip 21 lookup local",
      "rule ip 22 fwmark 0x5 lookup 99",
      "rule ip 23 fwmark 0x5/0xff lookup 99",
      "rule ip 24 fwmark 0x0/0xff lookup 99 also not",
      "rule ip 25 from 198.51.100.1/32 lookup 99",
      "rule ip 26 iif lo lookup 99",
      "rule ip 27 oif up1 lookup 99",
      "rule ip 28 also l3mdev",
      "rule ip 29 lookup 99 also uid_end=1001,uid_start=1001",
      "rule ip 1562 lookup 99",
      "rule ip6 30 lookup 99",
    ];
    for (const line of [...taking, ...harmless]) await lab.set(`local - ${line} proto 3`);
    const { diagnostics } = await lab.plan(stackOf(lab));
    const found = diagnostics.filter(({ code }) => code === "rule-before-uplinks");
    expect(found.map(({ at }) => at.fact)).toEqual(taking.map((line) => `local - ${line} proto 3`));
    expect(new Set(found.map(({ severity, at }) => `${severity} ${at.resource}`))).toEqual(new Set(["warning netweft_endpoint.web"]));
  }));
