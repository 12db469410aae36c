import type { Env } from "./doors";

/** How packages are installed and their programs called. */
export interface PackageManager {
  readonly install: string;
  readonly add: string;
  readonly addDev: string;
  /** What stands before `netweft`. */
  readonly call: string;
  /** Its lock files. */
  readonly locks: readonly string[];
}

type ManagerName = "npm" | "pnpm" | "yarn";

export const managers: Readonly<Record<ManagerName, PackageManager>> = {
  npm: { install: "npm install", add: "npm install", addDev: "npm install --save-dev", call: "npx", locks: ["package-lock.json"] },
  pnpm: { install: "pnpm install", add: "pnpm add", addDev: "pnpm add --save-dev", call: "pnpm exec", locks: ["pnpm-lock.yaml"] },
  yarn: { install: "yarn install", add: "yarn add", addDev: "yarn add --dev", call: "yarn", locks: ["yarn.lock"] },
};

/** The package manager that started this program, by the variable that each sets: `pnpm/9.15.9 npm/? node/v20.20.2 linux x64`. */
function calling(env: Env): ManagerName | undefined {
  return named(env["npm_config_user_agent"]);
}

/** The package manager of a project: what its package.json says, its lock file, or the one that started this program. */
export function managerOf(manifest: Readonly<Record<string, unknown>>, files: readonly string[], env: Env): PackageManager {
  const locked = Object.values(managers).find(({ locks }) => locks.some((lock) => files.includes(lock)));
  const said = named(manifest["packageManager"]);
  return said !== undefined ? managers[said] : (locked ?? managers[calling(env) ?? "npm"]);
}

/** Reads `pnpm@9.15.9` and `pnpm/9.15.9`. */
function named(text: unknown): ManagerName | undefined {
  const [, name = ""] = typeof text === "string" ? (/^(\w+)[@/]/.exec(text) ?? []) : [];
  return Object.hasOwn(managers, name) ? (name as ManagerName) : undefined;
}

/** How the user calls this program again: as it was called. */
export function callOf(env: Env): string {
  const name = calling(env);
  return name === undefined ? "netweft" : `${managers[name].call} netweft`;
}
