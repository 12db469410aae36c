/**
 * Measures the product through its CLI. `npm run bench -- --sizes 1000,10000` sets the sizes for the simulated kernel,
 * `--kernel 100` those for the real one (needs root; `--kernel none` skips it). `--published 100,1000` sets those for published
 * ports, also for other installed programs, which by default run with 100 only.
 *
 * Overlay networks: `--overlay 100x100,1000x100` sets hosts and endpoints per host for plans on the simulated kernel,
 * `--overlay-static 10x100,50x100` those for static forwarding, `--mesh 100` the endpoints on each of three hosts on the real
 * kernel, and `--throughput 3` the seconds of each TCP stream; `none` skips any of them.
 *
 * Under Terraform: `--terraform 100,1000` sets the numbers of endpoints, and `--terraform-made 1000,3000` those that the
 * engine creates and Terraform only plans; `none` skips it.
 *
 * `--drift 100,1000` sets the endpoints on the real kernel for drift reports and a watch, which takes three minutes for each size.
 *
 * `--page 100,1000` sets the endpoints on the page of a drift report, which a browser opens; `none` skips it.
 *
 * `--against DIR/dist/bin/netweft.js` compares with another build, and measures nothing else; `--rounds 5` runs of each.
 */
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import { against, againstHead } from "./against";
import { drift, driftHead } from "./drift";
import { kernel, kernelHead } from "./kernel";
import { median, netweft } from "./measure";
import { mesh, meshHead } from "./mesh";
import { meshSize, overlays, overlaysHead } from "./overlays";
import { page, pageHead } from "./page";
import { published, publishedHead } from "./published";
import { simulated, simulatedHead } from "./simulated";
import { seconds, table } from "./table";
import { provider, providerHead, terraformHead, terraformSizes, madePlans } from "./terraform";
import { throughput, throughputHead } from "./throughput";

const isRoot = process.getuid?.() === 0;
const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "1000,10000,100000" },
    kernel: { type: "string", default: isRoot ? "100,1000" : "none" },
    published: { type: "string" },
    overlay: { type: "string", default: "10x100,100x100" },
    "overlay-static": { type: "string", default: "5x100,10x100" },
    mesh: { type: "string", default: isRoot ? "100" : "none" },
    throughput: { type: "string", default: isRoot ? "3" : "none" },
    terraform: { type: "string", default: "100,300" },
    "terraform-made": { type: "string", default: "1000" },
    drift: { type: "string", default: isRoot ? "100" : "none" },
    page: { type: "string", default: existsSync("/usr/bin/chromium") ? "0,100,1000" : "none" },
    against: { type: "string" },
    rounds: { type: "string", default: "5" },
  },
});

const items = (text: string) => (text === "none" ? [] : text.split(","));
const numbers = (text: string) => items(text).map(Number);
const meshSizes = (text: string) => items(text).map(meshSize);

const overlaySizes = {
  learning: meshSizes(values.overlay),
  evpn: meshSizes(values.overlay),
  static: meshSizes(values["overlay-static"]),
};

const publishedSizes = {
  ours: numbers(values.published ?? (isRoot ? "100,1000" : "none")),
  peers: numbers(values.published ?? (isRoot ? "100" : "none")),
};

async function section(head: readonly string[], fill: (onRow: (row: readonly string[]) => void) => void | Promise<void>): Promise<string> {
  const rows: (readonly string[])[] = [];
  await fill((row) => {
    rows.push(row);
    process.stderr.write(`${row.filter(Boolean).join("  ")}\n`);
  });
  return rows.length > 0 ? `${table(head, rows)}\n` : "";
}

const sections = [
  () =>
    section(["process", "time"], (row) => row(["netweft --version", seconds(median(9, () => netweft(tmpdir(), ["--version"])).seconds)])),
  () => section(simulatedHead, (onRow) => simulated(numbers(values.sizes), onRow)),
  () => section(kernelHead, (onRow) => kernel(numbers(values.kernel), onRow)),
  () => section(publishedHead, (onRow) => published(publishedSizes, onRow)),
  () => section(overlaysHead, (onRow) => overlays(overlaySizes, onRow)),
  () => section(meshHead, (onRow) => mesh(numbers(values.mesh), onRow)),
  () => section(throughputHead, (onRow) => throughput(numbers(values.throughput)[0] ?? 0, onRow)),
  () => section(providerHead, (onRow) => (values.terraform === "none" ? undefined : provider(onRow))),
  () => section(terraformHead, (onRow) => terraformSizes(numbers(values.terraform), onRow)),
  () => section(driftHead, (onRow) => drift(numbers(values.drift), onRow)),
  () => section(pageHead, (onRow) => page(numbers(values.page), onRow)),
  () => section(terraformHead, (onRow) => madePlans(numbers(values["terraform-made"]), onRow)),
];

const { against: other } = values;
const comparison =
  other === undefined
    ? undefined
    : () => section(againstHead, (onRow) => against(other, numbers(values.sizes), Number(values.rounds), onRow));

async function main(): Promise<void> {
  const report: string[] = [];
  for (const run of comparison ? [comparison] : sections) report.push(await run());
  process.stdout.write(`\n${report.join("")}`);
}

void main();
