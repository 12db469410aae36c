/** Features of the emulated kernel that others may lack: the tests beside this one rely on them. */
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { openFolder } from "../support/folder";
import { command, emptyLab, insideLab, ipBatch } from "../support/lab";
import { makeOutside } from "../support/outside";
import { countOnTheWire, makePair, onTheWire, pings } from "../support/pair";
import { publishedWeb } from "../support/published-web";
import { openShop } from "../support/shop";
import { until } from "../support/until";

insideLab();

beforeEach(emptyLab);
afterEach(emptyLab);

test("WireGuard is a kind of link, and nothing but WireGuard is on the wire", () => {
  makePair();
  const keys = { left: command("wg genkey"), right: command("wg genkey") };
  guard("left", keys.left, keys.right, ["10.99.0.1", "10.9.0.2"]);
  guard("right", keys.right, keys.left, ["10.99.0.2", "10.9.0.1"]);
  countOnTheWire(["udp dport 51820", "ip protocol icmp"]);
  expect(pings("left", "10.99.0.2")).toBe(true);
  const [guarded, plain] = onTheWire();
  expect(guarded).toBeGreaterThan(0);
  expect(plain).toBe(0);
});

/** A link wg0 with an address, whose only peer has this key and this endpoint. */
function guard(netns: string, key: string, peerKey: string, [own, endpoint]: readonly [string, string]): void {
  const peer = execFileSync("wg", ["pubkey"], { input: peerKey, encoding: "utf8" }).trim();
  ipBatch(["link add wg0 type wireguard", `addr add ${own}/24 dev wg0`], netns);
  const words = `wg set wg0 private-key /dev/stdin listen-port 51820 peer ${peer} allowed-ips 10.99.0.0/24 endpoint ${endpoint}:51820`;
  execFileSync("nsenter", [`--net=/run/netns/${netns}`, ...words.split(" ")], { input: key });
  ipBatch(["link set wg0 up"], netns);
}

test("ESP protects the traffic of a policy, and nothing but ESP is on the wire", () => {
  makePair();
  const key = `0x${randomBytes(20).toString("hex")}`;
  const [there, back] = ["src 10.9.0.1 dst 10.9.0.2", "src 10.9.0.2 dst 10.9.0.1"];
  const state = (ends: string, spi: number) =>
    `xfrm state add ${ends} proto esp spi ${spi} reqid 7 mode transport aead rfc4106(gcm(aes)) ${key} 128`;
  const policy = (ends: string, direction: string) =>
    `xfrm policy add ${ends} dir ${direction} tmpl ${ends} proto esp reqid 7 mode transport`;
  ipBatch([state(there, 0x101), state(back, 0x102), policy(there, "out"), policy(back, "in")], "left");
  ipBatch([state(there, 0x101), state(back, 0x102), policy(back, "out"), policy(there, "in")], "right");
  countOnTheWire(["ip protocol esp", "ip protocol icmp"]);
  expect(pings("left", "10.9.0.2")).toBe(true);
  const [protectedOnes, plain] = onTheWire();
  expect(protectedOnes).toBeGreaterThan(0);
  expect(plain).toBe(0);
});

test("a link of type vlan tags its packets", () => {
  makePair();
  for (const [netns, n] of [["left", 1] as const, ["right", 2] as const]) {
    ipBatch(["link add link eth0 name eth0.5 type vlan id 5", `addr add 10.5.0.${n}/24 dev eth0.5`, "link set eth0.5 up"], netns);
  }
  countOnTheWire(["vlan id 5", "vlan id 6"]);
  expect(pings("left", "10.5.0.2")).toBe(true);
  expect(onTheWire()[0]).toBeGreaterThan(0);
  expect(onTheWire()[1]).toBe(0);
});

test("a bridge with vlan_filtering separates its ports' VLANs", () => {
  ipBatch(["link add br0 type bridge vlan_filtering 1 vlan_default_pvid 0", "link set br0 up"]);
  for (const [netns, vlan, n] of [["a", 10, 1] as const, ["b", 10, 2] as const, ["c", 20, 3] as const]) {
    ipBatch([`netns add ${netns}`, `link add p${n} type veth peer name eth0 netns ${netns}`, `link set p${n} master br0 up`]);
    command(`bridge vlan add dev p${n} vid ${vlan} pvid untagged`);
    ipBatch(["link set eth0 up", `addr add 10.6.0.${n}/24 dev eth0`], netns);
  }
  expect(pings("a", "10.6.0.2")).toBe(true);
  expect(pings("a", "10.6.0.3", 1)).toBe(false);
});

test("Netweft's networks are created, observed as planned and deleted", async () => {
  const before = command("ip -o link show");
  const shop = openShop({ NETWEFT_BACKEND: "iproute2" });
  try {
    await shop.run(0, "apply", "--auto-approve");
    await shop.run(0, "plan", "--detailed-exitcode");
    expect(["10.8.0.1", "10.8.0.4", "fd00:8::1", "fd00:8::4"].filter((address) => !pings("web", address))).toEqual([]);
    await shop.run(0, "destroy", "--auto-approve");
  } finally {
    shop.close();
  }
  expect(command("ip -o link show")).toBe(before);
});

test("a published SCTP port leads to its container, which sees the address of the client, and other sources are refused", async () => {
  makeOutside();
  ipBatch(["addr add 192.0.2.3/24 dev eth0"], "out");
  const folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
  folder.write({
    resource: publishedWeb({ protocol: "sctp", host_port: 3868, port: 38, sources: ["192.0.2.2"] }),
  });
  await folder.run(0, "apply", "--auto-approve");
  const server = spawn("ip", ["netns", "exec", "web", "socat", "SCTP-LISTEN:38,reuseaddr,fork", "SYSTEM:echo $SOCAT_PEERADDR"], {
    stdio: "ignore",
  });
  const seen = (source: string) => {
    try {
      return command(`ip netns exec out timeout 5 socat -u SCTP-CONNECT:192.0.2.1:3868,bind=${source},connect-timeout=3 -`).trim();
    } catch {
      return "";
    }
  };
  try {
    await until(() => seen("192.0.2.2") === "192.0.2.2", "The published SCTP port does not answer.");
    expect(seen("192.0.2.3")).toBe("");
    await folder.run(0, "destroy", "--auto-approve");
  } finally {
    server.kill("SIGKILL");
    folder.close();
  }
});
