import { formatArchive, parseArchive } from "../support/archive";
import { titleOf } from "../support/scenario";
import { wordsOf } from "../support/words";

describe("the format of scenarios", () => {
  const text = "# It works.\nnetweft plan\n-- a.json --\n{}\n-- dir/b --\n1\n2\n";

  it("keeps several files in one text, and gives the same text back", () => {
    const archive = parseArchive(text);
    expect([...archive.files]).toEqual([
      ["a.json", "{}\n"],
      ["dir/b", "1\n2\n"],
    ]);
    expect(formatArchive(archive)).toBe(text);
  });

  it("takes its title from the first comment, over several lines", () => {
    expect(titleOf("# One\n# sentence.\n\n# Not this.\n")).toBe("One sentence.");
  });

  it("splits words at spaces, keeps quoted ones whole, and fills in variables", () => {
    expect(wordsOf("  set 'a  $B'  $B/x it\\'s ''", { B: "c d" })).toEqual(["set", "a  $B", "c d/x", "it's", ""]);
  });
});
