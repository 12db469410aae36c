import type { Diagnostic } from "../diagnostic";
import type { Applied, ApplyEvent } from "../engine";
import { diagnosticJson } from "../report/diagnostics";
import { harmless } from "../report/look";
import { outputsJson } from "../report/outputs";
import { inOrder } from "../report/host-order";
import { isDumb } from "./colour";
import { print, printJson, type CliSession } from "./session";

/** Reports the progress of an apply. */
export interface ProgressReport {
  event(event: ApplyEvent): void;
  /** Another line, such as the reaction to a Ctrl-C. */
  note(text: string): void;
  /** The text of a state that could be stored nowhere. */
  dump(pieces: Iterable<string>): void;
  end(applied: Applied): void;
}

/** Milliseconds between two updates of the live line. */
const BEAT = 80;

/** One line for each completed resource; on a terminal also a live line with the running steps. */
export function progress(session: CliSession): ProgressReport {
  const { terminal, clock } = session.doors;
  const counts = new Map<string, string>();
  let drawn = -Infinity;
  let live = false;
  const moves = terminal.interactive && !isDumb(session.env);
  const clear = () => {
    if (live) terminal.out("\r\u001b[2K");
    live = false;
  };
  const draw = () => {
    if (!moves || clock.monotonic() - drawn < BEAT) return;
    drawn = clock.monotonic();
    clear();
    const text = [...counts].map(([host, count]) => `${host} ${count}`).join("  ");
    terminal.out(session.look.paint("dim", text.slice(0, session.look.columns - 1)));
    live = true;
  };
  const line = (text: string) => {
    clear();
    terminal.out(`${text}\n`);
  };
  return {
    event: (event) => {
      if (event.type === "progress") {
        counts.set(event.host, `${event.done}/${event.of}`);
        draw();
      } else if (event.type === "settling" && moves) {
        counts.set(event.host, `waiting for ${event.waiting} ${event.waiting === 1 ? "address" : "addresses"}`);
        draw();
      } else {
        const text = sentence(event);
        if (text !== undefined) line(text);
      }
    },
    note: line,
    dump: (pieces) => (clear(), print(session, pieces)),
    end: clear,
  };
}

const doneWords: Readonly<Record<string, string>> = {
  create: "Creation",
  update: "Modifications",
  replace: "Replacement",
  delete: "Destruction",
  forget: "Removal from the state",
  import: "Import",
  read: "Read",
};

function sentence(event: ApplyEvent): string | undefined {
  if (event.type === "resource") return `${harmless(event.address)}: ${doneWords[event.action] ?? event.action} ${event.status}`;
  if (event.type === "armed") return `Until this is confirmed, ${listed(event.hosts)} can go back: at the latest in ${event.seconds} s.`;
  if (event.type === "back") return `Back as before: ${listed(event.hosts)}.`;
  if (event.type === "rollback") return `A step failed: undoing what was done on ${[...event.hosts].sort(inOrder).join(", ")}.`;
  if (event.type === "batch") return `Batch ${event.n} of ${event.of}: ${listed(event.hosts)}.`;
  if (event.type !== "start" || event.steps === 0) return undefined;
  return `Applying ${event.steps} ${event.steps === 1 ? "step" : "steps"} on ${[...event.hosts].sort(inOrder).join(", ")}.`;
}

function listed(hosts: readonly string[]): string {
  return [...hosts].sort(inOrder).map(harmless).join(", ");
}

/** The machine-readable lines of Terraform's `apply -json`: a version, then the result; no progress. */
export function jsonProgress(session: CliSession, operation: "apply" | "destroy", backends: readonly string[]): ProgressReport {
  const line = (type: string, message: string, rest: object) => jsonLine(session, type, message, rest);
  line("version", "Netweft", { ui: "1.2", backends });
  return {
    event(event) {
      if (event.type === "armed" || event.type === "back") line("confirmation", sentence(event) ?? "", { confirmation: event });
      if (event.type === "batch") line("batch_start", sentence(event) ?? "", { batch: { n: event.n, of: event.of, hosts: event.hosts } });
      if (event.type === "rollback") line("rollback_start", `Undoing what was done on ${event.hosts.join(", ")}`, { hosts: event.hosts });
    },
    note: (text) => line("log", text, {}),
    dump: (pieces) => line("log", "Emergency state dump", { state: JSON.parse([...pieces].join("")) as unknown }),
    end: ({ imported, added, changed, destroyed, rolledBack, state, diagnostics }) => {
      for (const diagnostic of diagnostics) jsonDiagnostic(session, diagnostic);
      const changes = { add: added, change: changed, import: imported, remove: destroyed, operation };
      line(
        "change_summary",
        `Resources: ${imported > 0 ? `${imported} imported, ` : ""}${added} added, ${changed} changed, ${destroyed} destroyed.`,
        { changes },
      );
      if (rolledBack.length > 0) line("rollback_summary", `Resources: ${rolledBack.length} rolled back.`, { rolled_back: rolledBack });
      line("outputs", `Outputs: ${state.outputs.size}`, { outputs: outputsJson(state.outputs, "hide sensitive") });
    },
  };
}

/** One diagnostic as a line of Terraform's `apply -json`. */
export function jsonDiagnostic(session: CliSession, diagnostic: Diagnostic): void {
  const { severity, summary } = diagnostic;
  const [word, level] = severity === "error" ? ["Error", "error"] : ["Warning", "warn"];
  jsonLine(session, "diagnostic", `${word}: ${summary}`, { diagnostic: diagnosticJson(diagnostic) }, level);
}

function jsonLine(session: CliSession, type: string, message: string, rest: object, level = "info"): void {
  printJson(session, {
    "@level": level,
    "@message": message,
    "@module": "netweft",
    "@timestamp": session.doors.clock.now(),
    type,
    ...rest,
  });
}
