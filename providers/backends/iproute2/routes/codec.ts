import type { FactOf } from "../../../../lib/kernel/fact";
import { ip, type Codec, type ScriptLine } from "../line";
import { ourProtocol, word } from "../words";

function command(verb: string, fact: FactOf<"route">, extra: Pick<ScriptLine, "ignoreMissing"> = {}): ScriptLine {
  const { netns, destination, type, via, dev, source, metric, table, proto, learned } = fact;
  const words = [
    "route",
    verb,
    type,
    word.cidr(destination),
    via !== undefined && `via ${word.ip(via)}`,
    dev !== undefined && `dev ${word.dev(dev)}`,
    source !== undefined && `src ${word.ip(source)}`,
    metric !== undefined && `metric ${word.number(metric)}`,
    table !== undefined && `table ${word.number(table)}`,
    learned ? "proto ra" : proto === undefined ? ourProtocol : `proto ${word.routeProtocol(proto)}`,
  ];
  return ip(netns, words, extra);
}

/** `add`, not `replace`, for a new route: the kernel then refuses to replace another program's route. */
export const route: Codec<"route"> = {
  add: (fact) => [command("add", fact)],
  set: (_from, to) => [command("replace", to)],
  del: (fact) => [command("del", fact, { ignoreMissing: true })],
  followsBridges: () => true,
  goesWithCarrier: true,
};
