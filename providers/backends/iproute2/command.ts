/** Commands as lines of files for the tools on a host, in which no command is ever looked up again. */
import type { ToolCommand } from "./line";

/** The tool that executes a command: `tool_…` in the programs. */
export function toolOf(command: ToolCommand): string {
  switch (command.do) {
    case "link-del":
    case "netns-del":
      return "ip";
    case "netns-add":
    case "netns-attach":
    case "netns-own":
      return command.do.replace("-", "_");
    default:
      return command.do;
  }
}

/** The line of the tool's file. */
export function textOf(command: ToolCommand): string {
  switch (command.do) {
    case "link-del":
      return `link del dev ${command.dev}`;
    case "netns-add":
      return command.name;
    case "netns-del":
      return `netns del ${command.name}`;
    case "netns-attach":
      return `${command.name} ${command.path} ${command.inode}`;
    case "netns-own":
      return `${command.name} ${command.mark ?? "-"}`;
    case "sysctl":
      return `${command.path} ${command.value}`;
    default:
      return command.words.filter((word) => word !== undefined && word !== false).join(" ");
  }
}
