import type { Session } from "./session";

/**
 * Does work that a Ctrl-C asks to stop at the next good moment; a second one ends the process at once. `note` tells the
 * user.
 */
export async function interruptible<T>(
  { doors }: Session,
  note: (text: string) => void,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stop = doors.onInterrupt(() => {
    if (controller.signal.aborted) {
      note("Stopped at once. Run it again: it goes on from what the hosts say.");
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
