import type { Example } from "../resource";

export const examples: readonly Example[] = [
  {
    title: "A metrics agent in the host's network",
    config: { binds: [{ port: 9100, by: "node-exporter" }] },
    given: { addresses: ["192.0.2.10"], interfaces: ["eth0"] },
    facts: [],
  },
];
