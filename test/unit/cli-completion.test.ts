/** The completion scripts in the shells that read them. */
import { execFileSync } from "node:child_process";
import { commands } from "../../lib/cli/commands";
import { completions } from "../../lib/cli/completion";

/** What bash and zsh offer for the words of an unfinished line. */
function offeredBy(shell: "bash" | "zsh", words: readonly string[]): readonly string[] {
  const script = completions[shell]!(commands);
  const enter = shell === "zsh" ? "emulate -L sh\n" : "";
  const call = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _netweft; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const args = shell === "bash" ? ["--norc", "-c"] : ["-f", "-c"];
  return linesOf(
    execFileSync(shell, [...args, `${script}\noffer() {\n${enter}${call}\n}\noffer "$@"`, shell, "netweft", ...words], {
      encoding: "utf8",
    }),
  );
}

function offeredByFish(words: readonly string[]): readonly string[] {
  const line = `netweft ${words.join(" ")}`;
  const program = `${completions["fish"]!(commands)}\ncomplete -C '${line}'`;
  return linesOf(execFileSync("fish", ["--no-config", "-c", program], { encoding: "utf8" })).map((one) => one.split("\t")[0]!);
}

const linesOf = (text: string) => text.split("\n").filter((line) => line !== "");

describe.each([
  ["bash", (words: readonly string[]) => offeredBy("bash", words)],
  // Zsh itself drops what does not begin with the unfinished word.
  ["zsh", (words: readonly string[]) => offeredBy("zsh", words).filter((word) => word.startsWith(words.at(-1)!))],
  ["fish", offeredByFish],
])("in %s", (_, offered) => {
  test("commands are completed", () => expect(offered(["pl"])).toEqual(["plan"]));
  test("so are the commands of a family", () =>
    expect([...offered(["state", ""])].sort()).toEqual(["list", "mv", "pull", "push", "replace-provider", "rm", "show"]));
  test("and a command's own options", () => {
    expect(offered(["plan", "--det"])).toEqual(["--detailed-exitcode"]);
    expect(offered(["init", "--det"])).toEqual([]);
  });
});
