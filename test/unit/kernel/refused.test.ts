import { refused } from "../../../lib/kernel/refusal";
import { stepRefused } from "../../../lib/kernel/refused";
import { factOf } from "../../support/test-driver";

const PUBLIC = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

test.each([
  [`edge1 - key nwg1 port 51862 public ${PUBLIC}`, "51862", "`listen_port`"],
  ["edge1 - link nwx42 type vxlan vni 42 local 192.0.2.1 port 4789 learning on mtu 1450 mac 9a:72:b2:0b:5a:db up", "4789", "`port`"],
])("a tunnel port in use is reported as such: %s", (line, port, attribute) => {
  const { detail } = stepRefused({ verb: "add", fact: factOf(line) }, 0, refused("EADDRINUSE"));
  expect(detail).toContain(`UDP port ${port}`);
  expect(detail).toContain(attribute);
  expect(detail).not.toContain("dnsmasq");
});

test("the error of a name server whose port is in use names port 53", () => {
  const line = "edge1 - resolver nwo-mesh listen 10.20.0.1 domain mesh upstream host";
  expect(stepRefused({ verb: "add", fact: factOf(line) }, 0, refused("EADDRINUSE")).detail).toContain("sport = :53");
});

test("a network identifier of a device in another namespace is refused, and the message names possible places", () => {
  const line = "edge1 - link nwx42 type vxlan vni 42 local 192.0.2.1 port 4789 learning on mtu 1450 mac 9a:72:b2:0b:5a:db up";
  const { detail } = stepRefused(
    { verb: "add", fact: factOf(line) },
    0,
    refused("EEXIST", "A VXLAN device with the specified VNI already exists.", "vni-taken"),
  );
  for (const words of ["another namespace", "VNI 42", "UDP port 4789", "lsns -t net", "-d link show type vxlan", "`vni`"])
    expect(detail).toContain(words);
});
