/** A PostgreSQL server in a temporary folder. It runs as another user than root, which PostgreSQL refuses. */
import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selfSigned } from "../../providers/frontends/terraform/plugin/certificate";
import { openSession, type PgSession } from "../../providers/system/store/pg/session";
import { until } from "./until";

export interface PostgresServer {
  /** The folder of its socket, and its certificate. */
  readonly folder: string;
  readonly port: number;
  /** A session of the administrator, who needs no password. */
  session(): Promise<PgSession>;
  close(): Promise<void>;
}

const DEBIAN = "/usr/lib/postgresql";

/** Debian keeps the programs of each version apart, and not on the path. */
export function postgresFolder(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  return versions.map((version) => join(DEBIAN, version, "bin")).find((folder) => existsSync(join(folder, "initdb")));
}

const SETTINGS = "fsync = off\nlisten_addresses = '127.0.0.1'\nssl = on\nssl_cert_file = 'server.crt'\nssl_key_file = 'server.key'\n";
const ACCESS = ["local all scram scram-sha-256", "local all md5 md5", "local all all trust", "host all all 127.0.0.1/32 trust"];

export async function openPostgres(): Promise<PostgresServer> {
  const bin = postgresFolder();
  if (bin === undefined) throw new Error(`${DEBIAN} has no initdb. Install it: apt-get install postgresql`);
  const folder = mkdtempSync(join(tmpdir(), "netweft-postgres-"));
  const user = process.getuid!() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const own = (file: string) => user.uid !== undefined && chownSync(file, user.uid, user.gid);
  own(folder);
  const data = join(folder, "data");
  const [port, locale] = [await freePort(), { LC_ALL: "C.UTF-8" }];
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "admin", "-A", "trust", "--no-sync"], { ...user, env: locale, stdio: "ignore" });
  const { key, pem } = selfSigned(new Date());
  for (const [name, text] of Object.entries({ "server.key": key, "server.crt": pem })) {
    writeFileSync(join(data, name), text, { mode: 0o600 });
    own(join(data, name));
  }
  appendFileSync(join(data, "postgresql.conf"), `${SETTINGS}port = ${port}\nunix_socket_directories = '${folder}'\n`);
  writeFileSync(join(data, "pg_hba.conf"), `${ACCESS.join("\n")}\n`);
  const server = spawn(join(bin, "postgres"), ["-D", data], { ...user, env: locale, stdio: "ignore" });
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  const session = () => openSession({ host: folder, port, user: "admin", database: "postgres", sslmode: "disable" }, "test");
  await until(
    async () =>
      await session().then(
        (one) => one.close().then(() => true),
        () => false,
      ),
    "PostgreSQL does not start",
  );
  return {
    folder,
    port,
    session,
    async close() {
      server.kill("SIGQUIT");
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
