/** Debian's Chromium, and pages in it that may load nothing but their own file. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { source as axeSource, type AxeResults } from "axe-core";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";

/** A page that is open, with everything that went wrong on it and everything that it asked for beside itself. */
export interface OpenPage {
  readonly page: Page;
  readonly problems: readonly string[];
  readonly requests: readonly string[];
}

/** What a page costs until its script has run, in milliseconds. */
export interface PageCost {
  /** Since it was asked for. */
  readonly interactive: number;
  /** Processor time of the thread that the page has: what else the machine does adds little to it. */
  readonly processor: number;
}

export interface TestBrowser {
  readonly folder: string;
  /** Opens a file with this text. Ends with the page's script having run. */
  open(text: string, options?: BrowserContextOptions, hash?: string): Promise<OpenPage>;
  /** Opens a file with this text, and closes it. */
  cost(text: string): Promise<PageCost>;
  close(): Promise<void>;
}

const SIZE = { viewport: { width: 1280, height: 900 } };

export async function testBrowser(): Promise<TestBrowser> {
  const folder = mkdtempSync(join(tmpdir(), "netweft-page-"));
  // Without a sandbox of its own: tests run as root, and the page is ours.
  const browser: Browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  let count = 0;
  const written = (text: string) => {
    const file = join(folder, `${(count += 1)}.html`);
    writeFileSync(file, text);
    return pathToFileURL(file).href;
  };
  return {
    folder,
    open: async (text, options = {}, hash = "") => {
      const context = await browser.newContext({ ...SIZE, ...options });
      const page = await context.newPage();
      const problems: string[] = [];
      const requests: string[] = [];
      page.on("console", (message) => problems.push(message.text()));
      page.on("pageerror", (error) => problems.push(String(error)));
      page.on("request", (request) => requests.push(request.url()));
      await page.goto(written(text) + hash);
      await page.waitForSelector("html[data-ready]", { state: "attached" });
      return { page, problems, requests };
    },
    cost: (text) => costOf(browser, written(text)),
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function costOf(browser: Browser, url: string): Promise<PageCost> {
  const page = await browser.newPage(SIZE);
  try {
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    await page.goto(url);
    await page.waitForSelector("html[data-ready]", { state: "attached" });
    const { metrics } = await session.send("Performance.getMetrics");
    // The script is the end of the page: when all of it is there, it has run.
    const interactive = await page.evaluate<number>("performance.getEntriesByType('navigation')[0].domInteractive");
    return { interactive, processor: 1000 * metrics.find(({ name }) => name === "TaskDuration")!.value };
  } finally {
    await page.close();
  }
}

/** What axe finds, each as its rule with the elements. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const results = await page.evaluate<AxeResults>("axe.run()");
  return results.violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}: ${nodes
        .slice(0, 3)
        .map(({ html }) => html.slice(0, 200))
        .join(" ")}`,
  );
}
