import type { FactBodies } from "../../kernel/fact";
import { accept, has, rule, vmap } from "../../nft/build";

export const FAMILIES = [
  { ip: "ip", n: "4" },
  { ip: "ip6", n: "6" },
] as const;

/** Of the endpoints with published ports that only some sources may use: by their addresses, the chain of the endpoint. */
export const limited: readonly FactBodies["set"][] = FAMILIES.map(({ n }) => ({
  name: `limited${n}`,
  type: [`ipv${n}_addr`],
  data: ["verdict"],
  interval: false,
}));

/** The chain that looks them up, behind the translation and before the networks' chains. Packets of a connection that was admitted pass. */
export const limits: FactBodies["chain"] = {
  name: "limits",
  base: Object.freeze({ type: "filter", hook: "forward", priority: -1 }),
  rules: Object.freeze([
    rule(has("ct state", "established", "related"), accept),
    ...FAMILIES.map(({ ip, n }) => rule(has("ct status", "dnat"), vmap(`${ip} daddr`, `limited${n}`))),
  ]),
};
