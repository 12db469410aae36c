import { ok } from "../../diagnostic";
import { importInstance, planChanges, whileOpen, type Imported, type ImportRequest, type State } from "../../engine";
import { summaryOf } from "../../report/plan-summary";
import { planText } from "../../report/plan-text";
import { harmless } from "../../report/look";
import { complain, failed, print, type CliSession } from "../session";
import { openHostsFor } from "../hosts";
import { openStack, type LoadedStack } from "../stack";
import { loadStackState } from "../left-behind";
import { saveState, whileLocked } from "../state";
import { registry } from "../../resources";

/** `netweft import ADDRESS ID`: takes over an object that exists. The state is written, and nothing else. */
export async function importCommand(session: CliSession): Promise<number> {
  const stack = await openStack(session);
  if (!stack.ok) return failed(session, stack.diagnostics);
  const ended = await whileLocked(stack.value.store, "import", session, async (lock) => {
    complain(session, [...lock.warnings, ...stack.diagnostics]);
    return importInto(session, stack.value);
  });
  return ended.ok ? ended.value : failed(session, ended.diagnostics);
}

async function importInto(session: CliSession, stack: LoadedStack): Promise<number> {
  const [address = "", id = ""] = session.given.args;
  const state = await loadStackState(stack, session);
  if (!state.ok) return failed(session, state.diagnostics);
  print(session, [`${harmless(address)}: Importing from ID ${JSON.stringify(id)}...\n`]);
  const request = { configuration: stack.configuration, state: state.value, backend: stack.backend };
  const { clock } = session.doors;
  const done = await whileOpen(await openHostsFor(session, request), async (hosts) =>
    ok(await importOn(session, stack, { ...request, world: { types: registry, hosts, clock, outputsOf: stack.outputsOf }, address, id })),
  );
  return done.ok ? done.value : failed(session, done.diagnostics);
}

async function importOn(session: CliSession, stack: LoadedStack, request: ImportRequest): Promise<number> {
  const imported = await importInstance(request);
  if (!imported.ok) return failed(session, imported.diagnostics);
  const unsaved = await saveState(stack.store, imported.value.state);
  if (unsaved.length > 0) return failed(session, unsaved);
  complain(session, imported.diagnostics);
  print(session, success(request.address, imported.value));
  await showNext(session, request, imported.value.state);
  return 0;
}

function* success(address: string, { id, lines }: Imported): Generator<string> {
  yield `${harmless(address)}: Import prepared! [id=${harmless(id)}]\n`;
  for (const line of lines) yield `    ${harmless(line)}\n`;
  yield "\nImport successful!\n\n";
  yield "The resource that was imported is shown above. It is now in your state and will\nhenceforth be managed by Netweft. Nothing was changed on any host.\n";
}

/** What the next plan changes in the resource: its mark, and everything that differs from the declaration. */
async function showNext(session: CliSession, { address, id: _, ...request }: ImportRequest, state: State): Promise<void> {
  const planned = await planChanges({ ...request, state, mode: "apply", targets: [], replace: [], refresh: true });
  if (!planned.ok) {
    print(session, ["\nThe next plan is not possible yet:\n\n"]);
    return complain(session, planned.diagnostics);
  }
  const { plan } = planned.value;
  const mine = {
    ...plan,
    resources: plan.resources.filter((one) => one.address === address),
    changes: plan.changes.filter(({ owners }) => owners.includes(address)),
    phases: [],
    outputs: [],
  };
  if (summaryOf(mine).empty) return print(session, ["\nThe next plan would not change it.\n"]);
  print(session, ["\nThe next plan would change it as follows, with everything else that the configuration needs:\n\n"]);
  print(session, planText(mine, session.look, { lines: true }));
}
