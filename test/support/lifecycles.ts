/** Random `lifecycle` settings for the blocks of a random stack. */
import * as fc from "fast-check";

/** One setting: the numbers choose a block, and another one or an attribute. */
export interface LifecycleDraw {
  readonly what: "first" | "renamed first" | "trigger" | "ignore" | "guard";
  readonly at: number;
  readonly other: number;
}

export const draws = (...what: readonly LifecycleDraw["what"][]): fc.Arbitrary<readonly LifecycleDraw[]> =>
  fc.array(fc.record({ what: fc.constantFrom(...what), at: fc.nat(99), other: fc.nat(99) }), { minLength: 1, maxLength: 6 });

interface Block {
  readonly name?: string;
  readonly lifecycle?: Readonly<Record<string, unknown>>;
}
type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;
interface Document {
  readonly resource: Blocks;
}

/** What blocks of a type may refer to without a circle. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  netweft_endpoint: ["netweft_namespace", "netweft_bridge_network", "netweft_macvlan_network", "netweft_overlay_network"],
  netweft_route: ["netweft_bridge_network", "netweft_namespace"],
  netweft_namespace: ["netweft_bridge_network", "netweft_overlay_network"],
};
/** Attributes that differ between two random stacks. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  netweft_bridge_network: ["mtu", "stp", "host_access"],
  netweft_macvlan_network: ["mode", "host_addresses"],
  netweft_overlay_network: ["vni", "members"],
  netweft_namespace: ["sysctls"],
  netweft_endpoint: ["publish", "routes"],
  netweft_route: ["type"],
};

const addressesIn = (resource: Blocks) =>
  Object.entries(resource).flatMap(([type, blocks]) => Object.keys(blocks).map((name) => `${type}.${name}`));

function settingOf({ what, other }: LifecycleDraw, address: string, all: readonly string[]): Block["lifecycle"] {
  const type = address.split(".")[0]!;
  if (what === "first" || what === "renamed first") return { create_before_destroy: true };
  if (what === "guard") return { prevent_destroy: true };
  const from = what === "trigger" ? all.filter((one) => BELOW[type]?.includes(one.split(".")[0]!)) : (ATTRIBUTES[type] ?? []);
  const chosen = from[other % Math.max(from.length, 1)];
  return chosen === undefined ? {} : { [what === "trigger" ? "replace_triggered_by" : "ignore_changes"]: [chosen] };
}

/** The configuration with these settings; one of each sort for a block. */
export function withLifecycles(json: string, drawn: readonly LifecycleDraw[]): string {
  const document = JSON.parse(json) as Document;
  const all = addressesIn(document.resource);
  for (const draw of drawn) {
    const address = all[draw.at % Math.max(all.length, 1)];
    if (address === undefined) continue;
    const [type, name] = address.split(".") as [string, string];
    const block = document.resource[type]![name]! as { lifecycle?: object };
    block.lifecycle = { ...block.lifecycle, ...settingOf(draw, address, all) };
  }
  return JSON.stringify(document);
}

/** The configuration with other names of the blocks that are to be renamed, where no text of another block has the name. */
export function renamed(json: string, drawn: readonly LifecycleDraw[]): string {
  const { resource, ...rest } = JSON.parse(json) as Document;
  const all = addressesIn(resource);
  const chosen = new Set(drawn.flatMap(({ what, at }) => (what === "renamed first" ? (all[at % Math.max(all.length, 1)] ?? []) : [])));
  const nameOf = (address: string, { name }: Block) =>
    name !== undefined && chosen.has(address) && !json.includes(`local/${name}"`) ? { name: `${name}x` } : {};
  const blocksOf = (type: string, blocks: Readonly<Record<string, Block>>) =>
    Object.fromEntries(Object.entries(blocks).map(([label, block]) => [label, { ...block, ...nameOf(`${type}.${label}`, block) }]));
  return JSON.stringify({
    ...rest,
    resource: Object.fromEntries(Object.entries(resource).map(([type, all]) => [type, blocksOf(type, all)])),
  });
}

/** The addresses whose blocks have this setting, with its value. */
export function settingsIn(json: string, name: string): ReadonlyMap<string, unknown> {
  const { resource } = JSON.parse(json) as Document;
  const found = Object.entries(resource).flatMap(([type, blocks]) =>
    Object.entries(blocks).flatMap(([label, { lifecycle }]) =>
      lifecycle && name in lifecycle ? [[`${type}.${label}`, lifecycle[name]] as const] : [],
    ),
  );
  return new Map(found);
}
