/**
 * The jest runner of the kernel lane: each test file runs in a laboratory of its own (`lab.sh`), as many concurrently as jest
 * has workers. Remnants of a file end with its laboratory and cannot fail the next file.
 */
import { join } from "node:path";
import TestRunner, { type Config, type Test, type TestRunnerContext, type TestRunnerOptions, type TestWatcher } from "jest-runner";

/** Replaces node when jest starts a worker. */
const WORKER = join(__dirname, "lab-worker.sh");
/** Milliseconds for a worker to exit once its file is done. */
const TIMEOUT = 10_000;

export default class LaboratoryRunner extends TestRunner {
  readonly #width: number;

  constructor(config: Config.GlobalConfig, context: TestRunnerContext) {
    super({ ...config, maxWorkers: 1, workerGracefulExitTimeout: TIMEOUT }, context);
    this.#width = config.maxWorkers;
  }

  override async runTests(tests: Test[], watcher: TestWatcher, options: TestRunnerOptions): Promise<void> {
    if (process.getuid?.() !== 0) throw new Error("Kernel tests create namespaces, which needs root.");
    const node = process.execPath;
    process.env["NETWEFT_NODE"] = node;
    process.execPath = WORKER;
    const waiting = [...tests];
    const worker = async () => {
      for (let test = waiting.shift(); test !== undefined && !watcher.isInterrupted(); test = waiting.shift())
        await super.runTests([test], watcher, { ...options, serial: false });
    };
    try {
      await Promise.all(Array.from({ length: this.#width }, worker));
    } finally {
      process.execPath = node;
    }
  }
}
