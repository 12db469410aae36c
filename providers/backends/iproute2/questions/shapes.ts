/** Required members and types in the JSON of ip, tc, bridge and nft. See `../dump.ts`. */
import { count, flag, listOf, members, perhaps, text, type Shape } from "../../../../lib/schema/shape";
import { address, mac } from "./json";

const addr = members({
  family: text,
  local: perhaps(address),
  prefixlen: count,
  tentative: perhaps(flag),
  dadfailed: perhaps(flag),
  mngtmpaddr: perhaps(flag),
  temporary: perhaps(flag),
});

const slave = members({
  state: perhaps(text),
  isolated: perhaps(flag),
  hairpin: perhaps(flag),
  neigh_suppress: perhaps(flag),
  learning: perhaps(flag),
  flood: perhaps(flag),
  mcast_flood: perhaps(flag),
  bcast_flood: perhaps(flag),
});

/** By device kind, because other kinds have members of the same names with another meaning. */
const dataOf: Readonly<Record<string, Shape>> = {
  bridge: members({ stp_state: count }),
  macvlan: members({ mode: text }),
  ipvlan: members({ mode: text }),
  vlan: members({ id: count }),
  vxlan: members({ id: perhaps(count), local: perhaps(address), local6: perhaps(address), port: perhaps(count), learning: perhaps(flag) }),
};

const linkinfo: Shape = (value) => {
  const { info_kind, info_data, info_slave_kind, info_slave_data } = value as Readonly<Record<string, unknown>>;
  const own = Object.hasOwn(dataOf, String(info_kind)) ? dataOf[String(info_kind)]! : () => true;
  return own(info_data) && (info_slave_kind !== "bridge" || slave(info_slave_data));
};

const known = members({ info_kind: perhaps(text), info_slave_kind: perhaps(text) });

const shapeOfLink = members({
  ifindex: count,
  ifname: text,
  flags: listOf(text),
  mtu: count,
  link_type: text,
  group: perhaps(text),
  address: perhaps(text),
  master: perhaps(text),
  ifalias: perhaps(text),
  link: perhaps((value) => value === null || text(value)),
  link_index: perhaps(count),
  link_netnsid: perhaps(Number.isSafeInteger),
  linkinfo: perhaps((value) => known(value) && linkinfo(value)),
  addr_info: perhaps(listOf((value) => isEmpty(value) || addr(value))),
});

/** ip prints an empty object for an entry of a kind that it does not list. */
function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

export const link: Shape = (value) => {
  if (!shapeOfLink(value)) return false;
  const { link_type, address: at } = value as { readonly link_type: string; readonly address?: unknown };
  return link_type !== "ether" || mac(at);
};

const destination: Shape = (value) => value === "default" || (typeof value === "string" && isNetwork(value));

function isNetwork(value: string): boolean {
  const [at, bits, ...rest] = value.split("/");
  return rest.length === 0 && address(at) && (bits === undefined || /^\d{1,3}$/.test(bits));
}

export const route = members({
  dst: destination,
  type: perhaps(text),
  gateway: perhaps(address),
  prefsrc: perhaps(address),
  dev: perhaps(text),
  protocol: perhaps(text),
  metric: perhaps(count),
  table: perhaps(text),
});

const end: Shape = (value) => value === "all" || address(value);

export const rule = members({
  priority: count,
  src: end,
  srclen: perhaps(count),
  dst: perhaps(end),
  dstlen: perhaps(count),
  fwmark: perhaps(mark),
  fwmask: perhaps(mark),
  iif: perhaps(text),
  oif: perhaps(text),
  table: perhaps(text),
  action: perhaps(text),
  ipproto: perhaps(text),
  sport: perhaps(count),
  sport_start: perhaps(count),
  sport_end: perhaps(count),
  suppress_prefixlen: perhaps(count),
  protocol: perhaps(protocol),
});

function protocol(value: unknown): boolean {
  return typeof value === "string" && /^\d{1,3}$/.test(value);
}

function mark(value: unknown): boolean {
  return typeof value === "string" && /^(?:0|0x[0-9a-f]{1,8})$/.test(value);
}

export const namespace = members({ name: text, id: perhaps(count) });

export const fdb = members({
  mac,
  ifname: text,
  dst: perhaps(address),
  flags: perhaps(listOf(text)),
  master: perhaps(text),
  state: perhaps(text),
});

export const neighbour = members({ dst: address, dev: text, lladdr: perhaps(text) });

export const proxy = members({ dst: address, dev: perhaps(text), protocol: perhaps(protocol) });

const bucket = members({
  rate: perhaps(count),
  burst_raw: perhaps((value) => typeof value === "string" && /^(0x)?[0-9a-f]+$/.test(value)),
  limit: perhaps(count),
});

export const qdisc: Shape = (value) => {
  const { kind, options } = value as { readonly kind?: unknown; readonly options?: unknown };
  return members({ kind: text, handle: text, dev: text, root: perhaps(flag) })(value) && (kind !== "tbf" || bucket(options));
};

const set = members({ family: text, name: text, type: (value) => value !== undefined, elem: perhaps(Array.isArray) });
const chain = members({
  ...{ family: text, name: text, type: perhaps(text), hook: perhaps(text), prio: perhaps(Number.isSafeInteger), policy: perhaps(text) },
});

/** The shape of nft's answers. */
export const ruleset = members({
  nftables: listOf(
    members({
      table: perhaps(members({ family: text, name: text })),
      set: perhaps(set),
      map: perhaps(set),
      chain: perhaps(chain),
      rule: perhaps(members({ family: text, chain: text, expr: Array.isArray })),
    }),
  ),
});
