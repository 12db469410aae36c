import type { CliSession } from "./session";

/**
 * Runs work that a Ctrl-C stops at the next safe point; a second one ends the process at once. `note` shows a message to the
 * user; `remedy` is what to do after an immediate end.
 */
export async function interruptible<T>(
  { doors }: CliSession,
  { note, remedy }: { readonly note: (text: string) => void; readonly remedy: string },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stop = doors.onInterrupt(() => {
    if (controller.signal.aborted) {
      note(`Stopped at once. ${remedy}`);
      return doors.exit(130);
    }
    controller.abort();
    note(
      "Stopping. The steps of a host are one script: each host that has begun finishes its own, and nothing else is begun. Press Ctrl-C again to end this program at once; a script on a host still goes on to its end.",
    );
  });
  try {
    return await work(controller.signal);
  } finally {
    stop();
  }
}
