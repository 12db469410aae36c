/**
 * The jest runner of the kernel lane: each test file runs in a laboratory of its own (`lab.sh`), as many concurrently as jest
 * has workers. Remnants of a file end with its laboratory and cannot fail the next file. All files and what they import are one
 * script (`bundle.ts`, `bundled.js`).
 */
import { join } from "node:path";
import TestRunner, { type Config, type Test, type TestRunnerContext, type TestRunnerOptions, type TestWatcher } from "jest-runner";
import { bundleOf } from "./bundle";

/** Replaces node when jest starts a worker. */
const WORKER = join(__dirname, "lab-worker.sh");
/** Milliseconds for a worker to exit once its file is done. */
const TIMEOUT = 10_000;

/**
 * The test with its own cache of transformed files. Jest names temporary files after the process id, and processes in two
 * laboratories can have the same one: with one cache, both would write and rename the same file.
 */
function withCache(test: Test, slot: number): Test {
  const { config } = test.context;
  return { ...test, context: { ...test.context, config: { ...config, cacheDirectory: join(config.cacheDirectory, `lab-${slot}`) } } };
}

export default class LaboratoryRunner extends TestRunner {
  readonly #width: number;

  constructor(config: Config.GlobalConfig, context: TestRunnerContext) {
    super({ ...config, maxWorkers: 1, workerGracefulExitTimeout: TIMEOUT }, context);
    this.#width = config.maxWorkers;
  }

  override async runTests(tests: Test[], watcher: TestWatcher, options: TestRunnerOptions): Promise<void> {
    if (process.getuid?.() !== 0) throw new Error("Kernel tests create namespaces, which needs root.");
    const bundle = await bundleOf(
      join(__dirname, "../.."),
      tests.map(({ path }) => path),
    );
    process.env["NETWEFT_BUNDLE"] = bundle.path;
    const node = process.execPath;
    process.env["NETWEFT_NODE"] = node;
    process.execPath = WORKER;
    const waiting = [...tests];
    const worker = async (slot: number) => {
      for (let test = waiting.shift(); test !== undefined && !watcher.isInterrupted(); test = waiting.shift())
        await super.runTests([withCache(test, slot)], watcher, { ...options, serial: false });
    };
    try {
      await Promise.all(Array.from({ length: this.#width }, (_, slot) => worker(slot)));
    } finally {
      process.execPath = node;
      bundle.remove();
    }
  }
}
