/** The simulated kernel as a library. Its declarations need no types of Node. */
import { parseLine } from "../../../lib/kernel/line";
import type { Result } from "../../../lib/diagnostic";
import type { Backends } from "../../../lib/ports/backend";
import { providerFields, type ProviderConfig } from "../../../lib/resources/provider";
import { driversOf } from ".";
import { changed, linesOf, setFact, unsetLine } from "./manual";
import { inMemory } from "./memory";
import type { SimulatedHosts } from "./model";

/** Simulated hosts in memory, for programs and tests: no file is read or written, no privileges are needed. */
export interface SimulatedKernel {
  /** For a stack: whichever backend its configuration names, it gets these hosts. */
  readonly backends: Backends<ProviderConfig>;
  /** The lines of all objects, or of one host's, with their marks, in the order of their creation. */
  lines(host?: string): readonly string[];
  /**
   * Creates or changes an object as another program would, with all side effects. A line without a mark keeps that of the object in
   * its place.
   */
  set(line: string): Promise<Result<void>>;
  /** Deletes an object and all that depends on it; a setting returns to its default. A unique prefix of the line is enough. */
  unset(line: string): Promise<Result<void>>;
}

/** Hosts without any object, in memory. They have the effects, the refusals and the limits of the real kernel. */
export function simulatedKernel(): SimulatedKernel {
  const hosts: SimulatedHosts = new Map();
  const store = inMemory(hosts, "simulated");
  return {
    backends: driversOf(hosts, { lacks: new Map(), capabilities: new Map() }, providerFields.backend.type.oneOf),
    lines: (host) => linesOf(hosts, host),
    async set(line) {
      const parsed = parseLine(line);
      return parsed.ok ? changed(store, (writer) => setFact(writer, parsed.value)) : parsed;
    },
    unset: (line) => changed(store, (writer) => unsetLine(writer, line)),
  };
}
