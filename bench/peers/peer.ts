import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Published } from "../topology";

/** Another program that plugs containers into a bridge network and publishes their ports. */
export interface Peer {
  readonly name: string;
  /** Files that must be there for it. */
  readonly programs: readonly string[];
  /** Puts into a folder what its caller would have at hand, and the list `containers`: nothing of this is measured. */
  prepare(folder: string, containers: readonly Published[]): void;
  /** What its caller does for each container in turn, as a script of the shell, run in that folder. */
  readonly add: string;
  readonly del: string;
}

export function isInstalled({ programs }: Peer): boolean {
  return programs.every((path) => existsSync(path));
}

/** Nobody waits longer than this for one direction. */
const DEADLINE = 900_000;

/**
 * Makes namespaces and plugs them in, one after the other. The shell stands for the caller because it starts processes
 * faster than most: what is measured is the peer.
 */
export function plugIn(peer: Peer, folder: string, containers: readonly Published[]): void {
  batch(containers.map(({ name }) => `netns add ${name}`));
  shell(peer.add, folder);
}

/** Unplugs all containers, one after the other, and removes their namespaces. */
export function unplug(peer: Peer, folder: string, containers: readonly Published[]): void {
  shell(peer.del, folder);
  batch(containers.map(({ name }) => `netns del ${name}`));
}

/** Writes the list that the scripts read: a name in each line. */
export function listContainers(folder: string, containers: readonly Published[]): void {
  writeFileSync(join(folder, "containers"), containers.map(({ name }) => `${name}\n`).join(""));
}

function batch(lines: readonly string[]): void {
  run("ip", ["-batch", "-"], { input: lines.join("\n") + "\n" });
}

function shell(script: string, cwd: string): void {
  run("sh", ["-euc", script], { cwd });
}

function run(file: string, args: readonly string[], options: { readonly input?: string; readonly cwd?: string }): void {
  const { status, signal, stderr } = spawnSync(file, args, { encoding: "utf8", timeout: DEADLINE, ...options });
  if (status !== 0) throw new Error(`${file} ended with ${status ?? signal}: ${stderr.slice(-2000)}`);
}
