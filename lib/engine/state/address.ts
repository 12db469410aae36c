/** Addresses in a state, which may be in modules and of deposed objects: parsed and formatted. */
import { blockAddress } from "../../config/address";

export { keyText } from "../../config/address";

/** A parsed address. */
export interface AddressParts {
  /** `module.a.` or `module.a["x"].module.b.`; empty for the root module. */
  readonly module: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly key?: string | number;
}

/** The address of a block: without the instance's key. */
export function addressOfBlock({ module, mode, type, name }: Omit<AddressParts, "key">): string {
  return module + blockAddress(mode, type, name);
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

/** The address of a deposed object. */
export function deposedAddress(address: string, key: string): string {
  return `${address} (deposed ${key})`;
}

/** The key of a deposed object; undefined for the address of any other. */
export function deposedKey(address: string): string | undefined {
  return / \(deposed (\w+)\)$/.exec(address)?.[1];
}

/** Whether the address is a deposed object's. */
export function isDeposed(address: string): boolean {
  return deposedText(address) !== "";
}

/** The address without the end that a deposed object's has. */
export function currentAddress(address: string): string {
  return address.slice(0, address.length - deposedText(address).length);
}

/** The end of the address of an object that is still there after its successor was made: ` (deposed 00000001)`. Else empty. */
export function deposedText(address: string): string {
  return / \(deposed \w+\)$/.exec(address)?.[0] ?? "";
}
