/** Expressions whose value and exact type Netweft and Terraform must agree on; `xs`, `m`, … are the locals below. */

export const locals = {
  xs: ["a", "b", "c"],
  ns: [3, 1, 2],
  m: { b: 2, a: 1 },
  deep: {
    list: [
      { id: 1, tags: ["x"] },
      { id: 2, tags: [] },
    ],
    map: { k: { v: true } },
  },
  none: null,
  set: '${toset(["b", "a"])}',
  list: '${tolist(["x", "y"])}',
  map: '${tomap({ p = "1", q = "2" })}',
};

const numbers = `
format("%5t|%-7t|%t", true, false, "true")
0.1 + 0.2
1 / 3
1 / 3 * 3
floor(1 / 3 * 3)
7 % 3
-7 % 3
5.5 % 2
"5" + 1
"1e3" * 2
1 - -1
-(2 + 3) * 4
2 + 3 * 4 - 6 / 2
10 / 4
1e3
1.50
1 == 1.0
"1" == 1
9007199254740991 + 0
9007199254740993 - 2
1e21
0.000001
1e-9
"x" + 1
true + 1
null + 1
1 < 2
"10" < "9"
"a" < "b"
2 >= 2 && 1 != 2
!true || false
"true" && true
"yes" && true
!"false"
null == null
null == 1
tostring(null) == null
abs(-3.5)
abs("-2")
ceil(1.2)
ceil(-1.2)
floor(-1.2)
max(1, 3, 2)
max("7", 3)
min(4, -1.5)
max()
pow(2, 10)
pow(2, -1)
pow(2, 0.5)
pow(0, 0)
log(8, 2)
log(100, 10)
signum(-4)
signum(0)
parseint("ff", 16)
parseint("-0101", 2)
parseint("zz", 36)
parseint("Zz", 62)
parseint("+7", 10)
parseint("12x", 10)
parseint("", 10)
parseint(12, 10)
parseint("1", 1)
tonumber("0x10")
tonumber(" 1")
tonumber("1.50")
tonumber("+1")
tonumber(".5")
tonumber("5.")
tonumber("1_000")
tonumber("")
tostring(1.10)
tostring(100000000000000000000000)
tostring(0.1 + 0.2)
tostring(1e-7)
sum([1, 2.5, "3"])
sum([])
sum(["a"])
sum(toset([1, 2]))
`;

const texts = `
"a\${1}b\${true}"
"\${1}"
"\${[1]}"
"x\${[1]}"
"x\${null}"
"\${null}"
"$\${a} %%{b} $ % $$ %%"
"%{ if true }yes%{ else }no%{ endif }"
"%{ if false }yes%{ endif }"
"a%{ for x in local.xs }<\${x}>%{ endfor }b"
"%{ for k, v in local.m }\${k}=\${v};%{ endfor }"
"a  \${~ 1 ~}  b"
"x %{~ if true ~} y %{~ endif ~} z"
"\\u00e9\\n\\t\\"\\\\"
join("-", local.xs)
join("-", local.xs, ["d"])
join(",", [1, true])
join(",", [])
join(",", toset(["b", "a"]))
join(",", ["a", null])
join(",", "a")
split(",", "a,b,,c")
split("", "abc")
split(",", "")
format("%s-%d", "a", 1)
format("%5d|%-5d|%05d|%+d", 42, 42, 42, 42)
format("%.2f|%8.3f|%e|%g|%G", 3.14159, 2.5, 12345.678, 0.00001, 1e30)
format("%g|%g|%g", 100000, 1e20, 1e21)
format("%x|%X|%o|%b|%#x", 255, 255, 8, 5, 255)
format("%q|%v|%v|%v", "a\\"b", true, tostring(null), [1, "x"])
format("%v|%v", {a = 1}, 1.5)
format("%#v|%#v", "a", [1])
format("%t", true)
format("%t", "true")
format("%d", 1.5)
format("%d", "12")
format("%s", 12)
format("%s", [1])
format("%s", tostring(null))
format("%g|%g|%.3g|%.10g|%g", 1234567, 0.0001, 1234.5, 100, 123456)
format("%%")
format("%z", 1)
format("%s")
format("%s", "a", "b")
format("%[2]s %[1]s", "a", "b")
format("%5s|%-5s|%.2s|%5.1s", "abc", "abc", "abc", "abc")
format("%3s|", "héé")
format("%x", "hi")
format("%5v|%-7v|", true, 12)
format("%05s", "ab")
format("% d", 5)
format("%+.1e", 12345)
formatlist("%s-%d", local.xs, [1, 2, 3])
formatlist("%s!", "a")
formatlist("%s-%s", local.xs, "z")
formatlist("%s-%s", local.xs, ["z"])
formatlist("%s", [])
lower("ÀBC")
upper("straße")
title("hello wörld foo-bar it's")
trim("!?hi!?", "?!")
trim("aXa", "")
trimprefix("hello", "he")
trimsuffix("hello", "lo")
trimsuffix("hello", "")
trimspace("  a b \\n")
chomp("a\\n\\r\\n")
chomp("a\\r")
indent(2, "a\\nb\\n")
replace("hello", "l", "L")
replace("a.b", ".", "-")
replace("hello", "/l+/", "<$0>")
replace("hello", "/(?P<x>l+)/", "[$x]")
replace("a1b2", "/[[:digit:]]/", "#")
replace("abc", "", "-")
replace("abc", "//", "-")
replace("abc", "/(b)/", "$1x")
replace("abc", "/(b)/", "$\${1}x")
replace("a/b", "/", "-")
regex("[a-z]+", "123abc")
regex("(\\\\d+)-(\\\\d+)", "10-20")
regex("(?P<a>x)(?P<b>y)?", "x")
regex("z", "abc")
regex("(a)|(b)", "b")
regex("(?i)ABC", "xabc")
regex("^\\\\s*(\\\\S+)\\\\z", "  hi")
regex("[", "a")
regex("a{2,3}", "aaaa")
regex("\\\\Qa.b\\\\E", "a.b")
regex("\\\\pL+", "12äb")
regexall("[a-z]", "a1b2")
regexall("(a)(b)?", "aba")
regexall("x", "abc")
substr("hello", 1, 3)
substr("hello", -3, 2)
substr("hello", -3, -1)
substr("hello", 3, 99)
substr("hello", 9, 1)
substr("hello", -9, 2)
substr("hello", 0, -2)
substr("añb", 1, 1)
strrev("añb")
strcontains("hello", "ell")
startswith("hello", "he")
endswith("hello", "lo")
length("añb")
length("👨‍👩‍👧")
`;

const collections = `
[1, "a", null, true]
{a = 1, "b" = 2, (local.xs[0]) = 3}
{"\${local.xs[1]}x" = 1, 2 = 3, true = 4}
{a = 1, a = 2}
local.xs[1]
local.xs["1"]
local.xs[3]
local.xs[-1]
local.xs[0.5]
local.xs.0
local.xs[local.ns[1]]
local.m.a
local.m["b"]
local.m.zz
local.m["zz"]
local.deep.list[0].id
local.deep.list[*].id
local.deep.list.*.id
local.deep.list[*].tags[0]
local.deep.list.*.tags[0]
local.deep.list.0.tags
local.deep.map.k.v
local.none[*]
local.none.x
local.m[*].a
local.list[*]
local.set[*]
local.set[0]
local.xs.a
"abc"[0]
[for x in local.xs : upper(x)]
[for i, x in local.xs : "\${i}\${x}" if i > 0]
[for k, v in local.m : k]
{for x in local.xs : x => length(x)}
{for k, v in local.m : v => k}
{for x in ["a", "a"] : x => 1}
{for x in ["a", "b", "a"] : x => upper(x)...}
[for x in local.set : x]
{for k, v in local.set : k => v}
[for x in null : x]
[for x in "abc" : x]
[for x in [1, 2] : [for y in [x, x] : y * 2]]
[for x in local.xs : x if x != "b"]
[for x in local.map : x]
{for x in [1, 2] : x => x}
{for x in [null] : x => 1}
true ? 1 : "a"
true ? [1] : []
true ? [1, "a"] : ["b", 2]
false ? {a = 1} : {a = "x"}
true ? {a = 1} : {b = "x"}
true ? {a = 1, c = null} : {a = "x", c = 2}
true ? null : "x"
true ? 1 : null
false ? null : [1]
true ? tolist([1]) : ["a"]
true ? toset([1]) : toset(["a"])
true ? toset([1]) : ["a"]
true ? {a = 1} : tomap({b = "2"})
true ? [1] : {a = 1}
true ? 1 : [1]
"true" ? 1 : 2
null ? 1 : 2
1 ? 1 : 2
true ? local.xs[0] : local.xs[9]
false ? [] : [{a = 1}, {a = "b"}]
[1] == tolist([1])
[1, 2] == [1, 2]
{a = 1} == {a = 1}
{a = 1} == tomap({a = 1})
toset(["a"]) == toset(["a"])
[1] != ["1"]
{a = null} == {a = null}
length(local.xs)
length(local.m)
length({})
length(5)
length(null)
concat(local.xs, [1])
concat(tolist(["a"]), tolist(["b"]))
concat(tolist(["a"]), tolist([1]))
concat(local.list, ["z"])
concat([], [])
concat()
concat(toset(["a"]), ["b"])
concat("a")
merge({a = 1}, {b = "x"})
merge({a = 1}, {a = "x"})
merge(tomap({a = "1"}), tomap({b = "2"}))
merge(tomap({a = "1"}), {b = 2})
merge(null, {a = 1})
merge()
merge([1])
lookup(local.m, "a")
lookup(local.m, "zz", 9)
lookup(local.m, "zz")
lookup(local.map, "p", "d")
lookup(local.map, "zz", 5)
lookup(local.m, "zz", null)
lookup(local.map, "zz", [1])
element(local.xs, 1)
element(local.xs, 4)
element(local.xs, -1)
element([], 0)
element(local.set, 0)
element(local.list, 3)
range(3)
range(1, 4)
range(0, 1, 0.25)
range(4, 1)
range(4, 1, -2)
range(1, 4, -1)
range(0)
range(-2)
range(0, 10, 0)
range(2000)
keys(local.m)
keys(local.map)
keys({})
keys(local.xs)
values(local.m)
values(local.map)
values({})
contains(local.xs, "b")
contains(local.xs, 1)
contains(local.set, "a")
contains(local.xs, null)
contains([1, "1"], "1")
contains({a = 1}, "a")
distinct(["a", "b", "a"])
distinct([1, "1"])
distinct([[1], [1], [2]])
distinct([])
distinct(toset([1]))
flatten([[1, [2, [3]]], 4])
flatten([local.list, ["z"]])
flatten([])
flatten([toset([2, 1])])
flatten("a")
compact(["a", "", null, "b"])
compact([1, 0])
slice(local.xs, 1, 3)
slice(local.xs, 1, 1)
slice(local.list, 0, 1)
slice(local.xs, 2, 1)
slice(local.xs, 0, 9)
slice("abc", 0, 1)
reverse(local.xs)
reverse(local.list)
reverse(toset(["a", "b"]))
reverse("abc")
sort(["b", "a", "C"])
sort([3, 10, 2])
sort(["a", null])
sort(local.set)
index(local.xs, "b")
index(local.xs, "zz")
index(local.list, "y")
coalesce("", "b")
coalesce(null, 1, "a")
coalesce(null, 0)
coalesce("", null)
coalesce([], ["a"])
coalesce(1, [2])
coalescelist([], ["a"])
coalescelist([], [])
coalescelist(local.list, [1])
zipmap(["a", "b"], [1, 2])
zipmap(["a"], tolist([1]))
zipmap(["a"], [])
zipmap(["a", "a"], [1, 2])
zipmap([], [])
setunion(["a"], ["b", "a"])
setunion([1], ["a"])
setunion(["a"])
setintersection(["a", "b"], ["b", "c"])
setintersection([1, 2], ["2"])
setsubtract(["a", "b"], ["b"])
setsubtract([], [])
setproduct(["a", "b"], [1, 2])
setproduct(toset(["a"]), toset([1]))
setproduct(["a"], toset(["x", "y"]))
setproduct([], [1])
setproduct(["a"])
setproduct(["a", 1], [true])
transpose({a = ["x", "y"], b = ["y"]})
transpose({})
chunklist([1, 2, 3], 2)
chunklist([1, 2, 3], 0)
chunklist([], 2)
chunklist([1], -1)
one([])
one(["a"])
one(["a", "b"])
one(toset(["a"]))
one(tolist([]))
one(null)
one("a")
alltrue([true, "true"])
alltrue([])
alltrue([true, false])
alltrue([true, null])
anytrue([false, true])
anytrue([])
anytrue([null, true])
anytrue(["x"])
matchkeys(["i1", "i2", "i3"], ["a", "b", "a"], ["a"])
matchkeys(["x"], ["a"], [])
matchkeys([1, 2], ["a"], ["a"])
`;

const conversions = `
tostring(true)
tostring("a")
tostring([1])
tonumber("12")
tonumber("a")
tonumber(true)
tonumber(null)
tobool("true")
tobool("1")
tobool(1)
tobool("TRUE")
tolist(["a", 1])
tolist(toset(["b", "a"]))
tolist("a")
tolist([])
tolist([[1], ["a"]])
tolist([[1], [1, 2]])
tolist([{a = 1}, {a = "b"}])
tolist([{a = 1}, {b = 1}])
tolist([1, [2]])
tolist([null, 1])
tolist([null])
tolist(null)
toset(["b", "a", "b"])
toset([3, 10, 2])
toset([true, false])
toset([[2], [1]])
toset([{b = 1, a = 2}, {b = 1, a = 1}])
toset([null, "a"])
toset([1, "1"])
toset([])
toset({})
tomap({a = 1, b = "x"})
tomap({a = 1, b = null})
tomap({})
tomap([1])
tomap({a = [1], b = ["x"]})
tomap({a = {x = 1}, b = {y = 2}})
try(local.m.zz, "fallback")
try(tonumber("a"), tonumber("b"), 3)
try(1 + "a")
can(local.m.zz)
can(local.m.a)
can(tonumber("a"))
jsonencode({b = [1, null, true], a = "<é&>"})
jsonencode("a\\"b\\n")
jsonencode(1.50)
jsonencode(toset(["b", "a"]))
jsonencode(null)
jsonencode(123456789012)
jsonencode("\\u2028")
jsondecode("{\\"a\\": [1, 2.5, \\"x\\", null], \\"b\\": {}}")
jsondecode("[]")
jsondecode("1e3")
jsondecode("{")
jsondecode("\\"a\\"")
jsondecode("null")
jsondecode(" true ")
jsondecode("{\\"a\\":1,\\"a\\":2}")
base64encode("héllo")
base64decode("aMOpbGxv")
base64decode("a")
base64decode("/w==")
md5("a")
sha1("a")
sha256("a")
sha512("a")
base64sha256("a")
base64sha512("a")
urlencode("a b/c?d=é&~*'()!")
cidrhost("10.0.0.0/24", 5)
cidrhost("10.0.0.0/24", -1)
cidrhost("10.0.0.0/24", 256)
cidrhost("10.0.0.7/24", 1)
cidrhost("fd00::/64", 258)
cidrhost("fd00::/64", -2)
cidrhost("10.0.0.0", 1)
cidrnetmask("10.0.0.0/12")
cidrnetmask("0.0.0.0/0")
cidrnetmask("fd00::/64")
cidrsubnet("10.0.0.0/16", 8, 2)
cidrsubnet("10.0.0.0/16", 8, 256)
cidrsubnet("10.0.0.0/16", 17, 0)
cidrsubnet("fd00::/48", 16, 10)
cidrsubnet("10.1.2.3/16", 4, 15)
cidrsubnet("10.0.0.0/16", 0, 0)
cidrsubnets("10.0.0.0/16", 4, 4, 8, 4)
cidrsubnets("10.0.0.0/24", 1, 1)
cidrsubnets("10.0.0.0/24", 1, 1, 1)
cidrsubnets("10.0.0.0/24")
cidrsubnets("fd00::/48", 16, 16)
cidrsubnets("10.0.0.0/16", 8, 4)
nonsensitive("a")
issensitive("a")
issensitive(sensitive("a"))
path.module
terraform.workspace
upper(lower("A")...)
max([1, 5, 3]...)
max(local.ns...)
join("-", [["a"], ["b"]]...)
core::upper("a")
format("%s", local.xs...)
`;

export const table: readonly string[] = [numbers, texts, collections, conversions].flatMap((part) => part.trim().split("\n"));
