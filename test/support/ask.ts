/** Lookups on the wire, from inside a namespace. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "./starter";

/** A program that prints the answers of a name server, its first argument, to questions as JSON. */
export const ASK = `
const { Resolver } = require("node:dns").promises;
const [server, ...questions] = process.argv.slice(1);
const resolver = new Resolver({ timeout: 1000, tries: 2 });
resolver.setServers([server]);
const answer = async (question) => {
  const [type, name] = question.split(" ");
  try {
    return type === "PTR" ? await resolver.reverse(name) : await resolver.resolve(name, type);
  } catch (error) {
    return error.code;
  }
};
Promise.all(questions.map(answer)).then((answers) => console.log(JSON.stringify(answers)));
`;

/** The answers of a name server to questions from inside a namespace: `A web`, `PTR 10.8.0.2`. */
export function ask(netns: string, server: string, ...questions: readonly string[]): Record<string, readonly string[] | string> {
  const args = [`--net=/run/netns/${netns}`, process.execPath, "-e", ASK, server, ...questions];
  const answers = JSON.parse(runProgram(["nsenter", ...args])) as (string[] | string)[];
  return Object.fromEntries(questions.map((question, n) => [question, answers[n]!]));
}

/** A foreign name server on a loopback address, which answers 192.0.2.99 to everything; `asked`: the names that it was asked for. */
export function openUpstream(address: string, folder: string) {
  const log = join(folder, "upstream.log");
  const options = ["--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--bind-interfaces", "--pid-file="];
  const own = [`--listen-address=${address}`, "--address=/#/192.0.2.99", "--log-queries", `--log-facility=${log}`, "--user=root"];
  const child = spawn("dnsmasq", [...options, ...own], { stdio: "ignore" });
  const asked = () => [...new Set([...readFileSync(log, "utf8").matchAll(/ query\[\w+\] (\S+) from/g)].map(([, name]) => name!))].sort();
  return { asked, close: () => child.kill("SIGKILL") };
}
