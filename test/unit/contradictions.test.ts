/** Answers of a host that are whole and cannot be true together. */
import { contradictionIn } from "../../providers/iproute2/contradictions";
import type { IpLink, IpNetns } from "../../providers/iproute2/observation/dump";

const link = (ifindex: number, more: Partial<IpLink> = {}): IpLink => ({
  ...{ ifindex, ifname: `l${ifindex}`, flags: [], mtu: 1500, link_type: "ether" },
  ...more,
});

/** The host's end of a pair has index 5, the end in `web` index 2. */
const root = [link(1), link(5, { link_index: 2, link_netnsid: 0 })];
const web = [link(1), link(2, { link_index: 5, link_netnsid: 0 })];

function seen(namespaces: readonly IpNetns[], inside: readonly IpLink[] = web): string | undefined {
  const spaces = new Map([
    ["-", { links: root, routes: [] }],
    ["web", { links: inside, routes: [] }],
  ]);
  return contradictionIn({ spaces, namespaces })?.why;
}

test("a namespace that was read and that the list of names leaves out", () => {
  expect(seen([])).toContain("web");
  expect(seen([{ name: "other", id: 0 }])).toContain("web");
});

test("a namespace that holds the other end of a link of the host and has no number", () => {
  expect(seen([{ name: "web" }])).toContain("no number");
});

test("namespaces without a link to the host have no number, and several names may stand for one namespace", () => {
  expect(seen([{ name: "web" }], [link(1)])).toBeUndefined();
  expect(seen([{ name: "web", id: 0 }])).toBeUndefined();
  expect(seen([{ name: "alias", id: 0 }, { name: "web" }])).toBeUndefined();
});

test("the other end may be in a namespace without a name", () => {
  expect(seen([{ name: "web" }], [link(1), link(2, { link_index: 7, link_netnsid: 0 })])).toBeUndefined();
});
