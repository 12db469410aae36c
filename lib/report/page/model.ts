/** What a page shows: stacks with their findings or changes, and a picture of each. */
import type { Topology } from "../../drift/topology";

/** How something is marked: by a colour, a pattern, an icon and its word. */
export type PageMark = (typeof pageMarks)[number];
export const pageMarks = ["outage", "exposure", "degraded", "cosmetic", "create", "change", "replace", "remove"] as const;

/** A finding or a change: a row of the table. */
export interface PageRow {
  /** Its place in links: `#` and these letters and digits. */
  readonly id: string;
  readonly mark: PageMark;
  /** What a filter chooses by, and its column: `missing`, `address`. */
  readonly what: string;
  readonly layer: string;
  readonly host: string;
  readonly subject: string;
  readonly reason: string;
  /** Lines with their signs. */
  readonly lines: readonly PageLine[];
  readonly details: readonly (readonly [label: string, text: string])[];
  /** What the last column says. */
  readonly since: string;
  /** The addresses and hosts in the picture that it is about, and `placeOf` where it is about all endpoints of a place. */
  readonly at: readonly string[];
}

export interface PageLine {
  readonly sign: "+" | "-" | " ";
  readonly text: string;
}

/** A number with its label, above the table. */
export interface PageTile {
  readonly label: string;
  readonly value: string;
  readonly mark?: PageMark;
}

/** A list below the table. */
export interface PageNote {
  readonly title: string;
  readonly lines: readonly string[];
}

export interface PageStack {
  readonly name: string;
  /** The result in one sentence. */
  readonly verdict: string;
  readonly warnings: readonly string[];
  readonly tiles: readonly PageTile[];
  readonly rows: readonly PageRow[];
  readonly notes: readonly PageNote[];
  readonly topology: Topology;
  /** By address, or by host. */
  readonly marks: ReadonlyMap<string, PageMark>;
}

export interface Page {
  readonly title: string;
  /** When and with what it was made. */
  readonly subtitle: string;
  /** What a row is: `finding`. Without it there is no table. */
  readonly rowWord?: string;
  /** What the page does not have. */
  readonly warnings?: readonly string[];
  readonly stacks: readonly PageStack[];
}

/** All endpoints of a network on a host, in `at`. */
export function placeOf(host: string, network: string): string {
  return `${host} ${network}`;
}
