import { driftFormats } from "../lib/report/drift/formats";
import { testBrowser, type PageCost } from "../test/support/browser";
import { largeReport } from "../test/support/drift-reports";
import { middle } from "./laboratory";
import { seconds } from "./table";

export const pageHead = ["page of a drift report", "endpoints", "size", "interactive", "processor"];

const ROUNDS = 5;

/** How long the browser takes until the page of a drift report can be used. Medians. */
export async function page(sizes: readonly number[], onRow: (row: readonly string[]) => void): Promise<void> {
  if (sizes.length === 0) return;
  const browser = await testBrowser();
  try {
    for (const endpoints of sizes) {
      const text = [...driftFormats.html([largeReport(endpoints)], { version: "bench" })].join("");
      const costs: PageCost[] = [];
      for (let round = 0; round < ROUNDS; round++) costs.push(await browser.cost(text));
      const [interactive, processor] = (["interactive", "processor"] as const).map((name) =>
        seconds(middle(costs.map((one) => one[name])) / 1000),
      );
      onRow(["open", String(endpoints), `${Math.round(Buffer.byteLength(text) / 1000)} kB`, interactive!, processor!]);
    }
  } finally {
    await browser.close();
  }
}
