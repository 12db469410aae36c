import type { Session } from "./session";

/**
 * Does work that a Ctrl-C asks to stop at the next good moment; a second one ends the process at once. `note` tells the
 * user; `remedy` is what to do after an end at once.
 */
export async function interruptible<T>(
  { doors }: Session,
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
    note("Stopping after what is running now. Once more stops at once.");
  });
  try {
    return await work(controller.signal);
  } finally {
    stop();
  }
}
