/** The page of a drift report in a browser. Its pictures are in the folder that `NETWEFT_SHOTS` names, for people to look at. */
import { join } from "node:path";
import type { StackFindings } from "../../lib/drift/finding";
import { severities } from "../../lib/drift/finding";
import { driftFormats } from "../../lib/report/drift/formats";
import { testBrowser, violations, type OpenPage, type TestBrowser } from "../support/browser";
import { everyFinding, finding, fullReport, hostile, hostileReport, largeReport, report } from "../support/drift-reports";

/** Some findings of each severity: what axe looks at takes its time for every element. */
const some = report({
  ...fullReport(),
  findings: severities.flatMap((one) =>
    everyFinding()
      .filter(({ severity }) => severity === one)
      .slice(0, 2),
  ),
});

const html = (...reports: readonly StackFindings[]) => [...driftFormats.html(reports, { version: "0.2.0" })].join("");

let browser: TestBrowser;
beforeAll(async () => {
  browser = await testBrowser();
});
afterAll(() => browser.close());

/** The page asked for its own file only, and said nothing. */
function expectQuiet({ problems, requests }: OpenPage): void {
  expect(problems).toEqual([]);
  expect(requests.filter((url) => !url.startsWith("data:"))).toHaveLength(1);
}

async function shot({ page }: OpenPage, name: string): Promise<void> {
  const folder = process.env["NETWEFT_SHOTS"];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

test.each([
  ["light", {}],
  ["dark", { colorScheme: "dark" }],
  ["narrow", { viewport: { width: 390, height: 800 } }],
  ["forced", { forcedColors: "active", reducedMotion: "reduce" }],
] as const)("%s: it is drawn, requests nothing and has no fault that axe knows", async (name, options) => {
  const open = await browser.open(html(some), options);
  expect(await open.page.locator("tr[data-mark]").count()).toBe(some.findings.length);
  expect(await open.page.locator("g.host").count()).toBe(2);
  expect(await open.page.locator("g.end").count()).toBe(5);
  expect(await open.page.locator("g.lane").count()).toBe(1);
  expect(await open.page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  expect(await violations(open.page)).toEqual([]);
  await shot(open, name);
  expectQuiet(open);
});

test("filters show the rows that have every chosen value, and how many these are", async () => {
  const open = await browser.open(html(fullReport()));
  const shown = () => open.page.locator("tr[data-mark]:visible").count();
  await open.page.selectOption("select[name=mark]", "outage");
  const outages = everyFinding().filter(({ severity }) => severity === "outage");
  expect(await shown()).toBe(outages.length);
  await open.page.selectOption("select[name=layer]", "route");
  expect(await shown()).toBe(outages.filter(({ layer }) => layer === "route").length);
  expect(await open.page.locator("output").textContent()).toBe(`${await shown()} of ${everyFinding().length} findings`);
  await open.page.click("button[type=reset]");
  await open.page.fill("input[type=search]", "SYSCTL FOUND");
  expect(await shown()).toBe(everyFinding().filter(({ layer, class: kind }) => layer === "sysctl" && kind !== "missing").length);
  expectQuiet(open);
});

test("a search finds the endpoints that a row does not name: those beyond the tenth, and those of a whole network", async () => {
  const large = largeReport(80);
  const all = large.topology.endpoints.map(({ address }) => address);
  const alpha = large.topology.endpoints.filter(({ network }) => network === "netweft_bridge_network.alpha").map(({ address }) => address);
  const [some, whole] = [all.slice(1, 30), alpha];
  const findings = [some, whole].map((endpoints, n) => finding({ fingerprint: `${n}`.repeat(32), resources: [], endpoints }));
  const open = await browser.open(html({ ...large, findings }));
  const found = async (text: string) => {
    await open.page.fill("input[type=search]", text);
    return open.page.locator("tr[data-mark]:visible").evaluateAll((rows) => rows.map(({ id }) => id[0]));
  };
  expect(await open.page.locator("tr[data-mark]").first().textContent()).not.toContain("netweft_endpoint.app29");
  expect(await found("netweft_endpoint.app29")).toEqual(["0"]);
  expect(await found(alpha.at(-1)!.toUpperCase())).toEqual(["1"]);
  expect(await found("netweft_endpoint.app79")).toEqual([]);
  expectQuiet(open);
});

test("a click on an endpoint opens its details with links to its findings; Escape closes them and returns the focus", async () => {
  const open = await browser.open(html(report({ findings: [finding()] })));
  const { page } = open;
  const web = page.locator("g.end").filter({ has: page.locator("title", { hasText: "netweft_endpoint.web" }) });
  expect(await web.getAttribute("class")).toBe("end m-outage");
  await web.click();
  const panel = page.locator("#panel");
  expect(await panel.locator("h2").textContent()).toBe("netweft_endpoint.web");
  expect(await panel.locator("dd").allTextContents()).toContain("8080:80/tcp");
  await shot(open, "panel");
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  expect(await panel.isVisible()).toBe(false);
  expect(await web.evaluate((node) => node === node.ownerDocument.activeElement)).toBe(true);
  await page.keyboard.press("Enter");
  await panel.locator("a").click();
  expect(await page.locator(`tr.chosen`).getAttribute("id")).toBe(finding().fingerprint);
  expect(await page.locator("tr.chosen details").getAttribute("open")).toBe("");
  expectQuiet(open);
});

test("the picture is one stop of the tab key, and arrows go to what is nearest in their direction", async () => {
  const open = await browser.open(html(report({ findings: [finding()] })));
  const { page } = open;
  const focused = () => page.evaluate<string>("document.activeElement.querySelector('title')?.textContent");
  await page.locator(".viewport").focus();
  await page.keyboard.press("Tab");
  expect(await focused()).toBe("Host edge");
  const way: string[] = [];
  for (const key of ["ArrowDown", "ArrowDown", "ArrowRight", "ArrowDown", "Home", "End"]) {
    await page.keyboard.press(key);
    way.push(await focused());
  }
  expect(way).toEqual([
    "bridge network netweft_bridge_network.front on host edge, 2 endpoints",
    "netweft_endpoint.web, 10.8.0.2/24, outage",
    "netweft_endpoint.db, 10.8.0.3/24",
    expect.stringContaining("netweft_overlay_network.mesh") as string,
    "Host edge",
    "Tunnels of netweft_overlay_network.mesh between edge, core",
  ]);
  await page.keyboard.press("Tab");
  expect(await page.evaluate("document.activeElement.closest('.map')")).toBeNull();
});

test("a link with a fingerprint opens its row, even one that a filter hides", async () => {
  const one = everyFinding().at(-1)!;
  const open = await browser.open(html(fullReport()), {}, `#${one.fingerprint}`);
  expect(await open.page.locator("tr.chosen").getAttribute("id")).toBe(one.fingerprint);
  await open.page.selectOption("select[name=mark]", severities[0]);
  await open.page.evaluate("location.hash = ''");
  await open.page.evaluate(`location.hash = '#${one.fingerprint}'`);
  await open.page.waitForSelector(`tr.chosen[id="${one.fingerprint}"]:visible`);
});

test.each(["#%", "#%E0%A4%A", "#", "#data", "#panel", "#%00"])("a link with %s, which is no row, opens the page as it is", async (hash) => {
  const open = await browser.open(html(report({ findings: [finding()] })), {}, hash);
  expect(await open.page.locator("tr[data-mark]:visible").count()).toBe(1);
  expect(await open.page.locator("tr.chosen, #panel:visible").count()).toBe(0);
  expectQuiet(open);
});

test("zoom changes the size of the picture", async () => {
  const { page } = await browser.open(html(fullReport()));
  const width = () => page.locator(".map").evaluate((map) => Number(map.getAttribute("width")));
  const before = await width();
  await page.click("[data-zoom=in]");
  expect(await width()).toBeCloseTo(before * 1.25);
  await page.click("[data-zoom=fit]");
  expect(await width()).toBeLessThanOrEqual(before);
});

test("hostile names are text, wherever they stand", async () => {
  const open = await browser.open(html(hostileReport()));
  expect(await open.page.locator("img, main script, iframe").count()).toBe(0);
  expect(await open.page.locator("tr[data-mark]").count()).toBe(hostile.length);
  expect(await open.page.locator("tr[data-mark] td:nth-child(4)").allTextContents()).toContain("<script>alert(1)</script>");
  expect(await open.page.locator("body").textContent()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  await open.page.locator("g.end").first().click();
  expect(await open.page.locator("#panel h2").textContent()).toBe(hostile[0]);
  expectQuiet(open);
});

test("without a script all is there but filters and zoom", async () => {
  const context = { javaScriptEnabled: false };
  const text = html(fullReport()).replace("<html ", "<html data-ready ");
  const { page } = await browser.open(text, context);
  expect(await page.locator("tr[data-mark]:visible").count()).toBe(everyFinding().length);
  expect(await page.locator(".filters:visible, .zoom:visible").count()).toBe(0);
  await page.locator("tr[data-mark] summary").first().click();
  expect(await page.locator("tr[data-mark] dl").first().isVisible()).toBe(true);
});

test("1,000 endpoints: at most 2 MB, and all of them are there", async () => {
  const text = html(largeReport(1_000));
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2_000_000);
  const open = await browser.open(text);
  expect(await open.page.locator("g.end").count()).toBe(1_000);
  await shot(open, "large");
  expectQuiet(open);
});

/** Something that is done for each pair of endpoints would make it sixteen. A hundred endpoints cost little more than the noise of an empty page. */
const LINEAR = 6;

/** How often the sizes are measured at most: what disturbs a measurement only adds to it. */
const ROUNDS = 6;

// `npm run bench -- --page 1000` prints the time until the page is interactive.
test("until it is interactive, four times the endpoints cost about four times the processor time", async () => {
  const best = new Map([0, 250, 1_000].map((endpoints) => [endpoints, { text: html(largeReport(endpoints)), processor: Infinity }]));
  const beyondEmpty = (endpoints: number) => best.get(endpoints)!.processor - best.get(0)!.processor;
  for (let round = 0; round < ROUNDS; round++) {
    for (const one of best.values()) one.processor = Math.min(one.processor, (await browser.cost(one.text)).processor);
    if (round > 0 && beyondEmpty(1_000) < LINEAR * beyondEmpty(250)) break;
  }
  expect(beyondEmpty(1_000)).toBeLessThan(LINEAR * beyondEmpty(250));
});

test("more endpoints than can be drawn are counted by their mark", async () => {
  const open = await browser.open(html(largeReport(4_000)));
  expect(await open.page.locator("g.bar").count()).toBeGreaterThan(4);
  expect(await open.page.locator("g.bar title").allTextContents()).toContainEqual(expect.stringMatching(/^\d+ endpoints of .*, outage$/));
});
