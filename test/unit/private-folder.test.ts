/** Folders for sockets, and their owners. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { thisProcess } from "../../providers/system/disk/holder";
import { abandonedFolders, makePrivateFolder } from "../../providers/system/disk/private";

let parent: string;
beforeEach(() => (parent = mkdtempSync(join(tmpdir(), "netweft-private-"))));
afterEach(() => rmSync(parent, { recursive: true }));

const dead = () => ({ ...thisProcess(), Pid: spawnSync("true").pid });
const longAgo = new Date(Date.now() - 48 * 3600 * 1000);

/** Creates a folder with a socket and an owner. */
function folder(name: string, owner?: object | string): string {
  const path = join(parent, name);
  mkdirSync(path);
  writeFileSync(join(path, "s"), "");
  if (owner !== undefined) writeFileSync(join(path, "owner"), typeof owner === "string" ? owner : JSON.stringify(owner));
  utimesSync(path, longAgo, longAgo);
  return path;
}

test("a folder is this user's alone, and not abandoned while its process runs", () => {
  const path = makePrivateFolder(parent, "netweft-");
  expect(statSync(path).mode & 0o777).toBe(0o700);
  expect(abandonedFolders(parent, "netweft-")).toEqual([]);
});

test("a folder is abandoned where its process is certain to be gone", () => {
  const path = folder("netweft-abcDE1", dead());
  expect(abandonedFolders(parent, "netweft-")).toEqual([path]);
});

test.each<readonly [string, string, () => object | string | undefined]>([
  ["in another pid namespace", "netweft-abcDE1", () => ({ ...dead(), PidNamespace: "1" })],
  ["on another host", "netweft-abcDE1", () => ({ ...dead(), Host: "elsewhere" })],
  ["of an earlier boot", "netweft-abcDE1", () => ({ ...dead(), Boot: "before" })],
  ["that says nothing", "netweft-abcDE1", () => undefined],
  ["that says something else", "netweft-abcDE1", () => "[1,"],
  ["with a name that is not ours", "netweft-abcDE12", dead],
  ["of another kind", "netweft-ssh-abcDE1", dead],
])("a folder %s is left alone", (_, name, owner) => {
  folder(name, owner());
  expect(abandonedFolders(parent, "netweft-")).toEqual([]);
});

test("a folder of a process that was killed while creating it is abandoned after a day", () => {
  const [old, young] = [join(parent, "netweft-abcDE1"), join(parent, "netweft-abcDE2")];
  for (const path of [old, young]) mkdirSync(path);
  writeFileSync(join(old, "owner"), "");
  utimesSync(old, longAgo, longAgo);
  expect(abandonedFolders(parent, "netweft-")).toEqual([old]);
});

test("a symbolic link and a file of such a name are left alone, and a folder for temporary files that is missing is none", () => {
  symlinkSync(folder("theirs", dead()), join(parent, "netweft-abcDE1"));
  writeFileSync(join(parent, "netweft-abcDE2"), "");
  expect(abandonedFolders(parent, "netweft-")).toEqual([]);
  expect(abandonedFolders(join(parent, "missing"), "netweft-")).toEqual([]);
});
