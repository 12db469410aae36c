/**
 * Expressions about numbers. Left out: results that Terraform cannot store (infinite ones) or Netweft refuses to (more digits than
 * JavaScript's numbers have), negative zero, and what is calculated with the digits behind the 17th of `pow()` and `log()`.
 */
const texts = `
tostring(1 / 3)
tostring(2 / 3)
tostring(1 / 3 + 1 / 3 + 1 / 3)
1 / 3 + 1 / 3 + 1 / 3 == 1
1 / 3 * 3 == 1
tostring(1 / 3 * 3)
tostring(1 / 49 * 49)
1 / 49 * 49 == 1
tostring(1e100 + 1)
tostring(1e154 + 1)
tostring(1e155 + 1)
tostring(1e200 + 1)
1e200 + 1 == 1e200
1e154 + 1 == 1e154
1e150 + 1 == 1e150
1e400 == 1e400
1e400 > 1e399
tostring(1e400)
"1e400" + 0 > 1
tostring(pow(2, 1023))
pow(-8, 1 / 3)
pow(-2, 3)
pow(0.1, 3)
pow("2", "3")
tostring(pow(2, 200))
tostring(pow(3, 50))
tostring(18446744073709551616)
18446744073709551616 + 1 == 18446744073709551617
18446744073709551616 + 1 == 18446744073709551616
9007199254740993 == 9007199254740992
9007199254740993 > 9007199254740992
tostring(9007199254740993)
tostring(9007199254740993 * 9007199254740993)
tostring(123456789012345678901234567890 * 987654321098765432109876543210)
tostring(123456789012345678901234567890 / 987654321098765432109876543210)
tostring(1e30 % 7)
1e30 % 7
-7 % 3
7 % -3
-7 % -3
5.5 % 2
-5.5 % 2
5.5 % -2
0.3 % 0.1
1 % 0.1
1e20 % 3
7 % 0
0 % 7
-0
0 * -1
-0 == 0
1 / -3
tostring(-1 / 3)
0 / 5
0 / 0
floor(0.5)
floor(-0.5)
tostring(floor(-0.5))
ceil(-0.5)
tostring(ceil(-0.5))
floor(1e30)
floor(1e30 + 0.5)
tostring(floor(1e30 + 0.5))
tostring(ceil(1e30 + 0.5))
floor("1.9")
ceil("1.1")
tostring(floor(9007199254740993))
tostring(floor(1e100 / 3))
ceil(1e-400)
floor(1e-400)
floor(-1e-400)
floor(1 / 3)
ceil(1 / 3)
log(1, 10)
log(-1, 10)
log(10, 0)
log(10, -2)
log(16, 2)
log(1000, 10)
log(2, 10)
log(1e300, 10)
log(1e400, 10)
log(0.5, 2)
signum(0.5)
signum(-0.5)
signum(1e30)
signum(-1e30)
signum("-5")
signum(1e-10)
signum(9007199254740993)
signum(9223372036854775807)
signum(9223372036854775808)
tostring(abs(-9007199254740993))
abs("-0")
tostring(parseint("9223372036854775808", 10))
tostring(parseint("ffffffffffffffffffffffffffffffff", 16))
parseint("-0", 10)
parseint("0x10", 16)
parseint("10", 63)
parseint("10", 62)
parseint("10", 0)
parseint("10", -1)
parseint("10", 2.5)
parseint(" 10", 10)
parseint("1_0", 10)
parseint("1e3", 10)
parseint("1.0", 10)
parseint("-", 10)
parseint("--1", 10)
parseint("é", 36)
parseint("z", 36)
parseint("Z", 36)
parseint("z", 62)
parseint("Z", 62)
parseint(null, 10)
tonumber("1e3")
tonumber("1E3")
tonumber("-1e-3")
tonumber("1e-400") > 0
tonumber("1e+5")
tonumber("0b11")
tonumber("0o17")
tonumber("017")
tonumber("00")
tonumber("-0")
tonumber("- 1")
tonumber("1 ")
tonumber("１")
tonumber("NaN")
tonumber("-Infinity")
tonumber("1e")
tonumber("e1")
tonumber("1.2.3")
tonumber("1,000")
tonumber("0.1e1")
tonumber("1p3")
tonumber("0x1p3")
tonumber("1i")
tostring(0.1)
tostring(0.30000000000000004)
tostring(1.0)
tostring(1.10)
tostring(1e3)
tostring(1E-7)
tostring(1e-30)
tostring(1e21)
tostring(123456789.123456789)
tostring(0.1 + 0.7)
tostring(3 * 0.1)
tostring(1.1 * 1.1)
tostring(1 - 0.9)
tostring(100 * 1.1)
tostring(4.35 * 100)
tostring(1.005 * 1000)
0.1 + 0.2 == 0.3
1.1 * 1.1 == 1.21
1 - 0.9 == 0.1
0.1 * 3 == 0.3
"0.1" + "0.2" == 0.3
1.0 == 1
1 == "1"
1.50 == 1.5
100000000000000000000000000000001 == 100000000000000000000000000000000
100000000000000000000000000000001 > 100000000000000000000000000000000
1e153 + 1 > 1e153
1e155 + 1 > 1e155
tostring(1e153 + 1 - 1e153)
tostring(1e155 + 1 - 1e155)
tostring(1e160 + 1e4 - 1e160)
0.1 < 0.10000000000000001
0.1 < 0.1000000000000000055511151231257827021181583404541015625
0.1 == 0.1000000000000000055511151231257827021181583404541015625
tostring(0.1000000000000000055511151231257827021181583404541015625)
tostring(max(9007199254740993, 9007199254740992))
min(1e400, 1)
max(-1e400, 1)
max("10", 9)
min()
max(1 / 3, 0.3333)
sum([0.1, 0.2, 0.3])
sum([1e400, -1e400])
sum([9007199254740993, 1]) == 9007199254740994
sum([1 / 3, 1 / 3, 1 / 3]) == 1
sum(["1", 2])
sum([null])
sum([true])
sum([-0])
range(0, 0.3, 0.1)
range(1, 2, 1 / 3)
range(1e400, 1)
range(3, 0)
range(3, 0, -1.5)
range("3")
range(0.5)
range(1, 1)
range(1, 5, 100)
jsonencode(1 / 3)
jsonencode(1e21)
jsonencode(1e-7)
jsonencode(1e400)
jsonencode(9007199254740993)
jsonencode(0.1 + 0.2)
jsonencode(123456789012345678901234567890)
tostring(jsondecode("123456789012345678901234567890"))
tostring(jsondecode("0.1"))
jsondecode("1e-400") > 0
jsondecode("-0")
jsondecode("01")
jsondecode("1.")
jsondecode(".5")
jsondecode("+1")
format("%d", 9007199254740993)
format("%d", 1e30)
format("%d", "1e3")
format("%s", 1 / 3)
format("%v", 1 / 3)
format("%f", 1 / 3)
format("%.20f", 1 / 3)
format("%.3f", 2.0005)
format("%.2f", 2.675)
format("%.0f", 0.5)
format("%.0f", 1.5)
format("%e", 0)
format("%g", 0)
format("%g", 1 / 3)
format("%g", 1e6)
format("%g", 123456789)
format("%G", 1e-10)
format("%x", 18446744073709551615)
format("%b", -5)
format("%x", -255)
format("%o", 0)
format("%05d", -42)
format("%+05d", 42)
format("%d", -0)
format("%v", 1e21)
format("%v", 1e-7)
format("%q", 1)
format("%t", 1)
format("%d", true)
"\${1 / 3}"
"\${1e21}"
"\${0.1 + 0.2}"
"\${-0}"
[1, 2, 3][1.0]
[1, 2, 3]["1.0"]
[1, 2, 3]["1e0"]
[1, 2, 3][1e0]
[1, 2, 3][0.9]
[1, 2, 3][1e400]
[1, 2, 3][-1]
{"1" = "a"}[1]
{"1" = "a"}[1.0]
{"0.5" = "a"}[0.5]
{1 = "a", "1" = "b"}
{1.5 = "a"}
{(1 / 3) = "a"}
toset([1, 1.0, "1"])
toset([0.1 + 0.2, 0.3])
distinct([1 / 3 * 3, 1])
contains([0.3], 0.1 + 0.2)
index([0.3, 1], 0.1 + 0.2)
element([1, 2, 3], 1e30)
element([1, 2, 3], 4.5)
slice([1, 2, 3], 0, 1.5)
substr("hello", 1.5, 2)
cidrsubnet("10.0.0.0/8", 8.5, 1)
cidrhost("10.0.0.0/8", 1.5)
cidrhost("fd00::/64", 18446744073709551615)
chunklist([1, 2], 1.5)
1 + "0x10"
"1" + "2"
"1" * "2.5"
- "3"
-"x"
!"true"
!1
1 && true
"1" && true
1 < "2"
"a" < 1
null < 1
true < 2
1 <= 1.0
1e400 < 1e401
-1e400 < 0
1 > 2 > 3
format("%v", 1234567)
format("%v|%v", 100000, 1000000)
format("%v", 123456.789)
format("%v", 12345678.9)
format("%5.2v|", 3.14159)
format("%.3v", 1234.5)
format("%v", 0.0001)
format("%v", 0.00001)
format("%s", 1234567)
format("%s", 1e21)
format("%v", [1234567, 1e21])
format("%v", "1234567")
format("%+v", 5)
format("%#v", 1234567)
format("%v", -1234567)
format("%10v|", 1234567)
tostring(5.1 % 2)
5.1 % 2 == 1.1
tostring(10.3 % 3)
tostring(0.7 % 0.2)
tostring(100.1 % 7)
tostring(-5.1 % 2)
tostring(1e30 % 0.7)
tostring(123456789012345678901234567890.5 % 7)
0 % 0
tonumber("1.5p2")
tonumber("1p-3")
tonumber("1P3")
tonumber("-1p3")
tonumber("1e2p3")
tonumber("1p3.5")
tonumber("1p")
tostring(0.1 * 0.1)
tostring(0.1 / 3)
tostring(2 / 0.3)
tostring(1e-300 * 1e-300)
tostring(0.1 + 1e-160)
tostring(1 + 1e-150)
tostring(1 + 1e-154)
tostring(1 + 1e-155)
1 + 1e-155 == 1
1 + 1e-154 == 1
tostring(1.1 - 1)
tostring(1.1 + 2.2)
1.1 + 2.2 == 3.3
tostring(33 * 0.01)
tostring(0.57 * 100)
0.57 * 100 == 57
tostring(3 - 2.9)
tostring(1.15 * 100)
tostring(1.15 / 5)
tostring(9.95 + 0.05)
9.95 + 0.05 == 10
tostring(1 / 7 * 7)
tostring(22 / 7)
format("%.60f", 0.1)
format("%.2f", 1.005)
format("%.1f", 0.25)
format("%.1f", 0.35)
format("%.0f", 2.5)
format("%.0e", 25)
format("%.1e", 0.000125)
format("%.1e", 125)
format("%.2g", 1.25)
format("%.2g", 1.35)
format("%g", 0.1 + 0.2)
format("%f", 1e-7)
format("%.3f", -0.0005)
format("%.3f", -0.0004)
floor(5.1 % 2)
jsonencode(1 - 0.9)
jsonencode(0.1 * 3)
toset([0.3, 0.1 + 0.2])
toset([0.1, 1 - 0.9])
contains([0.1], 1 - 0.9)
sum([0.1, 0.2, 0.3]) == 0.6
sum([0.1, 0.7]) == 0.8
range(0, 1, 0.1)
range(0, 0.5, 0.1)
max(0.1, 1 - 0.9) == 0.1
{(1 - 0.9) = 1}
"\${1 - 0.9}"
pow(2, 0.5) == 1.4142135623730951
pow(10, 2) == 100
tostring(floor(pow(2, 70)))
`;

export const numbers: readonly string[] = texts.trim().split("\n");

/** Nulls, empty collections and the types of conditionals, as in public reports (terraform 22250, 22251, 22405, 29965, 30866). */
const reports = `
tolist([1, null])
tolist([1, tostring(null)])
[tostring(null), 1]
true ? [1, tostring(null)] : ["a", "b"]
false ? [1, tostring(null)] : ["a", "b"]
true ? ["a", null] : [null, "b"]
false ? { key = "s", key2 = ["l"] } : tomap({})
true ? { key = "s", key2 = ["l"] } : tomap({})
true ? { key = "s", key2 = ["l"] } : {}
false ? { key = "s", key2 = ["l"] } : {}
false ? chunklist([], 2) : []
merge({ v = "h" }, { w = false ? chunklist([], 2) : [], x = "h" })
merge(true ? { a = {} } : null)
merge(false ? { a = {} } : null, { b = 1 })
merge(false ? tomap({ a = "x" }) : null, tomap({ b = "y" }))
true ? { a = { x = 1 }, b = { y = "s" } } : {}
false ? { a = { x = 1 }, b = { y = "s" } } : {}
true ? { a = [1] } : { a = ["x"], b = ["y"] }
true ? [{ a = 1 }] : [{ a = 1, b = 2 }]
true ? [{ a = 1, b = null }] : [{ a = 1, b = 2 }]
true ? [] : [{ a = 1 }, { b = 2 }]
true ? null : [{ a = 1 }, { b = 2 }]
false ? null : [{ a = 1 }, { b = 2 }]
true ? {} : null
false ? {} : null
false ? null : {}
concat([{ a = 1 }], true ? [{ a = 2, b = 3 }] : [])
concat([{ a = 1 }], false ? [{ a = 2, b = 3 }] : [])
flatten([{ a = 1 }, true ? [{ b = 2 }] : []])
[for x in (true ? null : [1]) : x]
{ for k, v in merge({ a = 1 }, null) : k => v }
tomap(false ? { a = "x" } : {})
tomap(true ? null : { a = "x" })
toset(true ? null : ["x"])
tolist(true ? tolist([]) : null)
coalesce(true ? null : { a = 1 }, { a = 2 })
coalesce(null, true ? {} : null)
try(true ? null.x : 1, "d")
can(null.x)
length(true ? [] : null)
length(coalesce(null, []))
lookup(true ? {} : null, "a", "d")
lookup({ a = null }, "a", "d")
lookup(tomap({ a = null }), "a", "d")
setunion(toset([]), ["a"])
setunion([], [])
setsubtract(toset(null), ["a"])
jsonencode(true ? null : { a = 1 })
jsonencode({ a = tostring(null), b = tolist(null) })
jsondecode("null") == null
jsondecode("{\\"a\\":null}").a == null
tonumber(jsondecode("null"))
zipmap([], [])
zipmap(["a"], [null])
values({ a = null, b = 1 })
compact([null, "", "a"])
distinct([null, null, "a"])
distinct([null, "null"])
sort([])
reverse([])
element([null], 0)
one([null])
sum([])
max([]...)
concat([null], [1])
slice([null, 1], 0, 1)
chunklist([null, 1, null], 2)
transpose({ a = [] })
matchkeys([null], ["a"], ["a"])
index([null], null)
contains([null], null)
contains([], null)
keys({ "" = 1 })
{ "" = 1 }[""]
format("%s", null)
format("%v", null)
format("%#v", null)
format("%#v", { a = null })
join(",", [null])
join(",", [tostring(1), 2])
split(",", null)
upper(null)
cidrhost(null, 1)
null ? 1 : 2
!null
null && true
null == ""
null == []
{} == {}
[] == []
[] == tolist([])
{} == tomap({})
toset([]) == toset(["a"])
tolist([]) == tolist(["a"])
"1" == 1
true == "true"
1 == true
`;

export const reported: readonly string[] = reports.trim().split("\n");
