import { integer, object, set, string, type Fields } from "../schema/type";

/** A protocol with ports. */
export const transport = {
  type: string({ oneOf: ["tcp", "udp", "sctp"] }),
  optional: true,
  default: "tcp",
  doc: "`tcp`, `udp` or `sctp`.",
} as const;

/** One port of a host that is bound. */
const bindFields = {
  protocol: transport,
  port: { type: integer(1, 65535), required: true, doc: "The port on the host." },
  address: { type: string({ format: "ip" }), optional: true, doc: "The host address that is bound; all addresses when absent." },
  by: { type: string({ format: "label" }), optional: true, doc: "What binds it: free text for people." },
} as const satisfies Fields;

/** The host ports that the endpoints of a host network, or one of them, bind. */
export const binds = set(object(bindFields));
