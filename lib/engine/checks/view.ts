import type { Instance } from "../../config/types";
import type { Diagnostic } from "../../diagnostic";
import type { FactLookup, FactSource } from "../../kernel/among";
import type { Fact } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { keyOf } from "../../kernel/kinds";
import type { Program } from "../../kernel/program";
import type { Attachment, SwitchedNetwork } from "../../resources/abilities";
import type { HostConfig } from "../../resources/provider";
import { attachmentOf, findType, networkOf, type Registry } from "../../resources/registry";
import type { Goal } from "../../reconcile/goal";
import type { Change } from "../../reconcile/plan";
import { claimsOf } from "../claims";
import type { MissingUplink } from "../missing-uplinks";
import type { DeclaredPortClaim } from "../../kernel/port-claim";
import type { Resolved } from "../resolve/resolve";

/** The inputs of a rule: declared instances, wanted facts, and observed facts. */
export interface View {
  readonly resolved: readonly Resolved[];
  readonly networks: readonly DeclaredNetwork[];
  readonly attachments: readonly DeclaredAttachment[];
  readonly claims: readonly DeclaredPortClaim[];
  /** Whether the type of this name is a switched network. */
  readonly isNetwork: (type: string) => boolean;
  readonly goal: Goal;
  /** The wanted facts of the goal. */
  readonly wanted: FactSource & FactLookup;
  readonly actual: ReadonlyMap<string, Facts>;
  /** The optional programs of each observed host. */
  readonly programs: ReadonlyMap<string, readonly Program[]>;
  /** The hosts of the provider configurations. */
  readonly hosts: ReadonlyMap<string, HostConfig>;
  /** The uplinks of hosts that are not there. */
  readonly missing: readonly MissingUplink[];
  /** The differences. Without any, most of a host needs no check. */
  readonly changes: readonly Change[];
}

/** The first owner of a wanted fact. */
export function ownerOf({ goal }: Pick<View, "goal">, wanted: Fact): string {
  return goal.desired.get(keyOf(wanted))!.owners[0]!;
}

export type PlanRule = (view: View) => readonly Diagnostic[];

/** A declared network with a bridge on each of its hosts. */
export interface DeclaredNetwork {
  readonly instance: Instance;
  readonly network: SwitchedNetwork;
}

/** A declared interface on such a network. */
export interface DeclaredAttachment {
  readonly instance: Instance;
  readonly attachment: Attachment;
}

/** The declared instances, and what they are to the rules. */
export function declaredView(
  resolved: readonly Resolved[],
  types: Registry,
): Pick<View, "resolved" | "networks" | "attachments" | "claims" | "isNetwork"> {
  const [networks, attachments, claims]: [DeclaredNetwork[], DeclaredAttachment[], DeclaredPortClaim[]] = [[], [], []];
  for (const { instance, attributes } of resolved) {
    const typed = { type: instance.type, attributes };
    const [network, attachment] = [networkOf(types, typed), attachmentOf(types, typed)];
    if (network !== undefined) networks.push({ instance, network });
    if (attachment !== undefined) attachments.push({ instance, attachment });
    claims.push(...claimsOf({ address: instance.address, ...typed }, types));
  }
  return { resolved, networks, attachments, claims, isNetwork: (type) => findType(types, type)?.network !== undefined };
}
