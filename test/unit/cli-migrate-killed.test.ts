/** `netweft init --migrate-state` that is killed at any point, between files and servers. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { moveKilledEverywhere, type MovePlace } from "../support/migrations";
import { openStateServer, type StateServer } from "../support/state-server";

let folder: string;
let servers: readonly StateServer[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "netweft-killed-"));
  servers = [await openStateServer(), await openStateServer({ dialect: "gitlab" })];
});
afterAll(async () => {
  for (const server of servers) await server.close();
  rmSync(folder, { recursive: true });
});

const files = (name: string): MovePlace => {
  const own = join(folder, name);
  const clear = () => (rmSync(own, { recursive: true, force: true }), void mkdirSync(own));
  clear();
  const config = { path: join(own, "shop.tfstate"), workspace_dir: join(own, "others") };
  return { type: "local", config, workspaces: ["default", "dev"], clear };
};
const server = (n: number): MovePlace => {
  const { backend, put } = servers[n]!;
  return { type: "http", config: backend, workspaces: ["default"], clear: () => put(undefined) };
};

test.each([
  ["from files to files", () => [files("a"), files("b")], 15],
  ["from a file to a server", () => [files("a"), server(0)], 5],
  ["from a server to files", () => [server(0), files("a")], 5],
  ["from a server to another one", () => [server(0), server(1)], 5],
] as const)("%s", async (_, places, least) => {
  const [from, to] = places();
  expect(await moveKilledEverywhere(from!, to!)).toBeGreaterThan(least);
});
