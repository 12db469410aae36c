/** The completion scripts in the shells that read them. */
import { execFileSync } from "node:child_process";
import { commands } from "../../lib/cli/commands";
import { completions } from "../../lib/cli/completion";

/** What bash and zsh offer for the words of an unfinished line; bash splits them at the equals sign. */
function offeredBy(shell: "bash" | "zsh", words: readonly string[], program: readonly string[] = ["netweft"]): readonly string[] {
  const script = completions[shell]!(commands);
  const enter = shell === "zsh" ? "emulate -L sh\n" : "";
  const call = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); ${program[0] === "npx" ? "_netweft_npx" : "_netweft"}; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const split = shell === "bash" ? words.flatMap((word) => word.split(/(?==)|(?<==)/)) : words;
  const args = shell === "bash" ? ["--norc", "-c"] : ["-f", "-c"];
  return linesOf(
    execFileSync(shell, [...args, `${script}\noffer() {\n${enter}${call}\n}\noffer "$@"`, shell, ...program, ...split], {
      encoding: "utf8",
    }),
  );
}

function offeredByFish(words: readonly string[], program: readonly string[] = ["netweft"]): readonly string[] {
  const line = [...program, ...words].join(" ");
  const script = `${completions["fish"]!(commands)}\ncomplete -C '${line}'`;
  return linesOf(execFileSync("fish", ["--no-config", "-c", script], { encoding: "utf8" })).map((one) => one.split("\t")[0]!);
}

const linesOf = (text: string) => text.split("\n").filter((line) => line !== "");

describe.each([
  ["bash", (words: readonly string[], program?: readonly string[]) => offeredBy("bash", words, program)],
  [
    "zsh",
    // Zsh itself drops what does not begin with the unfinished word.
    (words: readonly string[], program?: readonly string[]) =>
      offeredBy("zsh", words, program).filter((word) => word.startsWith(words.at(-1)!)),
  ],
  ["fish", offeredByFish],
])("in %s", (_, offered) => {
  test("commands are completed", () => expect(offered(["pl"])).toEqual(["plan"]));
  test("so are the commands of a family", () =>
    expect([...offered(["state", ""])].sort()).toEqual(["list", "mv", "pull", "push", "replace-provider", "rm", "show"]));
  test("and a command's own options", () => {
    expect(offered(["plan", "--det"])).toEqual(["--detailed-exitcode"]);
    expect(offered(["init", "--det"])).toEqual([]);
  });
  test("and the values of options, behind other options with values", () => {
    const valueOf = (words: readonly string[]) => offered(words).map((word) => word.replace(/^.*=/, ""));
    expect(valueOf(["plan", "--stack=a", "--backend=ip"])).toEqual(["iproute2"]);
    expect(valueOf(["graph", "--format=m"])).toEqual(["mermaid"]);
    expect(valueOf(["drift", "--format=mark"])).toEqual(["markdown"]);
    expect(valueOf(["drift", "--format=zz"])).toEqual([]);
  });
  test("behind npx, too", () => expect(offered(["pl"], ["npx", "netweft"])).toEqual(["plan"]));
});
