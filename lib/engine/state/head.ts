/** What tells one version of a state from another. */
import { jsonScanner } from "./scan";

/** Both are absent where nothing is stored. */
export interface StateVersion {
  readonly serial?: number;
  readonly lineage?: string;
}

/** The head of a state's text, which is read only as far as needed. Members that are not there are absent. */
export async function readHead(chunks: AsyncIterable<Uint8Array>): Promise<StateVersion> {
  const scanner = jsonScanner((path) => (path.length === 0 ? "{" : undefined));
  const head: { serial?: number; lineage?: string } = {};
  for await (const chunk of chunks) {
    for (const { path, text } of scanner.push(chunk)) {
      if (path[0] === "serial") head.serial = Number(text);
      if (path[0] === "lineage") head.lineage = String(JSON.parse(text ?? '""'));
    }
    if (scanner.fault() || (head.serial !== undefined && head.lineage !== undefined)) break;
  }
  return head;
}
