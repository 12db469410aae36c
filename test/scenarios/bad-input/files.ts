import type { Case } from "./case";

/** Netweft's own files, damaged after a good apply. */
export const files: readonly Case[] = [
  { title: "a truncated state", damage: { "terraform.tfstate": { keep: 0.5 } }, expect: { code: "state-damaged" } },
  { title: "a state that is not JSON", damage: { "terraform.tfstate": { text: "hello" } }, expect: { code: "state-damaged" } },
  { title: "a state of another version", damage: { "terraform.tfstate": { text: '{"version": 3}' } }, expect: { code: "state-version" } },
  {
    title: "a state whose instances are not a list",
    damage: { "terraform.tfstate": { replace: ['"resources": \\[', '"resources": [5, '] } },
    expect: { code: "state-damaged" },
  },
  {
    title: "a truncated file of the simulated kernel",
    damage: { ".netweft/simulated.json": { keep: 0.5 } },
    expect: { code: "simulated-damaged" },
  },
  {
    title: "a file of the simulated kernel that is not JSON",
    damage: { ".netweft/simulated.json": { text: "{" } },
    expect: { code: "simulated-damaged" },
  },
  {
    title: "a file of the simulated kernel with a line that is not a fact",
    damage: { ".netweft/simulated.json": { replace: [" link nw-front ", " lonk nw-front "] } },
    expect: { code: "simulated-damaged" },
  },
  {
    title: "a truncated plan",
    damage: { "changes.plan": { keep: 0.5 } },
    commands: [["apply", "changes.plan"]],
    expect: { code: "plan-damaged" },
  },
  {
    title: "a plan file that is not a plan",
    damage: { "changes.plan": { text: '{"hello": "world"}' } },
    commands: [["apply", "changes.plan"]],
    expect: { code: "plan-damaged" },
  },
  { title: "a plan file that does not exist", commands: [["apply", "no.plan"]], expect: { code: "file-unreadable" } },
];
