import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Published } from "../topology";

/** Another program that attaches containers to a bridge network and publishes their ports. */
export interface Peer {
  readonly name: string;
  /** The files that it consists of. */
  readonly programs: readonly string[];
  /** Writes the caller's input files and the list `containers` into a folder; not measured. */
  prepare(folder: string, containers: readonly Published[]): void;
  /** The caller's commands for each container in turn, as a shell script that runs in that folder. */
  readonly add: string;
  readonly del: string;
}

export function isInstalled({ programs }: Peer): boolean {
  return programs.every((path) => existsSync(path));
}

/** The timeout of one direction, in milliseconds. */
const DEADLINE = 900_000;

/**
 * Creates namespaces and attaches them in sequence. A shell is the caller because it starts processes faster than most
 * runtimes: the measured program is the peer.
 */
export function plugIn(peer: Peer, folder: string, containers: readonly Published[]): void {
  batch(containers.map(({ name }) => `netns add ${name}`));
  shell(peer.add, folder);
}

/** Detaches all containers in sequence, and deletes their namespaces. */
export function unplug(peer: Peer, folder: string, containers: readonly Published[]): void {
  shell(peer.del, folder);
  batch(containers.map(({ name }) => `netns del ${name}`));
}

/** Writes the list for the scripts: one name per line. */
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
