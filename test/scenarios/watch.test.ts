/** `netweft watch` on the simulated kernel, which reports every change of its file. */
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { openShop, type Shop } from "../support/shop";
import { netweft } from "../support/netweft";
import { until } from "../support/until";
import { endWatches, fasterClock, startWatch, type PrintedEvent } from "../support/watch-run";

let shop: Shop;
beforeEach(async () => {
  shop = openShop();
  await shop.run(0, "apply", "--auto-approve");
});
afterEach(async () => {
  await endWatches();
  shop.close();
});

/** The line of the IPv4 default route of a container; undefined where there is none. */
async function routeOf(name: string): Promise<string | undefined> {
  const { stdout } = await shop.run(0, "sim", "show");
  return stdout.split("\n").find((line) => line.startsWith(`local ${name} route default via 10.`));
}

/** Deletes that route. */
async function loseRoute(name: string): Promise<string> {
  const line = await routeOf(name);
  await shop.run(0, "sim", "unset", line!);
  return line!;
}

test("a deleted route is found with its owner and its severity, and resolved when it is back", async () => {
  const watch = startWatch(shop.folder);
  expect(await watch.next("watching")).toMatchObject({ hosts: ["local"], findings: 0, format_version: "1.0" });
  const line = await loseRoute("web");
  const found = { class: "missing", severity: "outage", expected: line, resources: ["netweft_endpoint.web"] };
  expect((await watch.next("found")).finding).toMatchObject(found);
  await shop.run(0, "sim", "set", line);
  expect((await watch.next("resolved")).finding).toMatchObject(found);
  expect(await watch.end()).toMatchObject({ code: 0, stderr: "" });
});

test("an apply of another run is no drift, and what it has made is compared from then on", async () => {
  const watch = startWatch(shop.folder);
  await watch.next("watching");
  await shop.run(0, "destroy", "--auto-approve", "--target", "netweft_endpoint.db");
  await shop.run(0, "apply", "--auto-approve");
  const line = await loseRoute("db");
  expect((await watch.next("found")).finding).toMatchObject({ expected: line });
  expect(watch.events.map(({ type }) => type)).toEqual(["watching", "found"]);
  await watch.end();
});

test("with --heal drift is repaired, and what keeps coming back is given up after three attempts", async () => {
  const watch = startWatch(shop.folder, ["--heal"], { clock: fasterClock(50) });
  await watch.next("watching");
  const line = await routeOf("web");
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    await loseRoute("web");
    await watch.next("found");
    expect((await watch.next("healed")).findings).toHaveLength(1);
    await watch.next("resolved");
    expect(await routeOf("web")).toBe(line);
  }
  await loseRoute("web");
  expect((await watch.next("given-up")).finding).toMatchObject({ expected: line });
  // Another finding is repaired all the same; an apply repairs all that it finds.
  const other = await loseRoute("db");
  await watch.next("healed");
  await until(async () => (await routeOf("db")) === other, "the other route is not repaired");
  await watch.end();
});

test("--heal does nothing where the configuration has changes that were never applied", async () => {
  shop.configure({ resource: { netweft_namespace: { other: { name: "other" } } } });
  const watch = startWatch(shop.folder, ["--heal"]);
  await watch.next("watching");
  await loseRoute("web");
  const { diagnostics } = await watch.next("not-healed");
  expect(diagnostics?.map(({ code }) => code)).toContain("not-only-drift");
  expect((await shop.run(0, "sim", "show")).stdout).toContain("local - netns web");
  await watch.end();
});

test("--heal leaves what `ignore_changes` leaves to others, beside what it repairs", async () => {
  const front = { name: "front", subnets: ["10.8.0.0/24", "fd00:8::/64"], lifecycle: { ignore_changes: ["mtu"] } };
  shop.configure({ resource: { ...shop.resource, netweft_bridge_network: { front } } });
  const watch = startWatch(shop.folder, ["--heal"]);
  await watch.next("watching");
  const bridge = async () =>
    (await shop.run(0, "sim", "show")).stdout.split("\n").find((line) => line.includes("link nw-front type bridge"))!;
  const altered = (await bridge()).replace(/ mtu \d+/, " mtu 1400");
  await shop.run(0, "sim", "set", altered);
  const line = await loseRoute("web");
  expect((await watch.next("healed")).findings).toMatchObject([{ expected: line }]);
  await watch.next("resolved");
  expect(await routeOf("web")).toBe(line);
  expect(await bridge()).toBe(altered);
  await watch.end();
});

test("each event is sent to a webhook in order, and again where the receiver fails", async () => {
  const received: PrintedEvent[] = [];
  let failures = 1;
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece: Buffer) => (body += piece.toString()));
    request.on("end", () => {
      if (failures-- > 0) response.writeHead(503).end();
      else {
        received.push(JSON.parse(body) as PrintedEvent);
        response.writeHead(204).end();
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const watch = startWatch(shop.folder, [], { env: { NETWEFT_WEBHOOK: `http://127.0.0.1:${port}/hook?token=secret` } });
  await watch.next("watching");
  await loseRoute("web");
  await watch.next("found");
  const ended = await watch.end();
  expect(received.map(({ type }) => type)).toEqual(["watching", "found"]);
  expect(received).toEqual(watch.events);
  expect(ended.stderr + ended.stdout).not.toContain("secret");
  server.close();
});

test.each([
  [["--interval", "0"], "at least 1s"],
  [["--interval", "soon"], '--interval "soon" is not a time'],
  [["--webhook", "example.org/hook"], "--webhook is not an address that begins with http:// or https://"],
])("%j is refused", async (args, message) => {
  const { code, stderr } = await netweft(["watch", ...args], { cwd: shop.folder });
  expect(code).toBe(1);
  expect(stderr).toContain(message);
});
