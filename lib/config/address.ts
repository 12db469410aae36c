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

/** The instance key in an address: `[0]`, `["a"]`; empty without a key. */
export function keyText(key: string | number | undefined): string {
  if (key === undefined) return "";
  return typeof key === "number" ? `[${key}]` : `["${key.replace(/[\n\r\t"\\]|\$\{|%\{/g, (found) => ESCAPES[found]!)}"]`;
}
