import { fact, ROOT, type Fact } from "../../../../lib/kernel/fact";
import { normal } from "../../../../lib/kernel/kinds";

/** `udp UNCONN 0 0 127.0.0.53%lo:53 0.0.0.0:* users:(("dnsmasq",pid=7,fd=4))`. */
const LINE = /^(tcp|udp) +\S+ +\d+ +\d+ +(\S+):(\d+) +\S+:\*(?:.* users:\(\("([^"]*)")?/;

/** The output of `ss -Hlntup`; lines of another form are skipped. */
export function socketFacts(host: string, lines: readonly string[]): readonly Fact[] {
  return lines.flatMap((line) => {
    const [, protocol, local, port, program] = LINE.exec(line) ?? [];
    if (protocol === undefined) return [];
    const [address, dev] = local!.replace(/[[\]]/g, "").split("%");
    const by = program?.replace(/[^!-~]/g, "_");
    const body = {
      protocol: protocol as "tcp" | "udp",
      address: address!,
      port: Number(port),
      ...(dev === undefined ? {} : { dev }),
      ...(by ? { by } : {}),
    };
    return [normal(fact("socket", { host, netns: ROOT }, body) as Fact)];
  });
}
