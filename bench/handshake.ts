/** The provider's time from its start to the handshake line. */
import { spawn } from "node:child_process";
import { invitation } from "../providers/frontends/terraform/plugin/handshake";
import { selfSigned } from "../providers/frontends/terraform/plugin/certificate";
import { PROGRAM } from "./terraform-run";

function once(): Promise<number> {
  const start = process.hrtime.bigint();
  const env = { PATH: process.env["PATH"], ...invitation(selfSigned(new Date()).pem) };
  const provider = spawn(PROGRAM, [], { env, stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    provider.once("error", reject);
    provider.stdout.once("data", () => {
      resolve(Number(process.hrtime.bigint() - start) / 1e9);
      provider.kill("SIGTERM");
    });
  });
}

/** The median of `times` starts, in seconds. */
export async function handshake(times: number): Promise<number> {
  const all: number[] = [];
  for (let n = 0; n < times; n++) all.push(await once());
  return all.sort((a, b) => a - b)[Math.floor(times / 2)]!;
}
