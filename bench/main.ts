/**
 * Measures the product as users meet it. `npm run bench -- --sizes 1000,10000` chooses the sizes for the simulated kernel,
 * `--kernel 100` those for the real one (needs root; `--kernel none` leaves it out). `--published 100,1000` chooses those
 * for published ports, which others who are installed do as well; by default these do 100 only.
 */
import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import { kernel, kernelHead } from "./kernel";
import { median, netweft } from "./measure";
import { published, publishedHead } from "./published";
import { simulated, simulatedHead } from "./simulated";
import { seconds, table } from "./table";

const isRoot = process.getuid?.() === 0;
const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "1000,10000,100000" },
    kernel: { type: "string", default: isRoot ? "100,1000" : "none" },
    published: { type: "string" },
  },
});

const numbers = (text: string) => (text === "none" ? [] : text.split(",").map(Number));

const publishedSizes = {
  ours: numbers(values.published ?? (isRoot ? "100,1000" : "none")),
  peers: numbers(values.published ?? (isRoot ? "100" : "none")),
};

function section(head: readonly string[], fill: (onRow: (row: readonly string[]) => void) => void): string {
  const rows: (readonly string[])[] = [];
  fill((row) => {
    rows.push(row);
    process.stderr.write(`${row.filter(Boolean).join("  ")}\n`);
  });
  return rows.length > 0 ? `${table(head, rows)}\n` : "";
}

const report = [
  section(["process", "time"], (row) => row(["netweft --version", seconds(median(9, () => netweft(tmpdir(), ["--version"])).seconds)])),
  section(simulatedHead, (onRow) => simulated(numbers(values.sizes), onRow)),
  section(kernelHead, (onRow) => kernel(numbers(values.kernel), onRow)),
  section(publishedHead, (onRow) => published(publishedSizes, onRow)),
];
process.stdout.write(`\n${report.join("")}`);
