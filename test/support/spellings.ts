/** Textual forms of addresses, and a stack with an address in every attribute that takes one. */
import { resources } from "../../lib/resources";
import { providerFields } from "../../lib/resources/provider";
import { canonicalForms } from "../../lib/schema/canonical";
import type { Fields, Format, Type } from "../../lib/schema/type";
import { HOSTS } from "./stack-hosts";

/** Chooses an index below a number. */
export type Chance = (count: number) => number;

/** Reproducible choices for a seed (mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return (count) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % count;
  };
}

function mixedCase(text: string, chance: Chance): string {
  return [...text].map((char) => (chance(2) ? char.toUpperCase() : char)).join("");
}

/** The eight numbers of a canonical IPv6 text. */
function wordsOf(text: string): readonly number[] {
  const [head = "", tail] = text.split("::");
  const parse = (part: string) => (part === "" ? [] : part.split(":").map((word) => parseInt(word, 16)));
  const [first, last] = [parse(head), parse(tail ?? "")];
  return [...first, ...new Array<number>(8 - first.length - last.length).fill(0), ...last];
}

/** Any of the runs of zeros, or none of them. */
function zeros(words: readonly number[], chance: Chance): { readonly start: number; readonly end: number } {
  const runs = words.flatMap((_, start) => words.map((__, last) => ({ start, end: last + 1 })));
  const fit = runs.filter(({ start, end }) => start < end && words.slice(start, end).every((word) => word === 0));
  return fit[chance(fit.length + 1)] ?? { start: 0, end: 0 };
}

/** An IPv6 address in any textual form: upper and lower case, leading zeros, `::` anywhere or nowhere, a trailing IPv4 address. */
function spell6(text: string, chance: Chance): string {
  const words = wordsOf(text);
  const { start, end } = zeros(words, chance);
  const [last, first] = [words[7]!, words[6]!];
  const dotted = end <= 6 && chance(3) === 0 ? [first >> 8, first & 255, last >> 8, last & 255].join(".") : undefined;
  const padded = (word: number) => word.toString(16).padStart(1 + chance(4), "0");
  const groups = [...words.slice(0, dotted === undefined ? 8 : 6).map(padded), ...(dotted === undefined ? [] : [dotted])];
  const whole = end === 0 ? groups.join(":") : `${groups.slice(0, start).join(":")}::${groups.slice(end).join(":")}`;
  return mixedCase(whole, chance);
}

/** A canonical text of a format in some other spelling. `prefix`: the prefix length of an address. */
export function spell(text: string, format: Format, chance: Chance): string {
  if (format === "mac") return mixedCase(text, chance);
  const [address = "", prefix] = text.split("/");
  const spelled = address.includes(":") ? spell6(address, chance) : address;
  if (format === "assigned" && chance(3) === 0) return `${spelled}/${address.includes(":") ? 64 : 24}`;
  return prefix === undefined ? spelled : `${spelled}/${prefix}`;
}

/** Every place of a type with more than one spelling, as a path of names: `subnets`, `publish.host_ip`. */
function placesIn(type: Type, path: string): readonly string[] {
  if (type.kind === "string") return type.format !== undefined && canonicalForms[type.format] !== undefined ? [path] : [];
  if (type.kind === "object") return placesOf(type.fields, `${path}.`);
  return "element" in type ? placesIn(type.element, path) : [];
}

function placesOf(fields: Fields, before: string): readonly string[] {
  const settable = Object.entries(fields).filter(([, { required, optional }]) => required || optional);
  return settable.flatMap(([name, { type }]) => placesIn(type, before + name));
}

/** Every attribute that takes an address, a network or a MAC address, according to the schema. */
export const places: readonly string[] = [
  ...placesOf(providerFields, "provider."),
  ...Object.values(resources).flatMap(({ type, fields }) => placesOf(fields, `${type}.`)),
];

/** A value with each text of more than one spelling replaced by the visitor's result; `visit` gets the place as in `places`. */
function mapped(value: unknown, type: Type, path: string, visit: (text: string, format: Format, place: string) => string): unknown {
  if (typeof value === "string" && type.kind === "string")
    return type.format !== undefined && canonicalForms[type.format] !== undefined && !value.includes("${")
      ? visit(value, type.format, path)
      : value;
  if (Array.isArray(value) && "element" in type) return value.map((one) => mapped(one, type.element, path, visit));
  if (value === null || typeof value !== "object") return value;
  const named = (name: string): readonly [Type, string] =>
    type.kind === "object" ? [type.fields[name]!.type, `${path}.${name}`] : [(type as { element: Type }).element, path];
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapped(one, ...named(name), visit)]));
}

type Block = Readonly<Record<string, unknown>>;

/** A stack by its parts. */
export interface Sample {
  readonly provider: Block;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
}

/** The sample with random spellings, and the places that were visited. */
export function respelled(
  { provider, resource }: Sample,
  chance: Chance,
): { readonly sample: Sample; readonly visited: ReadonlySet<string> } {
  const visited = new Set<string>();
  const visit = (text: string, format: Format, place: string) => {
    visited.add(place);
    return spell(text, format, chance);
  };
  const block = (fields: Fields, given: Block, name: string) => mapped(given, { kind: "object", fields }, name, visit) as Block;
  const blocks = Object.entries(resource).map(([type, of]) => [
    type,
    Object.fromEntries(Object.entries(of).map(([name, one]) => [name, block(resources[type]!.fields, one, type)])),
  ]);
  return {
    sample: { provider: block(providerFields, provider, "provider"), resource: Object.fromEntries(blocks) },
    visited,
  };
}

export function jsonOf({ provider, resource }: Sample): string {
  return JSON.stringify({ provider: { netweft: provider }, resource });
}

/** Random addresses without conflicts. Some have zeros in unusual places. */
function numbers(chance: Chance) {
  const word = () => (chance(2) ? chance(0x10000) : chance(3)).toString(16);
  const six = (n: number) => `fd0${n}:${word()}:${(chance(0xff00) + 0x100).toString(16)}:${(n + 1).toString(16)}`;
  return { six, host: () => `${(chance(0xfe) + 0x100).toString(16)}:${(chance(0xfffe) + 1).toString(16)}` };
}

/** The two families of one network. */
function network(n: number, chance: Chance) {
  const { six, host } = numbers(chance);
  const prefix = six(n);
  return {
    subnets: [`10.${60 + n}.0.0/24`, `${prefix}::/64`],
    gateways: [`10.${60 + n}.0.1`, `${prefix}::1`],
    ranges: [`10.${60 + n}.0.128/25`, `${prefix}:8000::/65`],
    reserved: [`10.${60 + n}.0.7`, `${prefix}::7`, `${prefix}::f0/124`],
    addresses: [`10.${60 + n}.0.10`, `${prefix}::${host()}`],
  };
}

const MACS = ["02:aa:bb:cc:dd:01", "02:aa:bb:cc:dd:02", "02:aa:bb:cc:dd:03", "02:aa:bb:cc:dd:04"] as const;

/** A stack in canonical spelling, with a value for every one of `places`. Overlays only if their members are included. */
export function sampleOf(chance: Chance, simulated: Block): Sample {
  const [front, back, mesh, lan] = [network(0, chance), network(1, chance), network(2, chance), network(3, chance)];
  const { addresses: web, ...atFront } = front;
  const { addresses: db, ...atBack } = back;
  const { addresses: far, ...atMesh } = mesh;
  const { addresses: alone, ...atLan } = { ...lan, host_addresses: lan.gateways.map((address) => address.replace(/1$/, "9")) };
  const uplinks = [{ dev: "up0", gateways: ["192.0.2.254", "2001:db8::fe"], networks: ["192.0.2.0/24", "2001:db8::/64"] }];
  const hosts = Object.fromEntries(
    Object.keys(HOSTS).map((name, n) => [
      name,
      { underlay: `2001:db8:0:${n + 1}::${n + 1}`, advertise: `2001:db8:1:${n + 1}::${n + 1}`, ...(name === "off" ? { uplinks } : {}) },
    ]),
  );
  const ref = (type: string, name: string) => `\${${type}.${name}.ref}`;
  const publish = (ip: string, port: number) => ({ host_ip: ip, host_port: port, port: 80 });
  const limited = { ...publish("2001:db8::98", 8084), sources: ["2001:db8:7::/48", "2001:db8::a:7", "192.0.2.0/24"] };
  /** In a table of its own, through the gateway of `front`. */
  const route = (n: number) => ({
    destination: `fd55:${n}::/64`,
    via: front.gateways[1],
    source: web[1],
    table: 70 + n,
    rules: [{ from: `fd55:${n}:1::/64`, to: `fd55:${n}::/64` }],
  });
  const dns = ["192.0.2.53", "2001:db8::53"];
  const byHand = {
    id: "local/back",
    kind: "bridge",
    name: "back",
    host: "local",
    bridge_name: "br-back",
    ...atBack,
    mtu: 1500,
    names: false,
  };
  const lanByHand = { ...byHand, id: "local/lan", kind: "macvlan", name: "lan", parent: "br-back", mode: "bridge", ...atLan };
  return {
    provider: {
      simulated: { ...simulated, connections: { local: { client: "2001:db8:ffff::1", server: "2001:db8:ffff::2" } } },
      hosts,
      address_pools: [
        { cidr: "fd99::/48", size: 64 },
        { cidr: "10.99.0.0/16", size: 24 },
      ],
    },
    resource: {
      netweft_bridge_network: {
        front: { name: "front", ...atFront, mac: MACS[0], snat_addresses: ["2001:db8::97", "2001:db8::96"], dns },
        back: { name: "back", bridge_name: "br-back", ...atBack, names: false },
        pooled: { name: "pooled" },
      },
      netweft_overlay_network: {
        mesh: {
          name: "mesh",
          vni: 42,
          members: ["local", "far"],
          forwarding: "static",
          ...atMesh,
          mac: MACS[1],
          dns,
          snat_addresses: { far: ["2001:db8::95"] },
        },
      },
      netweft_macvlan_network: { lan: { name: "lan", parent: "br-back", ...atLan } },
      netweft_host_network: { host: { binds: [{ port: 7000, address: "2001:db8::99" }] } },
      netweft_namespace: {
        ...Object.fromEntries(["db", "far", "alone"].map((name) => [name, { name }])),
        web: { name: "web", dns, routes: [{ ...route(1), dev: "eth0" }] },
      },
      netweft_route: {
        web: { namespace: ref("netweft_namespace", "web"), dev: "${netweft_endpoint.web.interface}", ...route(2) },
      },
      netweft_endpoint: {
        web: {
          namespace: ref("netweft_namespace", "web"),
          network: ref("netweft_bridge_network", "front"),
          addresses: web,
          mac: MACS[2],
          isolated: true,
          routes: [route(3)],
          publish: [publish("2001:db8::99", 8080), publish("::", 8081), publish("0.0.0.0", 8082), publish("192.0.2.9", 8083), limited],
        },
        db: { namespace: ref("netweft_namespace", "db"), network: byHand, addresses: db, mac: MACS[3], isolated: true },
        far: { namespace: ref("netweft_namespace", "far"), network: ref("netweft_overlay_network", "mesh"), addresses: far },
        alone: {
          namespace: ref("netweft_namespace", "alone"),
          network: { ...lanByHand, host_interface: "nwm-lan" },
          addresses: alone,
        },
        node: { name: "node", network: ref("netweft_host_network", "host"), binds: [{ port: 7001, address: "2001:db8::98" }] },
      },
    },
  };
}
