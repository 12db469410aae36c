/** The valid subnets of a network, and the spellings of its addresses. */
import { openLab } from "../../support/world";

const codesOf = async (network: object, endpoint?: object): Promise<readonly string[]> => {
  const lab = openLab();
  const attached = { namespace: "${netweft_namespace.a.ref}", network: "${netweft_bridge_network.n.ref}", ...endpoint };
  const resource = {
    netweft_bridge_network: { n: { name: "n", ...network } },
    ...(endpoint && { netweft_namespace: { a: { name: "a" } }, netweft_endpoint: { a: attached } }),
  };
  try {
    const planned = await lab.plan(JSON.stringify({ provider: { netweft: lab.provider }, resource }));
    const found = planned.ok ? planned.value.plan.diagnostics : planned.diagnostics;
    return found.map(({ severity, code }) => `${severity} ${code}`);
  } finally {
    lab.close();
  }
};

test.each([
  "0.0.0.0/8",
  "127.1.0.0/24",
  "224.0.0.0/24",
  "255.255.255.0/24",
  "ff05::/64",
  "::/64",
  "fe80::/64",
  "10.0.0.0/31",
  "fd00::/127",
])("the subnet %s is refused, with one error", async (subnet) =>
  expect(await codesOf({ subnets: [subnet] })).toEqual(["error invalid-cidr"]),
);

test("a subnet in 240.0.0.0/4 is allowed, with a warning", async () =>
  expect(await codesOf({ subnets: ["250.1.0.0/24"] })).toEqual(["warning reserved-subnet"]));

test.each([
  ["an address with the prefix length of its subnet", { addresses: ["10.10.0.10/24", "FD00:10::A/64"] }, []],
  ["one with another prefix length", { addresses: ["10.10.0.10/16"] }, ["error invalid-cidr"]],
  ["an IPv4-mapped IPv6 address", { addresses: ["::ffff:10.10.0.10"] }, ["error invalid-ip"]],
  [
    "an IPv4-mapped IPv6 address, in hexadecimal",
    { publish: [{ host_ip: "::ffff:c000:201", host_port: 80, port: 80 }] },
    ["error invalid-ip"],
  ],
  ["an address with a zone", { addresses: ["fd00:10::a%eth0"] }, ["error invalid-ip"]],
  ["an address with leading zeros", { addresses: ["010.10.0.10"] }, ["error invalid-ip"]],
  ["the gateway in another spelling", { addresses: ["FD00:10:0::1"] }, ["error duplicate-address"]],
  ["::1 in another spelling as published address", { publish: [{ host_ip: "0::1", host_port: 80, port: 80 }] }, ["error unpublishable"]],
])("%s", async (_, endpoint, codes) => expect(await codesOf({ subnets: ["10.10.0.0/24", "fd00:10::/64"] }, endpoint)).toEqual(codes));

test("a gateway may have the prefix length of its subnet, and no other", async () => {
  expect(await codesOf({ subnets: ["10.10.0.0/24"], gateways: ["10.10.0.254/24"] })).toEqual([]);
  expect(await codesOf({ subnets: ["10.10.0.0/24"], gateways: ["10.10.0.254/32"] })).toEqual(["error invalid-cidr"]);
});
