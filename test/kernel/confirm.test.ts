/** Changes that cut the connection of the run which makes them, over real ssh. */
import { openFolder, type Folder } from "../support/folder";
import { emptyLab, insideLab, ipBatch, labConfig, openLab, scopeOf, snapshot } from "../support/lab";
import { openSshLab, type SshHost, type SshLab } from "../support/sshd";

insideLab();

const CONTROLLER = "192.0.2.254";
const EDGE = "192.0.2.1";

let ssh: SshLab;
let edge: SshHost;
let folder: Folder;
beforeAll(async () => {
  emptyLab();
  ipBatch(["link add lan type bridge", `addr add ${CONTROLLER}/24 dev lan`, "link set lan up"]);
  ipBatch(["netns add edge", "link add edge type veth peer name up0 netns edge", "link set edge master lan up"]);
  ipBatch(["link add spare type veth peer name up1 netns edge", "link set spare up"]);
  ipBatch(
    ["link set lo up", "link set up0 up", `addr add ${EDGE}/24 dev up0`, "link set up1 up", "addr add 198.51.100.1/24 dev up1"],
    "edge",
  );
  ssh = openSshLab();
  edge = await ssh.start("edge", EDGE);
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
});
afterAll(() => {
  folder.close();
  ssh.close();
  emptyLab();
});

/** The resources on the host over ssh. */
function stack(resource: object): object {
  return { provider: { netweft: { hosts: { edge: edge.config } } }, resource };
}

/** A route that comes before the one back to the controller. */
const shadow = { netweft_route: { shadow: { host: "edge", destination: `${CONTROLLER}/32`, via: "198.51.100.254", dev: "up1" } } };

test("the host reports its end of the connection, and by which link it answers", async () => {
  const driver = await openLab(labConfig({ edge: edge.config }));
  expect((await snapshot(driver, scopeOf([]), "edge")).path).toEqual({ client: CONTROLLER, server: EDGE, port: 22, dev: "up0" });
  await driver.close();
});

test("a route before the one back to the controller is an error of the plan, and nothing is done", async () => {
  folder.write(stack(shadow));
  const before = edge.inside("ip route show table all");
  const { stderr } = await folder.run(1, "apply", "--auto-approve");
  expect(stderr).toContain("own-path-cut");
  expect(stderr).toContain(`packets to ${CONTROLLER} go "via 198.51.100.254 dev up1" instead of "dev up0"`);
  expect(edge.inside("ip route show table all")).toBe(before);
});
