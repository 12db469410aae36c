/** Preloaded into a measured process: leaves the peak of its resident memory, in KiB, in the file that `BENCH_PEAK` names. */
const { writeFileSync } = require("node:fs");

process.on("exit", () => writeFileSync(process.env.BENCH_PEAK, String(process.resourceUsage().maxRSS)));
