import { ok, type Result } from "../diagnostic";
import { openConfigured } from "../engine";
import type { Hosts } from "../reconcile/hosts";
import type { CliSession } from "./session";

/** Opens the hosts of a configuration. An observation that waits for another run says so on stderr. */
export async function openHostsFor(
  { doors: { drivers, terminal } }: CliSession,
  request: Parameters<typeof openConfigured>[0],
): Promise<Result<Hosts>> {
  const opened = await openConfigured(request, drivers);
  if (!opened.ok) return opened;
  const hosts = opened.value;
  const waits = (host: string, since: string) =>
    terminal.err(`An apply has been running${since === "" ? "" : ` since ${since}`} on host "${host}"; waiting for it to end.\n`);
  return ok({ ...hosts, observe: (scopes) => hosts.observe(scopes, waits) }, opened.diagnostics);
}
