/** The probe `reach:FROM,TO[,PORT/tcp]`: which questions it asks of a planned stack. */
import { reachAsked, reachesOf, type ReachGround } from "../../lib/cli/reach";
import { openFolder } from "../support/folder";
import { plainHost } from "../support/hosts";
import { labConfig } from "../support/lab";
import { instance, stateOf } from "../support/state";
import { value } from "../support/world";

test("it is a container, another one or an address, and a port", () => {
  expect(reachAsked("web,db")).toEqual({ from: "web", to: "db" });
  expect(reachAsked(" edge/web , fd00::1 , 5432/tcp ")).toEqual({ from: "edge/web", to: "fd00::1", port: 5432 });
});

test.each(["web", "web,", ",db", "web,db,5432", "web,db,53/udp", "web,db,0/tcp", "web,db,65536/tcp", "web,db,1/tcp,2/tcp", "web,db,"])(
  "%p is none",
  (text) => expect(reachAsked(text)).toBeUndefined(),
);

/** A namespace with these addresses. */
function container(name: string, ...addresses: readonly string[]) {
  const facts = ["127.0.0.1/8 dev lo", ...addresses.map((address) => `${address} dev eth0`)].map((text) => `edge ${name} addr ${text}`);
  return instance({ name, attributes: { id: `edge/${name}`, name, host: "edge", path: `/run/netns/${name}` }, private: { v: 1, facts } });
}

const config = labConfig({ edge: plainHost });

function asked(text: string, ...planned: readonly ReturnType<typeof container>[]): readonly string[] {
  const state = stateOf(container("web", "10.8.0.2/24", "fd00:8::2/64"), container("db", "10.8.0.3/24", "10.9.0.3/24", "fd00:9::3/64"));
  const ground: ReachGround = { state, plan: { instances: planned, providers: [config] } };
  return value(reachesOf(reachAsked(text)!, ground)).map(({ host, namespace, address, port }) =>
    [host, namespace, address, port].join(" "),
  );
}

test("of a container it asks the addresses in a subnet that both have", () => {
  expect(asked("web,db,5432/tcp")).toEqual(["edge web 10.8.0.3 5432"]);
  expect(asked("edge/web,netweft_namespace.db")).toEqual(["edge web 10.8.0.3 "]);
});

test("without a common subnet, those of the families that the asking one has", () => {
  expect(asked("web,far", container("far", "10.9.0.4/24", "fd00:9::4/64"))).toEqual(["edge web 10.9.0.4 ", "edge web fd00:9::4 "]);
  expect(asked("v4,db", container("v4", "10.10.0.4/24"))).toEqual(["edge v4 10.8.0.3 ", "edge v4 10.9.0.3 "]);
  expect(() => asked("v4,v6", container("v4", "10.10.0.4/24"), container("v6", "fd00::6/64"))).toThrow(
    "no address of a family that v4 has",
  );
});

test("addresses are those that the apply gives; an address is asked as it is", () => {
  expect(asked("web,db", container("db", "10.8.0.77/24"))).toEqual(["edge web 10.8.0.77 "]);
  expect(asked("web,FD00:0::53")).toEqual(["edge web fd00::53 "]);
});

test("a container that the stack has not, or whose backend has no processes, is an error before anything is changed", async () => {
  const folder = openFolder();
  folder.write({ resource: { netweft_namespace: { web: { name: "web" } } } });
  const applying = ["apply", "--auto-approve", "--confirm", "60s"];
  const { stderr } = await folder.run(1, ...applying, "--probe", "reach:wep,192.0.2.1", "--probe", "reach:web,192.0.2.1");
  expect(stderr).toMatch(/no-such-container[\s\S]*Did you mean web[\s\S]*nothing-runs-there/);
  expect((await folder.run(1, ...applying, "--probe", "reach:web")).stderr).toContain("invalid-option-value");
  expect((await folder.run(0, "sim", "show")).stdout).not.toContain("netns");
  folder.close();
});
