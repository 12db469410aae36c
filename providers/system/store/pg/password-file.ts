/** The file in which PostgreSQL's programs find passwords: `~/.pgpass`. */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { attempt } from "../../disk/disk";

interface Wanted {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/** The password of the first line that fits. */
export function savedPassword({ host, port, database, user }: Wanted): string | undefined {
  let content = "";
  attempt(() => void (content = readFileSync(process.env["PGPASSFILE"] ?? join(homedir(), ".pgpass"), "utf8")));
  const wanted = [host.startsWith("/") ? "localhost" : host, String(port), database, user];
  for (const line of content.split("\n")) {
    const fields = [...line.matchAll(/((?:\\.|[^:\\])*)(:|$)/g)].map(([, field = ""]) => field.replace(/\\(.)/g, "$1"));
    if (!line.startsWith("#") && wanted.every((one, n) => fields[n] === "*" || fields[n] === one)) return fields[4];
  }
  return undefined;
}
