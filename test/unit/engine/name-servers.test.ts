import { nameServersHaveRoom, type NameServer } from "../../../lib/engine/checks/name-servers";
import { factsOf } from "../../../lib/kernel/facts";
import { factOf } from "../../support/test-driver";

const server: NameServer = {
  host: "local",
  bridge: "nw-front",
  listen: ["10.8.0.1", "fd00:8::1"],
  resource: "netweft_bridge_network.front",
  running: false,
};
const found = (socket: string, over: Partial<NameServer> = {}) =>
  nameServersHaveRoom([{ ...server, ...over }], new Map([["local", factsOf([factOf(`local - socket ${socket}`)])]]));

test.each(["udp 0.0.0.0 53", "tcp * 53", "udp :: 53", "tcp 10.8.0.1 53", "udp fd00:8::1 53", "tcp 0.0.0.0 53 dev lo"])(
  "a name server cannot listen on the gateways where a process listens on %s",
  (socket) => {
    expect(found(socket)).toMatchObject([
      { code: "name-server-in-the-way", at: { resource: server.resource, path: ["names"], fact: `local - socket ${socket}` } },
    ]);
  },
);

test.each(["udp 127.0.0.53 53 dev lo by systemd-resolve", "udp 127.0.0.1 53", "udp 10.9.0.1 53", "udp 0.0.0.0 5353", "tcp 10.8.0.1 80"])(
  "it can where a process listens on %s",
  (socket) => {
    expect(found(socket)).toEqual([]);
  },
);

test("it does not conflict with itself once it runs", () => {
  expect(found("udp 10.8.0.1 53 by dnsmasq", { running: true })).toEqual([]);
});

test("a family that the network does not have is ignored", () => {
  expect(found("udp :: 53", { listen: ["10.8.0.1"] })).toEqual([]);
});

test.each([
  ["dnsmasq", ["bind-dynamic", "except-interface=nw-front", "/etc/dnsmasq.conf"]],
  ["systemd-resolve", ["DNSStubListenerExtra=", "/etc/systemd/resolved.conf"]],
  ["named", ["listen-on { !10.8.0.1; any; };", "listen-on-v6 { !fd00:8::1; any; };", "rndc reconfig"]],
  ["unbound", ["interface: 0.0.0.0", "interface-automatic"]],
  ["somedns", ["10.8.0.1, fd00:8::1"]],
])("the message tells how to keep %s off the bridge, and how to do without names", (program, words) => {
  const { detail } = found(`udp * 53 by ${program}`)[0]!;
  for (const word of [...words, "`names = false`", program]) expect(detail).toContain(word);
});

test("the message tells how to find the program where the host does not show it", () => {
  expect(found("udp * 53")[0]!.detail).toContain("ss -lntup sport = :53");
});
