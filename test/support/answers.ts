/**
 * Answers of Terraform that were recorded, for questions whose answer changes with its version only. A commit asks Terraform for every
 * fifth question, and for each one that is new, whose recorded answer is not Netweft's, or was another version's; `npm run soak` asks
 * for all. `UPDATE=1` asks, and records the answers beside the earlier ones; without the file before, those of old questions go.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { TIMES } from "./runs";
import { ENV } from "./terraform-run";

const EVERY = 5;

export interface Answers<Question, Answer> {
  /** Terraform's answer to a question, given Netweft's. */
  to(question: Question, ours: Answer): Promise<Answer>;
  /** Records the answers, if that was asked for. */
  close(): void;
}

/** The answers in this file, one on a line. */
export function openAnswers<Question, Answer>(path: string, ask: (question: Question) => Promise<Answer>): Answers<Question, Answer> {
  const version = versionOfTerraform();
  const isRecording = process.env["UPDATE"] !== undefined;
  const before = answersIn<Answer>(path);
  const recorded = isRecording || TIMES > 1 ? new Map<string, Answer>() : before;
  const given = new Map<string, Answer>();
  let asked = 0;
  return {
    async to(question, ours) {
      const name = nameOf(version, question);
      const known = asked++ % EVERY === 0 ? undefined : recorded.get(name);
      if (known !== undefined && isDeepStrictEqual(known, ours)) return known;
      const answer = await ask(question);
      given.set(name, answer);
      return answer;
    },
    close() {
      if (!isRecording) return;
      const lines = [...new Map([...before, ...given])].map(([name, answer]) => `${name} ${JSON.stringify(answer)}\n`);
      writeFileSync(path, lines.sort().join(""));
    },
  };
}

function versionOfTerraform(): string {
  return execFileSync("terraform", ["version"], { encoding: "utf8", env: { ...process.env, ...ENV } }).split("\n")[0]!;
}

function nameOf(version: string, question: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify([version, question]))
    .digest("hex")
    .slice(0, 16);
}

function answersIn<Answer>(path: string): ReadonlyMap<string, Answer> {
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean) : [];
  return new Map(lines.map((line) => [line.slice(0, 16), JSON.parse(line.slice(17)) as Answer]));
}
