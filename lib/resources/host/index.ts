import { list, set, string, type Fields } from "../../schema/type";
import type { DataType } from "../resource";

const fields = {
  host: {
    type: string({ format: "name" }),
    optional: true,
    default: "local",
    doc: "The host of the provider configuration that is asked.",
  },
  kernel: { type: string({}), computed: true, doc: "The kernel's release; `simulated` for the simulated one." },
  iproute2: { type: string({}), computed: true, doc: "The version of iproute2." },
  nftables: { type: string({}), computed: true, doc: "The version of nftables; empty where it is not installed." },
  features: { type: set(string({})), computed: true, doc: "What the host can do: `bridge`, `veth`, `vxlan`, `wireguard`, …" },
  interfaces: { type: list(string({})), computed: true, doc: "The host's own interfaces, without those that Netweft made." },
  addresses: { type: list(string({})), computed: true, doc: "The host's own addresses, without those that Netweft made." },
} as const satisfies Fields;

/** What a host is and can do, as it is when the plan is made. */
export const host: DataType<typeof fields> = {
  type: "netweft_host",
  doc: "A host as it is: versions, abilities, its own interfaces and addresses. Read when the plan is made.",
  fields,
  examples: [{ title: "The machine itself", config: {} }],
};
