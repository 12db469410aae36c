import { diagnose } from "../../diagnostic";
import { outputsJson, outputsText, rawText } from "../../report/outputs";
import { valueText } from "../../report/values";
import { nearest } from "../../schema/nearest";
import { failed, print, printJson, type CliSession } from "../session";
import { openState } from "../stack";
import { loadState } from "../state";

/** `netweft output [NAME]`. Shows even a sensitive value if it is named, as Terraform does. */
export async function output(session: CliSession): Promise<number> {
  const store = await openState(session);
  if (!store.ok) return failed(session, store.diagnostics);
  const state = await loadState(store.value, session);
  if (!state.ok) return failed(session, state.diagnostics);
  const { outputs } = state.value;
  const [name] = session.given.args;
  const { isOn } = session.given;
  if (name === undefined) {
    if (isOn("raw")) return failed(session, [diagnose("missing-argument", "--raw needs the name of one output.")]);
    if (isOn("json")) printJson(session, outputsJson(outputs));
    else print(session, outputs.size > 0 ? outputsText(outputs, session.look) : ["The state has no outputs.\n"]);
    return 0;
  }
  const found = outputs.get(name);
  if (!found) {
    const meant = nearest(name, outputs.keys());
    const names = [...outputs.keys()].map((one) => JSON.stringify(one)).join(", ");
    const hint = meant ? ` Did you mean "${meant}"?` : names === "" ? "" : ` It has ${names}.`;
    return failed(session, [
      diagnose(
        "no-such-output",
        `The state has no output ${JSON.stringify(name)}.${hint} An output exists after the apply that writes it.`,
      ),
    ]);
  }
  const raw = rawText(found.value);
  if (isOn("raw") && raw === undefined)
    return failed(session, [diagnose("no-such-output", `The output ${JSON.stringify(name)} is not a text, number or bool; use --json.`)]);
  if (isOn("json")) printJson(session, found.value);
  else if (isOn("raw")) session.doors.terminal.raw(raw!);
  else print(session, [`${valueText(found.value)}\n`]);
  return 0;
}
