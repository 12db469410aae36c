import { word } from "../../providers/backends/iproute2/words";

const long = "a".repeat(63);

test("a namespace on the machine is one name, or that of the host's namespace, a dot and one more", () => {
  for (const name of ["web", "edge1.web", "web.1", "a.b.c", long, `${long}.${long}`]) expect(word.netns(name)).toBe(name);
});

test("no part of a namespace's name escapes the check", () => {
  for (const name of [
    `${long}\`id\`*;x`,
    `${long}/../../../x`,
    `${long}a`,
    `${long}.${long}a`,
    `${long}.`,
    `.${long}`,
    "",
    "Web",
    "a b",
    "a\nb",
  ])
    expect(() => word.netns(name)).toThrow("not fit for a batch line");
});
