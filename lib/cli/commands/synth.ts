import { hasErrors } from "../../diagnostic";
import { readApp, readStacks, synthesize } from "../app";
import { complain, failed, print, printJson, type CliSession } from "../session";
import { diagnose } from "../../diagnostic";

/** `netweft synth`: runs the app and lists its stacks and their folders. */
export async function synth(session: CliSession): Promise<number> {
  const app = await readApp(session.doors);
  if (!app.ok) return failed(session, app.diagnostics);
  if (!app.value)
    return failed(session, [
      diagnose("no-configuration", `${session.doors.cwd()} has no app: there is no cdktf.json. "netweft init" starts one.`),
    ]);
  const ran = await synthesize(app.value, session.doors);
  if (!ran.ok) return failed(session, ran.diagnostics);
  const stacks = await readStacks(app.value, session.doors);
  if (!stacks.ok) return failed(session, stacks.diagnostics);
  const diagnostics = stacks.value.flatMap((stack) => stack.diagnostics);
  if (hasErrors(diagnostics)) return failed(session, diagnostics);
  complain(session, diagnostics);
  const found = stacks.value.map(({ name, file }) => ({ name, file }));
  if (session.json) printJson(session, { format_version: "1.0", stacks: found });
  else
    print(
      session,
      found.map(({ name, file }) => `${name}  ${file}\n`),
    );
  return 0;
}
