/** The record of where the last apply in a folder kept the state, without secrets. */
import { dirname, isAbsolute, join, resolve } from "node:path";
import { diagnose, fail, ok, type Result } from "../diagnostic";
import { sha256 } from "../net/sha256";
import type { StatePlace } from "../ports/state-store";
import { objectOf } from "./app";
import { publicPlace } from "./places";
import type { CliSession } from "./session";
import { choiceFile, DEFAULT_WORKSPACE, workspaceFolder } from "./workspaces";

/** Where the default workspace was. */
export interface PlaceRecord {
  readonly place: StatePlace;
  /** Its name for people. */
  readonly name: string;
  /** The folder with the other workspaces of a local place. */
  readonly directory?: string;
}

/** Beside the choice of a workspace. `folder`: where Terraform would run. Several folders may have one absolute TF_DATA_DIR. */
export function recordFile(session: CliSession, folder: string): string {
  const isShared = isAbsolute(session.env["TF_DATA_DIR"] ?? "");
  const name = isShared ? `netweft-backend.${sha256(resolve(session.doors.cwd(), folder)).slice(0, 12)}.json` : "netweft-backend.json";
  return join(dirname(choiceFile(session, folder)), name);
}

/** Where the record says that a workspace was. `folder`: where Terraform would run. */
export function recordedPlace({ place, directory }: PlaceRecord, folder: string, workspace: string): StatePlace {
  if (place.backend === "pg") return { ...place, workspace };
  if (place.backend === "http" || workspace === DEFAULT_WORKSPACE) return place;
  return { backend: "local", path: join(directory ?? workspaceFolder(undefined, folder), workspace, "terraform.tfstate") };
}

/** Undefined if nothing is recorded: before the first apply, and after a destroy. */
export async function readRecord(session: CliSession, folder: string): Promise<Result<PlaceRecord | undefined>> {
  const file = recordFile(session, folder);
  if ((await session.doors.files.kind(file)) !== "file") return ok(undefined);
  const text = await session.doors.files.read(file);
  if (!text.ok) return text;
  const record = objectOf(text.value);
  if (record !== undefined && record["place"] === undefined) return ok(undefined);
  const { place, name, directory } = record ?? {};
  if (!isPlace(place)) return fail(diagnose("invalid-json", DAMAGED, { file }));
  return ok({ place, name: String(name), ...(typeof directory === "string" && { directory }) });
}

/** Whether the parts are there from which a store is opened. */
function isPlace(value: unknown): value is StatePlace {
  const { backend, path, settings, workspace } = objectIn(value);
  const { address, connection } = objectIn(settings);
  if (backend === "local") return typeof path === "string";
  if (backend === "http") return typeof address === "string" && URL.canParse(address);
  return backend === "pg" && typeof workspace === "string" && typeof objectIn(connection)["host"] === "string";
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

const DAMAGED =
  "The record of where the last apply in this folder kept the state is damaged. Check that the `backend` block names the place with the state, and delete the file.";

/** Without a record: that nothing is left. */
export function writeRecord(session: CliSession, folder: string, record: PlaceRecord | undefined): Promise<Result<void>> {
  const text = JSON.stringify(record === undefined ? {} : { ...record, place: publicPlace(record.place) });
  return session.doors.files.write(recordFile(session, folder), `${text}\n`, { secret: true });
}
