import { simulatedWith } from "../../support/broken-provider";
import { done, inLab, type Lab } from "../../support/world";

/** A network with a container on each of two hosts, which share nothing. */
const stack = (lab: Lab, { mtu, ports = [8080], faults = [] }: { mtu: number; ports?: readonly number[]; faults?: readonly string[] }) => {
  const on = (host: string) => ({
    network: `\${netweft_bridge_network.${host}.ref}`,
    namespace: `\${netweft_namespace.${host}.ref}`,
  });
  const each = <T>(of: (host: string) => T) => Object.fromEntries(["local", "far"].map((host) => [host, of(host)]));
  const resource = {
    netweft_bridge_network: each((host) => ({ name: host, host, mtu, subnets: [host === "far" ? "10.9.0.0/24" : "10.8.0.0/24"] })),
    netweft_namespace: each((host) => ({ name: host, host })),
    netweft_endpoint: each((host) => ({ ...on(host), publish: ports.map((port) => ({ host_port: port, port: 80 })) })),
  };
  return JSON.stringify({ provider: { netweft: simulatedWith(lab.provider, faults) }, resource });
};

const linesOn = async (lab: Lab, host: string) => (await lab.lines()).filter((line) => line.startsWith(`${host} `));

test("a host on which a step fails goes back, with its resources in the state; one that shares nothing with it goes on", () =>
  inLab(async (lab) => {
    done(await lab.apply(stack(lab, { mtu: 1500 })));
    const [before, state] = [await linesOn(lab, "local"), lab.state];
    const applied = await lab.apply(stack(lab, { mtu: 1400, ports: [9090], faults: ["add local - element publish4-any tcp . 9090"] }));
    expect(applied.diagnostics.map(({ code }) => code).slice(0, 2)).toEqual(["kernel-refused", "rolled-back"]);
    expect([...applied.rolledBack].sort()).toEqual(["netweft_bridge_network.local", "netweft_endpoint.local"]);
    expect(await linesOn(lab, "local")).toEqual(before);
    expect((await linesOn(lab, "far")).join("\n")).toContain("mtu 1400");
    const of = (address: string) => lab.state.instances.get(address)!;
    expect(of("netweft_bridge_network.local").attributes).toEqual(state.instances.get("netweft_bridge_network.local")!.attributes);
    expect(of("netweft_bridge_network.far").attributes).toMatchObject({ mtu: 1400 });
    done(await lab.apply(stack(lab, { mtu: 1400, ports: [9090] })));
    expect((await linesOn(lab, "local")).join("\n")).toContain("mtu 1400");
  }));

test("a step that fails while resources are only created leaves the others, and so does one with onFailure = stop", () =>
  inLab(async (lab) => {
    const faults = ["add local - element publish4-any tcp . 9090"];
    const first = await lab.apply(stack(lab, { mtu: 1500, faults: ["add local - port"] }));
    expect(first.rolledBack).toEqual([]);
    expect((await linesOn(lab, "local")).join("\n")).toContain("netns local");
    done(await lab.apply(stack(lab, { mtu: 1500 })));
    const stopped = await lab.apply(stack(lab, { mtu: 1400, ports: [9090], faults }), { onFailure: "stop" });
    expect(stopped.rolledBack).toEqual([]);
    expect(stopped.diagnostics.map(({ code }) => code)).not.toContain("rolled-back");
  }));

test("a way back that fails, too, is reported, and the state keeps what may exist; the next apply completes it", () =>
  inLab(async (lab) => {
    done(await lab.apply(stack(lab, { mtu: 1500 })));
    const faults = ["add local - element publish4-any tcp"];
    const broken = await lab.apply(stack(lab, { mtu: 1400, ports: [9090], faults }));
    expect(broken.diagnostics[0]).toMatchObject({ code: "kernel-refused" });
    expect(broken.diagnostics.map(({ code }) => code)).toContain("rollback-incomplete");
    expect(lab.state.instances.get("netweft_endpoint.local")!.private!.pending).toBe(true);
    done(await lab.apply(stack(lab, { mtu: 1400, ports: [9090] })));
  }));
