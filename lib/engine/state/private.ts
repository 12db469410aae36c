/** Netweft's notes beside the attributes: the `private` bytes of an instance. */
import type { Private } from "./types";

/** The bytes as Terraform stores them: base64 of JSON. */
export function writePrivate(own: Private): string {
  return Buffer.from(JSON.stringify(own), "utf8").toString("base64");
}

/** Netweft's notes out of the provider's bytes; undefined when they are not ours to read. */
export function readPrivate(bytes: unknown): Private | undefined {
  if (typeof bytes !== "string") return undefined;
  try {
    const json = JSON.parse(Buffer.from(bytes, "base64").toString("utf8")) as Partial<Private> | null;
    const ours = json?.v === 1 && Array.isArray(json.facts) && json.facts.every((fact) => typeof fact === "string");
    return ours ? (json as Private) : undefined;
  } catch {
    return undefined;
  }
}
