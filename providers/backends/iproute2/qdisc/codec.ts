import type { FactOf } from "../../../../lib/kernel/fact";
import { TOKEN_BUCKET } from "../../../../lib/kernel/kinds/qdisc";
import type { Codec, ScriptLine } from "../line";
import { word } from "../words";

type Qdisc = FactOf<"qdisc">;

function command(verb: "add" | "replace", { netns, dev, type, rate, burst, limit }: Qdisc): ScriptLine {
  if (type !== TOKEN_BUCKET || rate === undefined || burst === undefined || limit === undefined)
    throw new Error(`only complete token buckets can be created: ${type}`);
  const values = `rate ${word.rate(rate)} burst ${word.number(burst)} limit ${word.number(limit)}`;
  return { netns, command: { do: "tc", words: ["qdisc", verb, "dev", word.dev(dev), "root", TOKEN_BUCKET, values] } };
}

/**
 * `add`, not `replace`, for a new one: the kernel then refuses to replace another program's qdisc. Replacing one token bucket
 * with another changes it in place: no queued packet is lost.
 */
export const qdisc: Codec<"qdisc"> = {
  add: (fact) => [command("add", fact)],
  set: (_from, to) => [command("replace", to)],
  del: ({ netns, dev }) => [{ netns, command: { do: "tc", words: ["qdisc del dev", word.dev(dev), "root"] }, ignoreMissing: true }],
  goesWithCarrier: true,
};
