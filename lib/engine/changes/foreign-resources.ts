import { diagnose, type Diagnostic } from "../../diagnostic";
import { findType, type Registry } from "../../resources/registry";
import type { State, StateInstance } from "../state/types";

/** Resources of the state that only Terraform can keep or destroy: a plan without them would mean something else there. */
export function foreignResources({ instances }: State, types: Registry): readonly Diagnostic[] {
  return [...instances.values()].filter(({ mode, type }) => mode === "managed" && findType(types, type) === undefined).map(foreign);
}

function foreign({ address, provider }: StateInstance): Diagnostic {
  const name = /"([^"]+)"/.exec(provider)?.[1] ?? provider;
  const detail = `The state has ${address} of the provider ${name}, which Netweft's engine does not run, so the stack would not be what it is in Terraform. Use \`terraform apply\` for this stack. To destroy only this resource, run \`terraform destroy -target '${address}'\`; to forget it, \`terraform state rm '${address}'\`.`;
  return diagnose("other-provider", detail, { resource: address });
}
