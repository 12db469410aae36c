/**
 * A provider with Netweft's schemas that does nothing: it hands on what it is given. What Terraform needs with it is what
 * Terraform needs by itself, and for telling a provider.
 */
import { resources } from "../lib/resources";
import type { Draft, Value } from "../lib/schema/value";
import { thisProcess } from "../providers/terraform/plugin/process";
import { serveProvider, type Handlers } from "../providers/terraform/plugin/serve";
import { schemaHandlers } from "../providers/terraform/rpcs/schemas";
import { decodeAttributes, encodeAttributes } from "../providers/terraform/wire/value";

/** References need something to refer to. */
function named(type: string, proposed: Draft): Draft {
  const ref: Readonly<Record<string, Value>> = { id: `local/${String(proposed["name"])}` };
  return { ...proposed, id: ref["id"]!, ...(resources[type]!.fields["ref"] && { ref }) };
}

const handlers: Partial<Handlers> = {
  ...schemaHandlers,
  ValidateProviderConfig: () => ({}),
  ConfigureProvider: () => ({}),
  StopProvider: () => ({}),
  ValidateResourceConfig: () => ({}),
  UpgradeResourceState: ({ rawState }) => ({ upgradedState: { json: rawState!.json } }),
  ReadResource: ({ currentState, private: own }) => ({ newState: currentState, private: own }),
  PlanResourceChange({ typeName, priorState, proposedNewState, priorPrivate: plannedPrivate }) {
    const { fields } = resources[typeName]!;
    const proposed = decodeAttributes(fields, proposedNewState);
    if (proposed === null || decodeAttributes(fields, priorState) !== null) return { plannedState: proposedNewState, plannedPrivate };
    return { plannedState: encodeAttributes(fields, named(typeName, proposed)), plannedPrivate };
  },
  ApplyResourceChange: ({ plannedState, plannedPrivate }) => ({ newState: plannedState, private: plannedPrivate }),
};

void serveProvider(handlers, thisProcess);
