import type { Diagnostic } from "../diagnostic";
import type { Decisive } from "../kernel/program";
import type { Fact } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { canonical } from "../schema/canonical";
import type { Attrs, Fields } from "../schema/type";
import type { Draft } from "../schema/value";
import type { ProviderConfig } from "./provider";

/** What a resource may see beside its own attributes: the provider configuration. No siblings, no kernel, no clock. */
export interface Context {
  readonly provider: ProviderConfig;
}

/**
 * A value that only a look at the whole host can choose. The engine's allocate stage answers it: it keeps the value of
 * the state where that still fits, and otherwise chooses one that no declared, owned or observed fact uses.
 */
export type Want =
  /** A network out of the first pool, apart from all other networks of the host. */
  | { readonly what: "subnets"; readonly attribute: string; readonly host: string }
  /**
   * One address in each of the networks, without prefix lengths: `["10.8.0.2"]`. `ranges`: parts of the networks that new
   * ones are taken from. `avoid`: addresses and networks of which nothing is ever given. `host`: null where the network is
   * on several hosts, so that nobody on any of them may have an address of it already.
   */
  | {
      readonly what: "addresses";
      readonly attribute: string;
      readonly host: string | null;
      readonly subnets: readonly string[];
      readonly ranges: readonly string[];
      readonly avoid: readonly string[];
    }
  /** The host's own addresses or interfaces, as observed. They are shown and kept, but that they differ is no change. */
  | { readonly what: "host-addresses" | "host-interfaces"; readonly attribute: string; readonly host: string }
  /** Whether all of these hosts have a program that a host may do without. Until somebody has looked: that they have. */
  | { readonly what: "program"; readonly attribute: string; readonly hosts: readonly string[]; readonly program: Decisive }
  /**
   * The public key of a WireGuard device of each host, by host. One that there is not yet, or that is to be made anew, is a
   * hole (see `kernel/hole.ts`), which the apply fills.
   */
  | {
      readonly what: "public-keys";
      readonly attribute: string;
      readonly devices: Readonly<Record<string, string>>;
      /** All are made anew when this attribute has changed. */
      readonly trigger: string;
    }
  /**
   * The fingerprint of the secret by which what one host sends to another is encrypted, by a name for the direction; a hole
   * where there is none that both have.
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
      /** The number of the associations. */
      readonly reqid: number;
      readonly trigger: string;
    }
  /** Which network namespace a path of the host shows, as observed: the inode. */
  | { readonly what: "inode"; readonly attribute: string; readonly host: string; readonly path: string }
  /** A name that is new whenever the resource is created again. */
  | { readonly what: "incarnation"; readonly attribute: string }
  /**
   * What the object is called already: the value of the state, or of the object on the host that carries this mark. A new
   * object has neither, and then `complete` gives the value.
   */
  | { readonly what: "kept"; readonly attribute: string; readonly of: "name" | "mac"; readonly host: string; readonly mark: string };

/**
 * What the other hosts of a network are told of a resource, counted without making it: entries that lead to it, and names
 * that it is called by.
 */
export interface Telling {
  /** The network's id. */
  readonly network: string;
  readonly entries: number;
  readonly names: number;
}

/** One worked example: how people write it, and the facts that come of it in canonical text. Tests run all of them. */
export interface Example {
  readonly title: string;
  /** Attributes as a user writes them. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Hosts of the provider configuration, where the example needs more than one host. */
  readonly hosts?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What allocation would answer, where the example leaves a choice. */
  readonly given?: Readonly<Record<string, unknown>>;
  readonly facts: readonly string[];
}

/**
 * Everything that Netweft knows about one resource type. Static types, validation, Terraform's schema, bindings and
 * reference documentation all come from `fields`.
 */
export interface ResourceType<F extends Fields = Fields> {
  readonly type: string;
  /** Terraform's schema_version. */
  readonly version: number;
  /** What it is for, in a paragraph of Markdown. */
  readonly doc: string;
  readonly fields: F;
  /** Fills what follows from the resource's own attributes; what an allocation must choose stays unknown. Pure. */
  complete(draft: Draft, context: Context): Draft;
  /** What is left to be chosen by the engine. Asked again after each answer. */
  wants?(draft: Draft, context: Context): readonly Want[];
  /**
   * What is wrong with these attributes beyond their types. Paths are relative to the resource. Unknowns are never wrong.
   * `written`: the same in the user's own spelling.
   */
  check?(draft: Draft, context: Context, written?: Draft): readonly Diagnostic[];
  /** What other hosts of its network would be told of it: more than the engine admits is not compiled. */
  tells?(attrs: Attrs<F>): Telling | undefined;
  /** The facts that make the resource true. Only called when everything is known. */
  compile(attrs: Attrs<F>, context: Context): readonly Fact[];
  /** What plans and states say of it beside its attributes and facts: one plain sentence each. Attributes may be unknown. */
  remarks?(attributes: Draft): readonly string[];
  /**
   * The attributes of the object with this id, as the facts of its host say them; undefined when there is no such object.
   * It is looked for by its mark, by the names that Netweft would give it, and by the id's last part as the kernel's own
   * name. `known` is what else is known of it, the declaration or the state: it decides what no kernel object says. Pure.
   */
  read(id: string, actual: Facts, context: Context, known?: Draft): Draft | undefined;
  readonly examples: readonly Example[];
}

/** A data source: attributes that are read from a host and never written. */
export interface DataType<F extends Fields = Fields> {
  readonly type: string;
  readonly doc: string;
  readonly fields: F;
  readonly examples: readonly { readonly title: string; readonly config: Readonly<Record<string, unknown>> }[];
}

/** What only a part of the resource types has, in canonical spelling. */
function optional<F extends Fields>({ fields, wants, check }: ResourceType<F>): Pick<ResourceType<F>, "wants" | "check"> {
  return {
    ...(wants && { wants: (draft, context) => wants(canonical(fields, draft), context) }),
    ...(check && { check: (draft, context) => check(canonical(fields, draft), context, draft) }),
  };
}

/** What was written stays as it is written; what follows from it is canonical. */
function asWritten(written: Draft, spelled: Draft, completed: Draft): Draft {
  if (spelled === written) return completed;
  const kept = Object.keys(written).filter((name) => written[name] !== spelled[name] && completed[name] === spelled[name]);
  return { ...completed, ...Object.fromEntries(kept.map((name) => [name, written[name]!])) };
}

/**
 * Keeps the exact type of the fields while checking the rest. All that a type decides, it decides on the canonical spelling of
 * addresses, so that no fact can have another one; its attributes stay as the user has written them.
 */
export function resource<const F extends Fields>(type: ResourceType<F>): ResourceType<F> {
  const { fields, complete, compile } = type;
  return {
    ...type,
    ...optional(type),
    complete(draft, context) {
      const spelled = canonical(fields, draft);
      return asWritten(draft, spelled, complete(spelled, context));
    },
    compile: (attrs, context) => compile(canonical(fields, attrs as Draft) as typeof attrs, context),
  };
}
