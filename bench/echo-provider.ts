/**
 * A provider with Netweft's schemas that returns its input and does nothing else. Terraform's time with it is Terraform's own,
 * plus the protocol.
 */
import { resources } from "../lib/resources";
import { isComputed } from "../lib/schema/terraform";
import type { Fields, Type } from "../lib/schema/type";
import type { Draft, Value } from "../lib/schema/value";
import { thisProcess } from "../providers/frontends/terraform/plugin/process";
import { serveProvider, type Handlers } from "../providers/frontends/terraform/plugin/serve";
import { schemaHandlers } from "../providers/frontends/terraform/rpcs/schemas";
import { decodeAttributes, encodeAttributes } from "../providers/frontends/terraform/wire/value";

/** A value of a type, about as long as Netweft's. */
function something(type: Type): Value {
  switch (type.kind) {
    case "string":
      return type.oneOf?.[0] ?? "local/something";
    case "number":
      return type.min;
    case "bool":
      return false;
    case "list":
      return [something(type.element)];
    case "object":
      return Object.fromEntries(Object.entries(type.fields).map(([name, field]) => [name, something(field.type)]));
    default:
      return type.kind === "map" ? {} : [];
  }
}

/** Fills in computed attributes, so that the echo provider encodes as much as a real one. */
function complete(fields: Fields, proposed: Draft): Draft {
  const open = Object.entries(fields).filter(([name, field]) => isComputed(field) && proposed[name] === null);
  return { ...proposed, ...Object.fromEntries(open.map(([name, { type }]) => [name, name === "drift" ? [] : something(type)])) };
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
    return { plannedState: encodeAttributes(fields, complete(fields, proposed)), plannedPrivate };
  },
  ApplyResourceChange: ({ plannedState, plannedPrivate }) => ({ newState: plannedState, private: plannedPrivate }),
};

void serveProvider(handlers, thisProcess);
