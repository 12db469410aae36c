/** What is said of a host that is not as it was when the work was planned. */

/** The run that changed a host last, and when that began. */
export interface LastRun {
  readonly by: string;
  readonly at?: string;
}

/** Why work is refused. */
export function changedBy(host: string, last: LastRun | undefined): string {
  const who = last === undefined ? "Another run" : `A run of ${last.by}${last.at === undefined ? "" : `, which began at ${last.at},`}`;
  return `${who} changed host "${host}" after this one observed it, so the plan is outdated. Nothing was done on this host. Plan again.`;
}
