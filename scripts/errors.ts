/** `docs/errors.md`: every diagnostic of Netweft. */
import { codes } from "../lib/codes";

export function errorsPage(): string {
  const entries = Object.entries(codes).sort(([a], [b]) => (a < b ? -1 : 1));
  const sections = entries.map(
    ([code, { severity, summary, meaning, remedy }]) =>
      `## \`${code}\`\n\n**${summary}** (${severity}).\n\n${meaning}\n\n*What to do:* ${remedy}\n`,
  );
  return [
    "# Errors and warnings\n",
    "Every diagnostic has a code, which machine-readable output shows. Generated from `lib/codes/`.\n",
    ...sections,
  ].join("\n");
}
