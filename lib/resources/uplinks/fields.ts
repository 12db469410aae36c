import { list, string, type Attrs, type Fields } from "../../schema/type";

/** The bits of firewall marks that tell uplinks apart when `mark_mask` is not set. */
export const DEFAULT_MASK = "0x0f000000";

/** A link of a host that leads to the outside. */
export const uplinkFields = {
  dev: { type: string({ format: "ifname" }), required: true, doc: "The interface." },
  gateways: {
    type: list(string({ format: "ip" }), { min: 1 }),
    required: true,
    doc: "The routers behind it, one for each family; `0.0.0.0` or `::` for a link that has none, such as that of a VPN.",
  },
  networks: {
    type: list(string({ format: "cidr" })),
    optional: true,
    default: [],
    doc: "The networks on its link. Clients there are answered directly, all others through the gateway.",
  },
} as const satisfies Fields;

/** A declared uplink. */
export type DeclaredUplink = Attrs<typeof uplinkFields>;
