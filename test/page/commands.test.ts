/** The pages and the Markdown of `plan` and `graph`, as the commands write them. */
import { join } from "node:path";
import MarkdownIt from "markdown-it";
import { testBrowser, violations, type OpenPage, type TestBrowser } from "../support/browser";
import { openFolder } from "../support/folder";
import { openShop, type Shop } from "../support/shop";

let browser: TestBrowser;
let shop: Shop;
beforeAll(async () => {
  browser = await testBrowser();
  shop = openShop();
});
afterAll(async () => {
  shop.close();
  await browser.close();
});

async function opened(name: string, ...args: readonly string[]): Promise<OpenPage> {
  const { stdout } = await shop.run(0, ...args);
  const open = await browser.open(stdout);
  const folder = process.env["NETWEFT_SHOTS"];
  if (folder !== undefined) await open.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  expect(open.problems).toEqual([]);
  expect(await violations(open.page)).toEqual([]);
  return open;
}

test("a graph draws the stack without an apply: no host is read", async () => {
  const { page } = await opened("graph", "graph", "--format", "html");
  expect(await page.locator("g.net title").allTextContents()).toContain(
    "bridge network netweft_bridge_network.front on host local, 3 endpoints",
  );
  expect(await page.locator("table, form").count()).toBe(0);
});

test("a plan has its changes with their lines, in the table and in the picture", async () => {
  const { page } = await opened("plan", "plan", "--format", "html");
  expect(await page.locator(".verdict").textContent()).toBe("Plan: 8 to add, 0 to change, 0 to destroy.");
  expect(await page.locator("tr[data-mark=create]").count()).toBe(8);
  expect(await page.locator("g.end.m-create").count()).toBe(3);
  expect(await page.locator("tr .added").allTextContents()).toContainEqual(expect.stringContaining("10.8.0.2/24"));
});

test("two changes of one address, of an instance and of what was left of it, have links of their own", async () => {
  const folder = openFolder();
  const named = (name: string, simulated: object = {}) =>
    folder.write({
      provider: { netweft: { simulated } },
      resource: { netweft_namespace: { n: { name, lifecycle: { create_before_destroy: true } } } },
    });
  named("one");
  await folder.run(0, "apply", "--auto-approve");
  named("two", { faults: [{ step: "del local - netns one" }] });
  await folder.run(1, "apply", "--auto-approve", "--on-failure=stop");
  named("three");
  const { stdout } = await folder.run(0, "plan", "--format", "html");
  folder.close();
  const ids = [...stdout.matchAll(/<tr id="(\w+)"/g)].map(([, id]) => id!);
  expect(new Set(ids).size).toBe(2);
  const { page, problems } = await browser.open(stdout, {}, `#${ids[1]}`);
  expect(await page.locator("tr.chosen").getAttribute("id")).toBe(ids[1]);
  expect(await page.locator("tr.chosen details").getAttribute("open")).toBe("");
  expect(problems).toEqual([]);
});

test("a plan for a comment has the same changes, and begins with the mark of a bot", async () => {
  const { stdout } = await shop.run(0, "plan", "--format", "markdown");
  expect(stdout.split("\n")[0]).toBe("<!-- netweft:plan:default -->");
  const html = new MarkdownIt({ html: true }).render(stdout);
  expect(html.match(/<summary>/g)).toHaveLength(8);
  expect(stdout).toContain("**Plan: 8 to add, 0 to change, 0 to destroy.**");
});

test("an unknown format is an error with all that there are", async () => {
  const { stderr } = await shop.run(1, "plan", "--format", "xml");
  expect(stderr).toContain('--format "xml" is none of text, json, markdown, html.');
});
