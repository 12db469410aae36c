/** Random expressions: mostly well typed, sometimes not, because both must reject the same ones. */
import fc from "fast-check";

type Text = fc.Arbitrary<string>;

/** Mutually recursive arbitraries of expressions. */
interface Kinds {
  readonly number: string;
  readonly text: string;
  readonly bool: string;
  readonly list: string;
  readonly object: string;
  readonly any: string;
}

/** Replaces each `#` in the pattern by one of the expressions, in order. */
function filled(pattern: string, ...parts: readonly Text[]): Text {
  return fc.tuple(...parts).map((texts) => texts.reduce((text, part) => text.replace("#", () => part), pattern));
}

/** Patterns, and the kinds of their parts: n number, t text, b bool, l list, o object, a any. */
const patterns: Readonly<Record<keyof Kinds, readonly (readonly [pattern: string, kinds: string])[]>> = {
  number: [
    ["(# + #)", "nn"],
    ["(# - #)", "nn"],
    ["(# * #)", "nn"],
    ["(# / 4)", "n"],
    ["(# % 7)", "n"],
    ["(0 - #)", "n"],
    ["length(#)", "l"],
    ["length(#)", "t"],
    ["max(#, #)", "nn"],
    ["floor(#)", "n"],
    ["ceil(#)", "n"],
    ["abs(#)", "n"],
    ["signum(floor(#))", "n"],
    ["sum(#)", "l"],
    ["(# ? # : #)", "bnn"],
    ["index(#, #)", "la"],
  ],
  text: [
    ['"<${#}>"', "a"],
    ['"${#}-${#}"', "nt"],
    ['"%{ if # }${#}%{ else }no%{ endif }"', "bt"],
    ['"%{ for x in # }[${x}]%{ endfor }"', "l"],
    ["upper(#)", "t"],
    ["title(#)", "t"],
    ['join(",", #)', "l"],
    ["jsonencode(#)", "a"],
    ['format("%v|%5v|%-5v", #, #, #)', "atn"],
    ["substr(#, #, 2)", "tn"],
    ['replace(#, "a", #)', "tt"],
    ["tostring(#)", "a"],
    ["strrev(#)", "t"],
    ["trim(#, #)", "tt"],
    ["(# ? # : #)", "btt"],
    ["#[0]", "l"],
  ],
  bool: [
    ["(# == #)", "aa"],
    ["(# != #)", "aa"],
    ["(# < #)", "nn"],
    ["(# >= #)", "nn"],
    ["(# && #)", "bb"],
    ["(# || #)", "bb"],
    ["!#", "b"],
    ["contains(#, #)", "la"],
    ["can(#)", "a"],
    ["alltrue([#, #])", "bb"],
    ["startswith(#, #)", "tt"],
  ],
  list: [
    ["[#, #]", "aa"],
    ["[#, #, #]", "ttt"],
    ["[for x in # : x]", "l"],
    ['[for i, x in # : "${i}"]', "l"],
    ["[for x in # : # if # != x]", "laa"],
    ["[for k, v in # : k]", "o"],
    ["tolist(#)", "l"],
    ["toset(#)", "l"],
    ["concat(#, #)", "ll"],
    ["distinct(#)", "l"],
    ["flatten([#, [#]])", "ll"],
    ["reverse(#)", "l"],
    ["slice(#, 0, 1)", "l"],
    ["keys(#)", "o"],
    ["values(#)", "o"],
    ["#[*]", "l"],
    ["setunion(#, #)", "ll"],
    ["setproduct(#, #)", "ll"],
    ["compact(#)", "l"],
    ["sort(#)", "l"],
    ["(# ? # : #)", "bll"],
    ["coalescelist(#, #)", "ll"],
    ["chunklist(#, 2)", "l"],
    ["[#][*].a", "o"],
    ["try(#, [#])", "la"],
  ],
  object: [
    ["{ a = #, b = # }", "aa"],
    ["{ a = #, (#) = # }", "ata"],
    ["{ for x in # : x => # }", "la"],
    ["{ for i, x in # : i => x }", "l"],
    ["{ for i, x in # : x => i... }", "l"],
    ["merge(#, #)", "oo"],
    ["tomap(#)", "o"],
    ["zipmap(#, #)", "ll"],
    ["(# ? # : #)", "boo"],
    ["{ for k, v in # : v => k... }", "o"],
  ],
  any: [
    ["#", "n"],
    ["#", "t"],
    ["#", "b"],
    ["#", "l"],
    ["#", "o"],
    ["#.a", "o"],
    ["#[#]", "lt"],
    ["#[#]", "ln"],
    ["element(#, #)", "ln"],
    ["lookup(#, #, #)", "ota"],
    ["try(#, #)", "aa"],
    ["coalesce(#, #)", "aa"],
    ["one(#)", "l"],
    ["(# ? # : #)", "baa"],
    ["jsondecode(jsonencode(#))", "a"],
  ],
};

const leaves: Readonly<Record<keyof Kinds, readonly string[]>> = {
  number: ["0", "1", "2", "-3", "2.5", "0.1", '"4"', "local.ns[0]", "local.m.a", "1e3"],
  text: ['""', '"a"', '"b"', '"ab c"', '"é"', '"12"', "local.xs[1]", "tostring(5)"],
  bool: ["true", "false", '"true"', "local.deep.map.k.v"],
  list: ["[]", "local.xs", "local.ns", "local.list", "local.set", '["a", "b"]', "[1, 2, 3]", '[1, "a"]', "local.deep.list[*].tags"],
  object: ["{}", "local.m", "local.map", '{ a = 1, b = "x" }', '{ a = "y" }', "local.deep.list[0]"],
  any: ["null", "local.none", "1", '"a"', "true", "local.xs", "local.m"],
};

const kindOf = { n: "number", t: "text", b: "bool", l: "list", o: "object", a: "any" } as const;

/** Expressions of random depth and kind. */
export const expressions: Text = fc.letrec<Kinds>((tie: fc.LetrecTypedTie<Kinds>) => {
  const kind = (name: keyof Kinds): Text => {
    const inner: readonly Text[] = patterns[name].map(([pattern, kinds]) =>
      filled(pattern, ...[...kinds].map((k) => tie(kindOf[k as keyof typeof kindOf]))),
    );
    const leaf: Text = fc.constantFrom(...leaves[name]);
    return fc.oneof({ depthSize: "small", withCrossShrink: true }, leaf, ...inner);
  };
  return { number: kind("number"), text: kind("text"), bool: kind("bool"), list: kind("list"), object: kind("object"), any: kind("any") };
}).any;
