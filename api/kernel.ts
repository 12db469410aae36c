/**
 * `netweft/kernel`: what Netweft knows of Linux. Kernel objects are facts, and a fact has one line of text, as plans, drift and dumps
 * show it. The simulated kernel has the effects, the refusals and the limits of the real one: for tests that need no root.
 *
 * @example
 * import { parseLine, simulatedKernel, textOf } from "netweft/kernel";
 *
 * const kernel = simulatedKernel();
 * await kernel.set("local - link br0 type bridge mtu 1500 mac 02:00:00:00:00:01 stp off up");
 * await kernel.set("local - addr 10.0.0.1/24 dev br0");
 * console.log(kernel.lines("local").length);
 *
 * // An address needs its link, here as there.
 * const refused = await kernel.set("local - addr 10.9.0.1/24 dev br9");
 * console.log(refused.ok, refused.diagnostics[0]?.code);
 *
 * const parsed = parseLine("local - addr 10.0.0.1/24 dev br0");
 * if (parsed.ok && parsed.value.kind === "addr") console.log(parsed.value.dev, textOf(parsed.value));
 */
export { keyOf } from "../lib/kernel/kinds";
export { lineOf, parseLine, textOf } from "../lib/kernel/line";
export { simulatedKernel, type SimulatedKernel } from "../providers/backends/simulated/kernel";
export type { Fact, FactBodies, FactOf, Key, Kind, Place } from "../lib/kernel/fact";
export type { Diagnostic, Result } from "../lib/diagnostic";
