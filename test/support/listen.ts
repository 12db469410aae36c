/** Sockets of other programs on the machine that runs the test. */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import type { FactOf } from "../../lib/kernel/fact";

/** Listens on the socket of the fact until the returned function is called. */
export async function listen({ protocol, address, port }: Pick<FactOf<"socket">, "protocol" | "address" | "port">): Promise<() => void> {
  const host = address === "*" ? "::" : address;
  const ipv6Only = address === "::";
  if (protocol === "udp") {
    const socket = createSocket({ type: host.includes(":") ? "udp6" : "udp4", ipv6Only });
    socket.bind(port, host);
    await once(socket, "listening");
    return () => void socket.close();
  }
  const server = createServer((socket) => socket.end());
  server.listen({ host, port, ipv6Only });
  await once(server, "listening");
  return () => void server.close();
}
