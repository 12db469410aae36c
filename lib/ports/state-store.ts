/** Where a state is stored. `providers/system/store` implements it. */
import type { Diagnostic, Result } from "../diagnostic";

/** A state in a file of this machine. */
export interface LocalPlace {
  readonly backend: "local";
  readonly path: string;
}

/** The arguments of Terraform's backend "http", with its defaults. */
export interface HttpSettings {
  readonly address: string;
  readonly update_method: string;
  readonly lock_address?: string;
  readonly lock_method: string;
  readonly unlock_address?: string;
  readonly unlock_method: string;
  readonly username?: string;
  readonly password?: string;
  readonly skip_cert_verification: boolean;
  readonly retry_max: number;
  /** Seconds. */
  readonly retry_wait_min: number;
  /** Seconds. */
  readonly retry_wait_max: number;
  readonly client_ca_certificate_pem?: string;
  readonly client_certificate_pem?: string;
  readonly client_private_key_pem?: string;
}

/** A state on an HTTP server. */
export interface HttpPlace {
  readonly backend: "http";
  readonly settings: HttpSettings;
}

/** How a PostgreSQL server is reached. What is absent is the default of its programs. */
export interface PgConnection {
  /** A host, or the folder of a socket. */
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  readonly sslmode: "disable" | "allow" | "prefer" | "require" | "verify-ca" | "verify-full";
  /** Files. */
  readonly sslrootcert?: string;
  readonly sslcert?: string;
  readonly sslkey?: string;
  /** Seconds. */
  readonly connect_timeout?: number;
}

/** The arguments of Terraform's backend "pg", with its defaults. */
export interface PgSettings {
  readonly connection: PgConnection;
  readonly schema_name: string;
  readonly skip_schema_creation: boolean;
  readonly skip_table_creation: boolean;
  readonly skip_index_creation: boolean;
}

/** A state in a table of a PostgreSQL server, one row for each workspace. */
export interface PgPlace {
  readonly backend: "pg";
  readonly settings: PgSettings;
  readonly workspace: string;
}

/** Where a state is. */
export type StatePlace = LocalPlace | HttpPlace | PgPlace;

/** The workspaces that are beside a state on its server. */
export interface StoredWorkspaces {
  /** Their names, the default one first. */
  list(): Promise<Result<readonly string[]>>;
  remove(name: string): Promise<Result<void>>;
}

/** The lock holder and its start time, as shown to other processes. */
export interface LockInfo {
  readonly id: string;
  readonly operation: string;
  readonly who: string;
  readonly pid: number;
  readonly created: string;
}

/** Releases a lock. Returns warnings: why it may still be held. */
export type ReleaseLock = () => Promise<readonly Diagnostic[]>;

/** The storage of a state. Text is read and written in pieces, so that its size has no limit. */
export interface StateStore {
  /** The name shown to people: a path, a URL without its secrets. */
  readonly name: string;
  /** The stored bytes, or undefined when nothing was stored yet. */
  read(): Promise<Result<AsyncIterable<Uint8Array> | undefined>>;
  /**
   * Replaces the whole, atomically: afterwards the old text or the new one is there, never a part. `completes`: an earlier run began the
   * change, so what it replaced stays the backup.
   */
  write(text: Iterable<string>, how?: { readonly completes: boolean }): Promise<Result<void>>;
  lock(info: LockInfo): Promise<Result<ReleaseLock>>;
  /** Removes the lock with this ID that a run left behind. */
  unlock(id: string): Promise<Result<void>>;
}
