/** Names that are keywords of the programs that process them, and spellings that these programs normalise. */
import { dump } from "../support/by-hand";
import { openFolder } from "../support/folder";
import { emptyLab, insideLab } from "../support/lab";
import { PROGRAM_WORDS } from "../support/odd-texts";
import { isIfname } from "../../lib/net/names";

insideLab();

beforeEach(() => emptyLab());
afterEach(() => emptyLab());

const words = PROGRAM_WORDS.filter(isIfname).slice(0, 24);

/** For each keyword a network whose bridge has that name, and a container of that name with an interface of that name. */
function stack(mtu: number): object {
  const each = <T>(make: (word: string, n: number) => T) => Object.fromEntries(words.map((word, n) => [`${word}_`, make(word, n)]));
  const endpoint = (word: string) => ({
    namespace: `\${netweft_namespace.${word}_.ref}`,
    network: `\${netweft_bridge_network.${word}_.ref}`,
    interface: word,
    default_route: true,
  });
  return {
    provider: { netweft: { backend: "iproute2" } },
    resource: {
      netweft_bridge_network: each((word, n) => ({
        ...{ name: word, bridge_name: word, mtu, names: false },
        subnets: [`10.${n}.0.0/24`, ...(n === 0 ? ["FD00:0008::/64"] : [])],
      })),
      netweft_namespace: each((word) => ({ name: word, sysctls: { "net.core.somaxconn": "1024" } })),
      netweft_endpoint: each((word, n) => ({
        ...endpoint(word),
        egress_rate: "10mbit",
        ...(n === 0 ? { addresses: ["10.0.0.2", "FD00:0008::A"], publish: [{ host_port: 8080, port: 80 }] } : {}),
      })),
    },
  };
}

test("a stack whose names are keywords of ip, tc and nft is created, changed, without drift, and destroyed", async () => {
  const before = dump();
  const folder = openFolder();
  try {
    for (const mtu of [1500, 1400]) {
      folder.write(stack(mtu));
      await folder.run(0, "apply", "--auto-approve");
      await folder.run(0, "drift");
    }
    await folder.run(0, "destroy", "--auto-approve");
    expect(dump()).toBe(before);
  } finally {
    folder.close();
  }
});
