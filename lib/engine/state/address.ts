/** Addresses of resource instances, as Terraform writes them: `netweft_endpoint.web["a"]`, `data.netweft_host.here`. */

/** What an address says, taken apart. */
export interface AddressParts {
  /** `module.a.` or `module.a["x"].module.b.`; empty for the root module. */
  readonly module: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly key?: string | number;
}

/** The address of a block: without the instance's key. */
export function blockAddress(parts: Omit<AddressParts, "key">): string {
  return `${parts.module}${parts.mode === "data" ? "data." : ""}${parts.type}.${parts.name}`;
}

/** An instance key in brackets, quoted as HCL does. */
export function keyText(key: string | number | undefined): string {
  if (key === undefined) return "";
  return typeof key === "number" ? `[${key}]` : `["${quoted(key)}"]`;
}

const escapes: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  '"': '\\"',
  "\\": "\\\\",
  "${": "$${",
  "%{": "%%{",
};

function quoted(text: string): string {
  return text.replace(/[\n\r\t"\\]|\$\{|%\{/g, (found) => escapes[found]!);
}

function unquoted(text: string): string {
  return text.replace(/\\(.)|\$\$\{|%%\{/g, (found, escaped: string | undefined) => {
    if (escaped === undefined) return found.slice(1);
    return { n: "\n", r: "\r", t: "\t" }[escaped] ?? escaped;
  });
}

const pattern =
  /^((?:module\.[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*)(data\.)?([\w-]+)\.([\w-]+)(?:\[(?:(\d+)|"((?:[^"\\]|\\.)*)")\])?(?: \(deposed \w+\))?$/su;

/** The parts of an address; undefined when the text is none. */
export function parseAddress(address: string): AddressParts | undefined {
  const found = pattern.exec(address);
  if (!found) return undefined;
  const [, module, data, type, name, index, text] = found;
  const key = index === undefined ? (text === undefined ? undefined : unquoted(text)) : Number(index);
  return { module: module ?? "", mode: data ? "data" : "managed", type: type!, name: name!, ...(key === undefined ? {} : { key }) };
}
