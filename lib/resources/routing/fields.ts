import { integer, list, object, string, type Fields } from "../../schema/type";

const MAX = 4294967295;

/** A policy rule for the table of a route: which packets use it. */
export const ruleFields = {
  priority: {
    type: integer(1, 32765),
    optional: true,
    default: 1000,
    doc: "Rules are consulted by rising priority; the rule of the main table has 32766.",
  },
  from: { type: string({ format: "block" }), optional: true, doc: "The source address or network of the packets." },
  to: { type: string({ format: "block" }), optional: true, doc: "Their destination address or network." },
  iif: {
    type: string({ format: "ifname" }),
    optional: true,
    doc: "The interface that they arrive by; `lo` for those of the place itself.",
  },
  fwmark: { type: integer(0, MAX), optional: true, doc: "Their firewall mark." },
  mask: { type: integer(1, MAX), optional: true, doc: "The bits of `fwmark` that are compared; all of them when absent." },
} as const satisfies Fields;

/** What a route says, besides its place and its interface. */
export const routeFields = {
  destination: {
    type: string({ format: "cidr" }),
    required: true,
    doc: "The destination network; `0.0.0.0/0` or `::/0` for a default route.",
  },
  type: {
    type: string({ oneOf: ["unicast", "blackhole", "unreachable"] }),
    optional: true,
    default: "unicast",
    refreshed: true,
    doc: "`unicast`; `blackhole`, which drops packets silently; or `unreachable`, which tells their senders.",
  },
  via: {
    type: string({ format: "ip" }),
    optional: true,
    refreshed: true,
    doc: "The gateway: an address in a network of the interface. When absent, the destination itself is on the interface's link.",
  },
  source: {
    type: string({ format: "ip" }),
    optional: true,
    refreshed: true,
    doc: "The preferred source address of connections that are opened from here: one of the place's own addresses.",
  },
  metric: {
    type: integer(0, MAX),
    optional: true,
    doc: "Of routes with one destination and table, the one with the lowest metric is used. When absent, 0 in IPv4 and 1024 in IPv6.",
  },
  table: {
    type: integer(1, MAX),
    optional: true,
    doc: "The routing table; the main table (254) when absent, never 255, which is the kernel's. Another one is used only by packets that a policy rule sends there: see `rules`.",
  },
  rules: {
    type: list(object(ruleFields)),
    optional: true,
    doc: "Policy rules that send packets to `table`. Routes of one table may repeat a rule: it exists once.",
  },
} as const satisfies Fields;

/** The interface of a route where the resource is not an interface itself. */
export const dev = {
  type: string({ format: "ifname" }),
  optional: true,
  doc: "The interface. When absent, the one that `via` is on.",
} as const;
