import type { Example } from "../resource";

const web = { id: "local/web", name: "web", host: "local", incarnation: "b" };

export const examples: readonly Example[] = [
  {
    title: "A network behind a router that the host reaches by eth0",
    config: { destination: "10.20.0.0/16", via: "192.0.2.254", dev: "eth0" },
    facts: ["local - route 10.20.0.0/16 via 192.0.2.254 dev eth0"],
  },
  {
    title: "Addresses that a namespace must never send to",
    config: { namespace: web, destination: "10.0.0.0/8", type: "unreachable" },
    facts: ["local web route unreachable 10.0.0.0/8"],
  },
  {
    title: "Another way out for the packets from one address, in a table of its own",
    config: {
      namespace: web,
      destination: "0.0.0.0/0",
      via: "10.9.0.1",
      dev: "eth1",
      table: 20,
      rules: [{ from: "10.9.0.2", priority: 100 }],
    },
    facts: ["local web route default via 10.9.0.1 dev eth1 table 20", "local web rule ip 100 from 10.9.0.2/32 lookup 20"],
  },
];
