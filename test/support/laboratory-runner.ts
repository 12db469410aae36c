/**
 * The jest runner of the kernel lane: each test file runs in a laboratory of its own (`lab.sh`), as many side by side as jest
 * has workers. What a file leaves behind ends with its laboratory and cannot fail the next file.
 */
import { join } from "node:path";
import TestRunner, { type Config, type Test, type TestRunnerContext, type TestRunnerOptions, type TestWatcher } from "jest-runner";

/** Stands for node where jest starts a worker. */
const WORKER = join(__dirname, "lab-worker.sh");
/** Milliseconds that a worker may take to end once its file is done. */
const PATIENCE = 10_000;

export default class LaboratoryRunner extends TestRunner {
  readonly #width: number;

  constructor(config: Config.GlobalConfig, context: TestRunnerContext) {
    super({ ...config, maxWorkers: 1, workerGracefulExitTimeout: PATIENCE }, context);
    this.#width = config.maxWorkers;
  }

  override async runTests(tests: Test[], watcher: TestWatcher, options: TestRunnerOptions): Promise<void> {
    if (process.getuid?.() !== 0) throw new Error("Kernel tests make namespaces, for which they need root.");
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
