/** A process of its own that works on a simulated kernel: `simulated-child.ts CONFIG HOST STEP…`, each step a verb and a line. */
import type { ProviderConfig } from "../../lib/resources/provider";
import { openSimulated } from "../../providers/backends/simulated";
import { stepOf } from "./simulated";

async function main([config, host, ...steps]: readonly string[]): Promise<void> {
  const opened = await openSimulated(JSON.parse(config!) as ProviderConfig);
  if (!opened.ok) throw new Error("the simulated kernel cannot be opened");
  const scope = { netns: [], adopt: {}, sysctls: [] };
  const observation = (await opened.value.observe(new Map([[host!, scope]]))).get(host!)!;
  if (!observation.ok) throw new Error(observation.diagnostics[0]!.detail);
  const work = { steps: steps.map(stepOf), scope, generation: observation.value.generation };
  const outcome = (await opened.value.run(new Map([[host!, work]]), () => {})).get(host!)!;
  process.stdout.write(JSON.stringify({ done: outcome.done, failed: outcome.failed?.diagnostic.detail }));
}

void main(process.argv.slice(2));
