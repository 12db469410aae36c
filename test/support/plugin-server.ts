/** The provider in this process with all of its calls, on a socket and a simulated kernel of its own. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { machineBackends as drivers } from "../../api/machine";
import { providerFields } from "../../lib/resources/provider";
import { registry } from "../../lib/resources";
import type { Draft } from "../../lib/schema/value";
import { machineClock } from "../../providers/system/clock";
import { openLog } from "../../providers/frontends/terraform/plugin/log";
import { serveReattached } from "../../providers/frontends/terraform/plugin/serve";
import { openProvider } from "../../providers/frontends/terraform/rpcs";
import { encodeAttributes } from "../../providers/frontends/terraform/wire/value";
import { connectPlugin, type PluginClient } from "./plugin-client";

const ADDRESS = "registry.terraform.io/netweft/netweft";

export interface Plugin {
  readonly path: string;
  readonly client: PluginClient;
  /** Its logged errors. */
  readonly bugs: readonly string[];
  /** Configures it for the simulated kernel, with further attributes; fails on errors. */
  configure(config?: Draft): Promise<void>;
  close(): Promise<void>;
}

export async function openPlugin(): Promise<Plugin> {
  const folder = mkdtempSync(join(tmpdir(), "netweft-plugin-"));
  const bugs: string[] = [];
  const own = { env: {}, pid: process.pid, writeError: (text: string) => void bugs.push(text) };
  const provider = openProvider({ types: registry, drivers, clock: machineClock }, openLog(own.env, own.writeError), "simulated");
  const served = await serveReattached(provider.handlers, own, ADDRESS);
  const path = served.reattach[ADDRESS]!.Addr.String;
  const client = await connectPlugin({ path });
  return {
    path,
    client,
    bugs,
    async configure(more = {}) {
      const config = encodeAttributes(providerFields, { simulated: { file: join(folder, "simulated.json") }, ...more });
      const { diagnostics } = await client.call("ConfigureProvider", { config });
      if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
    },
    async close() {
      client.close();
      served.close();
      await provider.close();
      rmSync(folder, { recursive: true });
    },
  };
}
