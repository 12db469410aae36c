import { list, set, string, type Fields } from "../../schema/type";
import { ownHost } from "../draft";
import type { DataType } from "../resource";

const fields = {
  host: {
    type: string({ format: "name" }),
    optional: true,
    default: "local",
    doc: "The host of the provider configuration to read.",
  },
  kernel: { type: string({}), computed: true, doc: "The kernel's release; `simulated` for the simulated one." },
  iproute2: { type: string({}), computed: true, doc: "The version of iproute2." },
  nftables: { type: string({}), computed: true, doc: "The version of nftables; empty where it is not installed." },
  features: { type: set(string({})), computed: true, doc: "The host's features: `bridge`, `veth`, `vxlan`, `wireguard`, …" },
  interfaces: { type: list(string({})), computed: true, doc: "The host's own interfaces, without those that Netweft created." },
  addresses: { type: list(string({})), computed: true, doc: "The host's own addresses, without those that Netweft created." },
} as const satisfies Fields;

/** A host's properties and features when the plan is made. */
export const host: DataType = {
  type: "netweft_host",
  doc: "A host's versions, features, own interfaces and addresses. Read when the plan is made.",
  fields,
  hosts: ownHost,
  showsHost: true,
  examples: [{ title: "The machine itself", config: {} }],
};
