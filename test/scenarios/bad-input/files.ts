import type { Case } from "./case";

/** Files of Netweft's own that were damaged after a good apply. */
export const files: readonly Case[] = [
  { title: "a state that was cut off", damage: { "terraform.tfstate": { keep: 0.5 } }, expect: { code: "state-damaged" } },
  { title: "a state that is no JSON", damage: { "terraform.tfstate": { text: "hello" } }, expect: { code: "state-damaged" } },
  { title: "a state of another version", damage: { "terraform.tfstate": { text: '{"version": 3}' } }, expect: { code: "state-version" } },
  {
    title: "a state whose instances are no list",
    damage: { "terraform.tfstate": { replace: ['"resources": \\[', '"resources": [5, '] } },
    expect: { code: "state-damaged" },
  },
  {
    title: "a simulated kernel that was cut off",
    damage: { ".netweft/simulated.json": { keep: 0.5 } },
    expect: { code: "simulated-damaged" },
  },
  {
    title: "a simulated kernel that is no JSON",
    damage: { ".netweft/simulated.json": { text: "{" } },
    expect: { code: "simulated-damaged" },
  },
  {
    title: "a simulated kernel with a line that is no fact",
    damage: { ".netweft/simulated.json": { replace: [" link nw-front ", " lonk nw-front "] } },
    expect: { code: "simulated-damaged" },
  },
  {
    title: "a plan that was cut off",
    damage: { "changes.plan": { keep: 0.5 } },
    commands: [["apply", "changes.plan"]],
    expect: { code: "plan-damaged" },
  },
  {
    title: "a plan that is something else",
    damage: { "changes.plan": { text: '{"hello": "world"}' } },
    commands: [["apply", "changes.plan"]],
    expect: { code: "plan-damaged" },
  },
  { title: "a plan file that does not exist", commands: [["apply", "no.plan"]], expect: { code: "file-unreadable" } },
];
