/** Real packets between the namespaces of the laboratory: servers that answer with the client's address, and clients. */
import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../../lib/kernel/fact";

export interface Server {
  readonly protocol: "tcp" | "udp";
  /** `0.0.0.0` or `::` for every address of the family. */
  readonly address: string;
  readonly port: number;
}

/** The timeout of a request. On one machine an answer takes a millisecond. */
const TIMEOUT_MS = 700;

export interface Traffic {
  serve(netns: string, ...servers: readonly Server[]): Promise<void>;
  /** The client's address as the server sees it; `refused` if no process listens there, "" on a timeout. */
  ask(netns: string, protocol: "tcp" | "udp", address: string, port: number): Promise<string>;
  close(): void;
}

interface Agent {
  tell(order: object): Promise<string>;
  end(): void;
}

function agentIn(netns: string): Agent {
  const program = join(__dirname, "traffic-child.js");
  const command = netns === ROOT ? [process.execPath] : ["nsenter", `--net=/run/netns/${netns}`, process.execPath];
  const child: ChildProcess = spawn(command[0]!, [...command.slice(1), program], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const waiting = new Map<number, (text: string) => void>();
  let count = 0;
  child.on("message", (message) => {
    const { id, text } = message as { readonly id: number; readonly text: string };
    waiting.get(id)?.(text);
    waiting.delete(id);
  });
  return {
    tell: (order) =>
      new Promise((resolve) => {
        waiting.set(++count, resolve);
        child.send({ id: count, ...order });
      }),
    end: () => void child.kill("SIGKILL"),
  };
}

export function openTraffic(): Traffic {
  const agents = new Map<string, Agent>();
  const agent = (netns: string) => {
    const known = agents.get(netns) ?? agentIn(netns);
    agents.set(netns, known);
    return known;
  };
  return {
    async serve(netns, ...servers) {
      const answers = await Promise.all(servers.map((server) => agent(netns).tell({ what: "serve", ...server })));
      const failed = answers.findIndex((answer) => answer !== "ready");
      if (failed >= 0) throw new Error(`${netns} cannot serve ${JSON.stringify(servers[failed])}: ${answers[failed]}`);
    },
    ask: (netns, protocol, address, port) => agent(netns).tell({ what: protocol, address, port, timeout: TIMEOUT_MS }),
    close() {
      for (const one of agents.values()) one.end();
      agents.clear();
    },
  };
}
