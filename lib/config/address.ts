/** Addresses of blocks and instances, as Terraform writes them. */

export function blockAddress(mode: "managed" | "data", type: string, name: string): string {
  return mode === "data" ? `data.${type}.${name}` : `${type}.${name}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  '"': '\\"',
  "\\": "\\\\",
  "${": "$${",
  "%{": "%%{",
};

/** An instance key behind its block: `[0]`, `["a"]`; nothing where there is none. */
export function keyText(key: string | number | undefined): string {
  if (key === undefined) return "";
  return typeof key === "number" ? `[${key}]` : `["${key.replace(/[\n\r\t"\\]|\$\{|%\{/g, (found) => ESCAPES[found]!)}"]`;
}
