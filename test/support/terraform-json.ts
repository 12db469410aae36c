/** Terraform's machine-readable output, as far as tests use it. */

type Attributes = Readonly<Record<string, unknown>>;

export interface Change {
  readonly address: string;
  readonly previous_address?: string;
  readonly deposed?: string;
  readonly action_reason?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Attributes | null;
    readonly after: Attributes | null;
    readonly after_unknown: Attributes | false;
    readonly replace_paths?: readonly (readonly string[])[];
    readonly importing?: { readonly id: string };
  };
}

export interface PlanJson {
  readonly resource_changes?: readonly Change[];
  readonly resource_drift?: readonly Change[];
  readonly output_changes?: Readonly<Record<string, { readonly after: unknown }>>;
}

export interface StateJson {
  readonly resources: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly index_key?: string | number;
      readonly status?: string;
      readonly deposed?: string;
      readonly attributes: Attributes;
      readonly private?: string;
      /** Each path as steps. */
      readonly sensitive_attributes?: readonly (readonly { readonly value: string | { readonly value: string | number } }[])[];
    }[];
  }[];
  readonly outputs?: Readonly<Record<string, { readonly value: unknown }>>;
}

/** The action of each changed resource: `update netweft_endpoint.web`. */
export function actions({ resource_changes = [] }: PlanJson): readonly string[] {
  const done = resource_changes.filter(({ change }) => change.actions.join() !== "no-op" && change.actions.join() !== "read");
  return done.map(({ address, change }) => `${change.actions.join("+")} ${address}`).sort();
}

/** The lines of `drift` found by a refresh, by resource. */
export function driftIn({ resource_drift = [] }: PlanJson): Readonly<Record<string, readonly string[]>> {
  const found = resource_drift.map(({ address, change }) => [address, change.after?.["drift"] as readonly string[]] as const);
  return Object.fromEntries(found);
}

/** The attributes of a state, by address; tainted and deposed objects have that appended. */
export function attributesIn(state: StateJson): ReadonlyMap<string, Attributes> {
  const all = state.resources.flatMap(({ type, name, instances }) =>
    instances.map(({ index_key, status, deposed, attributes }) => {
      const key = index_key === undefined ? "" : `[${JSON.stringify(index_key)}]`;
      return [`${type}.${name}${key}${status ? ` ${status}` : ""}${deposed ? " deposed" : ""}`, attributes] as const;
    }),
  );
  return new Map(all);
}
