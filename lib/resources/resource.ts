import type { Diagnostic } from "../diagnostic";
import type { Decisive } from "../kernel/program";
import type { Fact } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { canonical } from "../schema/canonical";
import { asAttributes, type Attrs, type Fields } from "../schema/type";
import type { Draft, Value } from "../schema/value";
import type { PortClaim } from "../kernel/port-claim";
import type { Attachment, ContainerPlace, DeclaredSettings, LinkPlace, Membership, NetworkKind, SwitchedNetwork } from "./abilities";
import type { ProviderConfig } from "./provider";

/** What a resource may use beside its own attributes: the provider configuration. No siblings, no kernel, no clock. */
export interface Context {
  readonly provider: ProviderConfig;
}

/**
 * A value that depends on the whole host. The engine's allocate stage chooses it: it keeps the value of the state where that is
 * still valid, and otherwise chooses one that no declared, owned or observed fact uses.
 */
export type Want =
  /** A subnet from the first pool that overlaps no other network of the host. */
  | { readonly what: "subnets"; readonly attribute: string; readonly host: string }
  /**
   * One address in each of the subnets, without prefix lengths: `["10.8.0.2"]`. `ranges`: parts of the subnets that new
   * addresses are allocated from. `avoid`: addresses and networks that are never allocated. `host`: null where the network is
   * on several hosts, so that the address must be unused on all of them.
   */
  | {
      readonly what: "addresses";
      readonly attribute: string;
      readonly host: string | null;
      readonly subnets: readonly string[];
      readonly ranges: readonly string[];
      readonly avoid: readonly string[];
    }
  /** The host's own addresses or interfaces, as observed. They are shown and kept, but a difference is not a change. */
  | { readonly what: "host-addresses" | "host-interfaces"; readonly attribute: string; readonly host: string }
  /** Whether all of these hosts have an optional program. Assumed true before the first observation. */
  | { readonly what: "program"; readonly attribute: string; readonly hosts: readonly string[]; readonly program: Decisive }
  /**
   * The public key of a WireGuard device of each host, by host. One that does not exist yet, or that is to be replaced, is a
   * placeholder (see `kernel/placeholder.ts`), which the apply resolves.
   */
  | {
      readonly what: "public-keys";
      readonly attribute: string;
      readonly devices: Readonly<Record<string, string>>;
      /** All are replaced when this attribute has changed. */
      readonly trigger: string;
    }
  /**
   * The fingerprint of the key that encrypts the traffic from one host to another, by a name for the direction; a placeholder
   * where the two hosts have no common key.
   */
  | {
      readonly what: "fingerprints";
      readonly attribute: string;
      readonly ways: readonly {
        readonly name: string;
        readonly from: string;
        readonly to: string;
        readonly src: string;
        readonly dst: string;
      }[];
      /** The request id of the security associations. */
      readonly reqid: number;
      readonly trigger: string;
    }
  /** The inode of the network namespace at a path of the host, as observed. */
  | { readonly what: "inode"; readonly attribute: string; readonly host: string; readonly path: string }
  /** A name that is new whenever the resource is created again. */
  | { readonly what: "incarnation"; readonly attribute: string }
  /** The same in the form of a UUID. */
  | { readonly what: "uuid"; readonly attribute: string }
  /** The name in the state; a new object has none, and then `complete` gives it. */
  | { readonly what: "stored"; readonly attribute: string }
  /**
   * The object's current name: from the state, or from the object on the host that carries this mark. A new object has
   * neither, and then `complete` gives the value.
   */
  | { readonly what: "kept"; readonly attribute: string; readonly of: "name" | "mac"; readonly host: string; readonly mark: string };

/**
 * The number of facts of a resource on the other hosts of its network, counted without creating them: FDB and neighbour
 * entries, and name records.
 */
export interface FanOut {
  /** The network's id. */
  readonly network: string;
  readonly entries: number;
  readonly names: number;
}

/** One worked example: the configuration, and the resulting facts in canonical text. Tests run all of them. */
export interface Example {
  readonly title: string;
  /** Attributes as a user writes them. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Hosts of the provider configuration, where the example needs more than one host. */
  readonly hosts?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The values that allocation chooses, where the example needs any. */
  readonly given?: Readonly<Record<string, unknown>>;
  readonly facts: readonly string[];
}

/**
 * Everything that Netweft knows about one resource type. Static types, validation, Terraform's schema, bindings and
 * reference documentation all come from `fields`. The engine knows no type by name: it asks for the optional abilities.
 */
export interface ResourceType {
  readonly type: string;
  /** Terraform's schema_version. */
  readonly version: number;
  /** The type's documentation, a paragraph of Markdown. */
  readonly doc: string;
  readonly fields: Fields;
  /** Fills in values derived from the resource's own attributes; values that allocation must choose stay unknown. Pure. */
  complete(draft: Draft, context: Context): Draft;
  /** The values that the engine has to choose. Called again after each choice. */
  wants?(draft: Draft, context: Context): readonly Want[];
  /**
   * The errors in these attributes beyond their types. Paths are relative to the resource. Unknown values are never errors.
   * `written`: the same in the user's own spelling.
   */
  check?(draft: Draft, context: Context, written?: Draft): readonly Diagnostic[];
  /** The errors in these attributes that only a new resource has. */
  checkNew?(planned: Draft): readonly Diagnostic[];
  /** The hosts that its attributes name: its own, or those of its namespace and its network, as far as they are known. */
  hosts(attributes: Draft): readonly string[];
  /** Of a namespace: the settings in it. */
  settings?(attributes: Draft): DeclaredSettings;
  /** The links that are to have IPv6 addresses of it, as far as they are known. */
  ipv6Links?(attributes: Draft): readonly LinkPlace[];
  /** Of a network with a bridge on each of its hosts: the network, as far as it is known. */
  network?(attributes: Draft): SwitchedNetwork;
  /** Of a network: what it is made of. */
  readonly networkKind?: NetworkKind;
  /** Of a namespace: where programs can be started in it. */
  container?(attributes: Draft, context: Context): ContainerPlace | undefined;
  /** Of an interface on such a network: its place and its names, as far as they are known. */
  attachment?(attributes: Draft): Attachment | undefined;
  /** Of an endpoint: its place on its network, as far as it is known. */
  membership?(attributes: Draft): Membership | undefined;
  /** The host ports that it uses, as far as they are known. */
  portClaims?(attributes: Draft): readonly PortClaim[];
  /** Whether its `interfaces` and `addresses` are those of its `host`. */
  readonly showsHost?: true;
  /** The number of its facts on other hosts of its network: above the engine's limit it is not compiled. */
  fanOut?(attributes: Draft): FanOut | undefined;
  /** The facts that realize the resource. Only called when everything is known. */
  compile(attributes: Draft, context: Context): readonly Fact[];
  /** Remarks that plans and states show beside its attributes and facts: one sentence each. Attributes may be unknown. */
  remarks?(attributes: Draft): readonly string[];
  /**
   * The attributes of the object with this id, from the facts of its host; undefined when there is no such object. It is
   * found by its mark, by the names that Netweft would give it, or by the id's last part as the kernel's own name. `known`:
   * its declaration or state, for attributes that no kernel object shows. Pure.
   */
  read(id: string, actual: Facts, context: Context, known?: Draft): Draft | undefined;
  readonly examples: readonly Example[];
  /** The provider that has it in Terraform, if that is not Netweft's: nothing of such a type is on any host. */
  readonly provider?: string;
  /** Of such a type: what Terraform plans, with unknown values where it knows them only after the apply. */
  planned?(config: Draft, prior: Draft | undefined, forced: boolean): PlannedAttributes;
}

/** An instance as Terraform plans it. */
export interface PlannedAttributes {
  readonly action: "create" | "replace" | "update" | "no-op";
  readonly attributes: Draft;
}

/** A resource type as its folder writes it: what needs all values gets them with the types of the fields. */
export interface ResourceDefinition<F extends Fields> extends Omit<ResourceType, "compile" | "fanOut"> {
  readonly fields: F;
  compile(attrs: Attrs<F>, context: Context): readonly Fact[];
  fanOut?(attrs: Attrs<F>): FanOut | undefined;
}

/** Where the state of another configuration is: what its `backend` block says, and the workspace. */
export interface StateQuestion {
  readonly backend: string;
  readonly config: Draft;
  readonly workspace: string;
}

/** The outputs in a state: their values, with their types in Terraform's JSON syntax. */
export type StoredOutputs = ReadonlyMap<string, { readonly value: Value; readonly type: unknown }>;

/** A data source: attributes that are read from a host, or from a state, and never written. */
export interface DataType {
  readonly type: string;
  readonly doc: string;
  readonly fields: Fields;
  /** The hosts that its attributes name, as far as they are known. */
  hosts(attributes: Draft): readonly string[];
  /** Whether its `interfaces` and `addresses` are those of its `host`. */
  readonly showsHost?: true;
  /** The provider that has it in Terraform, if that is not Netweft's. */
  readonly provider?: string;
  /** Of one that reads a state: which one, when all of its configuration is known. */
  stateQuestion?(attributes: Draft): StateQuestion;
  /** Of such a one: the errors in its configuration beyond the types. */
  checkQuestion?(attributes: Draft): readonly Diagnostic[];
  /** Of such a one: all attributes, with the outputs of that state. */
  answered?(attributes: Draft, outputs: StoredOutputs): Draft;
  readonly examples: readonly { readonly title: string; readonly config: Readonly<Record<string, unknown>> }[];
}

/** The optional functions of a resource type, called with canonical spelling. */
function optional<F extends Fields>({
  fields,
  wants,
  check,
  fanOut,
}: ResourceDefinition<F>): Pick<ResourceType, "wants" | "check" | "fanOut"> {
  return {
    ...(wants && { wants: (draft, context) => wants(canonical(fields, draft), context) }),
    ...(check && { check: (draft, context) => check(canonical(fields, draft), context, draft) }),
    ...(fanOut && { fanOut: (attributes) => fanOut(asAttributes(fields, attributes)) }),
  };
}

/** Values keep the user's spelling; derived values are canonical. */
function asWritten(written: Draft, spelled: Draft, completed: Draft): Draft {
  if (spelled === written) return completed;
  const kept = Object.keys(written).filter((name) => written[name] !== spelled[name] && completed[name] === spelled[name]);
  return { ...completed, ...Object.fromEntries(kept.map((name) => [name, written[name]!])) };
}

/**
 * Makes a resource type of its definition. Its functions get addresses in canonical spelling, so that facts never have another
 * one; its attributes keep the user's spelling.
 */
export function resource<const F extends Fields>(definition: ResourceDefinition<F>): ResourceType & { readonly fields: F } {
  const { fields, complete, compile, fanOut: _typed, ...rest } = definition;
  return {
    ...rest,
    fields,
    ...optional(definition),
    complete(draft, context) {
      const spelled = canonical(fields, draft);
      return asWritten(draft, spelled, complete(spelled, context));
    },
    compile: (attributes, context) => compile(asAttributes(fields, canonical(fields, attributes)), context),
  };
}
