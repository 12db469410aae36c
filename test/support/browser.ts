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

export interface TestBrowser {
  readonly folder: string;
  /** Opens a file with this text. Ends with the page's script having run. */
  open(text: string, options?: BrowserContextOptions, hash?: string): Promise<OpenPage>;
  close(): Promise<void>;
}

export async function testBrowser(): Promise<TestBrowser> {
  const folder = mkdtempSync(join(tmpdir(), "netweft-page-"));
  // Without a sandbox of its own: tests run as root, and the page is ours.
  const browser: Browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  let count = 0;
  return {
    folder,
    open: async (text, options = {}, hash = "") => {
      const file = join(folder, `${(count += 1)}.html`);
      writeFileSync(file, text);
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      const page = await context.newPage();
      const problems: string[] = [];
      const requests: string[] = [];
      page.on("console", (message) => problems.push(message.text()));
      page.on("pageerror", (error) => problems.push(String(error)));
      page.on("request", (request) => requests.push(request.url()));
      const url = pathToFileURL(file).href;
      await page.goto(url + hash);
      await page.waitForSelector("html[data-ready]", { state: "attached" });
      return { page, problems, requests };
    },
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true });
    },
  };
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
