import { inLab, value } from "../../support/world";

/** The diagnostics of a plan of one network on a host with these lines: code → detail. */
function said(lines: readonly string[], network: object = {}): Promise<readonly string[]> {
  return inLab(async (lab) => {
    for (const line of lines) await lab.set(line);
    const front = { name: "front", subnets: ["10.8.0.0/24"], ...network };
    const stack = { provider: { netweft: lab.provider }, resource: { netweft_bridge_network: { front } } };
    const { diagnostics } = value(await lab.plan(JSON.stringify(stack))).plan;
    expect(diagnostics.filter(({ code }) => code !== "forwarding-dropped")).toEqual([]);
    for (const { at } of diagnostics)
      expect(at).toEqual({ resource: "netweft_bridge_network.front", host: "local", file: expect.stringMatching(/^main\.tf\.json:\d+/) });
    return diagnostics.map(({ detail }) => detail);
  });
}

const policy = (rest: string) => `local - policy ${rest}`;
const NO_CALLS = ["local - sysctl net.bridge.bridge-nf-call-iptables = 0", "local - sysctl net.bridge.bridge-nf-call-ip6tables = 0"];

test("a chain that drops packets without an accepting rule is reported with all that it drops, and with the rules that help", async () => {
  const [detail] = await said([policy("ip filter FORWARD hook forward drop by docker in docker0")]);
  expect(detail).toContain("Docker's");
  expect(detail).toContain("what its endpoints send elsewhere, the answers that come back to them and even what they send to each other");
  expect(detail).toContain("`iptables -I DOCKER-USER -i nw-front -j ACCEPT` and `iptables -I DOCKER-USER -o nw-front -j ACCEPT`");
  expect(detail).toContain('`host_firewall = "cooperate"`');
  expect(detail).toContain("`sysctl -w net.bridge.bridge-nf-call-iptables=0`");
});

test("what a firewall does to several networks, in both families, is one diagnostic, with commands for all of them", () =>
  inLab(async (lab) => {
    for (const family of ["ip", "ip6"]) await lab.set(policy(`${family} filter FORWARD hook forward drop by docker`));
    await lab.set(policy("inet site own hook forward drop"));
    const subnets = { front: "10.8.0.0/24", back: "10.9.0.0/24", side: "10.10.0.0/24" };
    const networks = Object.fromEntries(Object.entries(subnets).map(([name, subnet]) => [name, { name, subnets: [subnet] }]));
    const stack = { provider: { netweft: lab.provider }, resource: { netweft_bridge_network: networks } };
    const details = value(await lab.plan(JSON.stringify(stack))).plan.diagnostics.map(({ detail }) => detail);
    expect(details).toHaveLength(2);
    expect(details[0]).toContain('the chain "FORWARD" of the table "ip filter" and the chain "FORWARD" of the table "ip6 filter"');
    expect(details[0]).toContain('For the networks behind "nw-front", "nw-back" and "nw-side" it ends');
    for (const program of ["iptables", "ip6tables"])
      expect(details[0]).toContain(
        `\`for dev in nw-front nw-back nw-side; do ${program} -I DOCKER-USER -i $dev -j ACCEPT; ${program} -I DOCKER-USER -o $dev -j ACCEPT; done\``,
      );
    expect(details[1]).toContain('the chain "own" of the table "inet site"');
  }));

test("bridged packets pass where the kernel does not pass them to the firewall", async () => {
  const [detail] = await said([policy("ip filter FORWARD hook forward drop by docker"), ...NO_CALLS]);
  expect(detail).not.toContain("each other");
  expect(await said([policy("bridge f forward hook forward drop within nw-*"), ...NO_CALLS])).toEqual([]);
});

test.each([
  ["ip6 filter FORWARD hook forward drop", ["`ip6tables -I FORWARD -i nw-front -j ACCEPT`"]],
  ["ip-legacy filter FORWARD hook forward drop", ["`iptables-legacy -I FORWARD -o nw-front -j ACCEPT`", "the older iptables"]],
  ["ip filter FORWARD hook forward drop by ufw replies", ["`ufw route allow in on nw-front`", "`ufw route allow out on nw-front`"]],
  [
    "inet firewalld filter_FORWARD hook forward reject by firewalld replies dnat",
    ["`firewall-cmd --permanent --zone=trusted --add-interface=nw-front`", "`firewall-cmd --reload`", "does not do that itself"],
  ],
  ["inet filter forward hook forward drop", ['`nft insert rule inet filter forward iifname "nw-front" accept`', "/etc/nftables.conf"]],
  ["bridge f forward hook forward drop", ['`nft insert rule bridge f forward meta ibrname "nw-front" accept`']],
])("the remedy is in the terms of the chain's owner: %s", async (line, words) => {
  const details = await said([policy(line)]);
  expect(details).toHaveLength(1);
  for (const word of words) expect(details[0]).toContain(word);
});

test.each([
  "ip filter FORWARD hook forward drop in nw-front out nw-front within nw-front",
  "ip filter FORWARD hook forward drop in nw-front back nw-front within nw-front",
  "ip filter FORWARD hook forward drop replies in nw-* within nw-*",
])("there is no diagnostic if the bridge is accepted: %s", async (line) => {
  expect(await said([policy(line)])).toEqual([]);
});
