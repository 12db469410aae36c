/** The hosts of random stacks: what is on them before, and how the provider block describes them. */
import * as fc from "fast-check";
import { writeFileSync } from "node:fs";

/** The hosts of every stack. Namespaces are on the first. */
export const HOSTS = { local: { underlay: "192.0.2.1" }, far: { underlay: "192.0.2.2" }, off: { underlay: "192.0.2.3" } };

/** The links of the first host, which belong to it and stay as they are. */
export const GROUND: readonly string[] = [
  "local - link lan0 type device mtu 1500 mac 02:77:00:00:00:11 up",
  "local - addr 198.51.96.1/19 dev lan0",
  "local - addr 2001:db8:5::1/64 dev lan0",
  "local - addr 198.18.6.1/24 dev lan0",
  "local - link lan1 type device mtu 1500 mac 02:77:00:00:00:12 up",
  "local - link wan0 type device mtu 1500 mac 02:77:00:00:00:13 up",
  "local - addr 192.0.2.1/24 dev wan0",
];

/** What a stack says of its hosts. */
export interface HostSettings {
  /** The links that replies of published ports leave by. */
  readonly uplinks: readonly ("lan0" | "wan0")[];
  readonly mask: string | undefined;
  /** Whether a router translates the address of the second host. */
  readonly advertises: boolean;
}

export const hostSettings: fc.Arbitrary<HostSettings> = fc.record({
  uplinks: fc.constantFrom<HostSettings["uplinks"]>([], [], ["lan0"], ["lan0", "wan0"], ["wan0", "lan0"]),
  mask: fc.constantFrom(undefined, undefined, "0x00000f00"),
  advertises: fc.boolean(),
});

const UPLINKS = {
  lan0: { dev: "lan0", gateways: ["198.51.96.254", "2001:db8:5::fe"], networks: ["198.51.96.0/19"] },
  wan0: { dev: "wan0", gateways: ["192.0.2.254"] },
};

interface Provided {
  readonly hosts?: Readonly<Record<string, object>>;
}

/** The provider block of a stack. */
export function providerFor<P extends Provided>({ settings }: { readonly settings: HostSettings }, provider: P): P {
  const { uplinks, mask, advertises } = settings;
  const hosts = { ...provider.hosts };
  if (uplinks.length > 0) hosts["local"] = { ...hosts["local"], uplinks: uplinks.map((name) => UPLINKS[name]) };
  if (advertises) hosts["far"] = { ...hosts["far"], advertise: "203.0.113.77" };
  return { ...provider, ...(provider.hosts && { hosts }), ...(mask === undefined ? {} : { mark_mask: mask }) };
}

/** Writes a simulated kernel with these lines. */
export function writeGround(file: string, lines: readonly string[] = GROUND): void {
  const facts = lines.map((line) => JSON.stringify(line)).join(",\n");
  writeFileSync(file, `{"netweft_simulated":1,"id":"000000000000","generations":{"local":1},"facts":[\n${facts}\n]}\n`);
}
