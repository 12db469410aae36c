/** Answers of a host that are complete but contradict each other. */
import { contradictionIn } from "../../providers/backends/iproute2/contradictions";
import type { IpLink, IpNetns } from "../../providers/backends/iproute2/dump";

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

test("a namespace that was read but is missing from the list of names", () => {
  expect(seen([])).toContain("web");
  expect(seen([{ name: "other", id: 0 }])).toContain("web");
});

test("a namespace that holds the peer of one of the host's links and has no netns id", () => {
  expect(seen([{ name: "web" }])).toContain("no netns id");
});

test("namespaces without a link to the host have no netns id, and one namespace may have several names", () => {
  expect(seen([{ name: "web" }], [link(1)])).toBeUndefined();
  expect(seen([{ name: "web", id: 0 }])).toBeUndefined();
  expect(seen([{ name: "alias", id: 0 }, { name: "web" }])).toBeUndefined();
});

test("the peer may be in a namespace without a name", () => {
  expect(seen([{ name: "web" }], [link(1), link(2, { link_index: 7, link_netnsid: 0 })])).toBeUndefined();
});
