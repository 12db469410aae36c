import type { Code } from "../../../lib/codes";

/** Attributes of one resource, or whole blocks, as in Terraform JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** The minimum that must be reported of a wrong configuration. */
export interface Complaint {
  readonly code?: Code;
  /** Address of the resource. */
  readonly resource?: string;
  /** Path of the attribute: `subnets[0]`. */
  readonly path?: string;
  readonly host?: string;
  readonly file?: string;
}

/** How a file is damaged: it is truncated, its text is replaced, or a pattern in it is replaced. */
export type Damage = { readonly keep: number } | { readonly text: string } | { readonly replace: readonly [pattern: string, text: string] };

/** One mistake. */
export interface Case {
  /** Completes the sentence "refuses …". */
  readonly title: string;
  /** The sections of `main.tf.json` that are different from the good one's, merged into it down to the attributes; null removes one. */
  readonly change?: Json;
  /** Files in addition to it, or instead of it. */
  readonly files?: Readonly<Record<string, string>>;
  /** Damage to the files of a good plan and apply. */
  readonly damage?: Readonly<Record<string, Damage>>;
  /** The commands that refuse it; by default `plan` and `apply`. */
  readonly commands?: readonly (readonly string[])[];
  readonly expect: Complaint;
}

/** A valid configuration, which the cases modify. */
export const good = {
  provider: { netweft: [{ hosts: { local: { underlay: "192.0.2.1" } } }] },
  resource: {
    netweft_bridge_network: {
      front: { name: "front", subnets: ["10.8.0.0/24", "fd00:8::/64"] },
      back: { name: "back", subnets: ["10.9.0.0/24"] },
    },
    netweft_overlay_network: { mesh: { name: "mesh", vni: 42, members: ["local"], subnets: ["10.20.0.0/24"] } },
    netweft_namespace: { web: { name: "web" }, db: { name: "db" } },
    netweft_endpoint: {
      web: { namespace: "${netweft_namespace.web.ref}", network: "${netweft_bridge_network.front.ref}" },
      db: { namespace: "${netweft_namespace.db.ref}", network: "${netweft_bridge_network.front.ref}" },
    },
    netweft_host_network: { host: { binds: [{ port: 9100 }] } },
    netweft_macvlan_network: { lan: { name: "lan", parent: "eth1", subnets: ["192.0.2.0/24"] } },
    netweft_route: { none: { destination: "10.99.0.0/16", type: "blackhole" } },
  },
};

/** A case that modifies attributes of one resource of the good configuration. */
export function attribute(title: string, address: string, attributes: Json, code: Code, path?: string): Case {
  return { title, change: resource(address, attributes), expect: { code, resource: address, ...(path ? { path } : {}) } };
}

/** The section of a configuration that holds these attributes of one resource. */
export function resource(address: string, attributes: Json): Json {
  const [type = "", name = ""] = address.split(".");
  return { resource: { [type]: { [name]: attributes } } };
}
