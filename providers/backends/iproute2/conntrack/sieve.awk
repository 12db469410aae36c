# Selects, from the filters of the conntrack codec, those that match an entry of the table. conntrack itself walks the whole
# table once per filter: 10 ms for an empty one, and there may be thousands of filters. Here the table is read once, and each
# entry is looked up by hash: by the options of a filter (its form) and their values (its key), with prefixes cut to the
# filter's length.
#
# This is only a preselection. conntrack decides what is deleted, so a false positive deletes nothing.

function pad(part) { return substr("0000" tolower(part), length(part) + 1) }

# All digits of an address, in any notation.
function digits(address,    part, n, i, all) {
  if (address in known) return known[address]
  if (address ~ /:/) return known[address] = digits6(address)
  n = split(address, part, ".")
  for (i = 1; i <= n; i++) all = all sprintf("%02x", part[i])
  return known[address] = all
}

function digits6(address,    last, dotted, gap, front, back) {
  last = address
  sub(/.*:/, "", last)
  if (last ~ /[.]/) {
    dotted = digits(last)
    address = substr(address, 1, length(address) - length(last)) substr(dotted, 1, 4) ":" substr(dotted, 5)
  }
  gap = index(address, "::")
  front = groups(gap ? substr(address, 1, gap - 1) : address)
  back = groups(gap ? substr(address, gap + 2) : "")
  while (length(front back) < 32) front = front "0000"
  return front back
}

function groups(text,    part, n, i, all) {
  n = split(text, part, ":")
  for (i = 1; i <= n; i++) all = all pad(part[i])
  return all
}

# The awk of some versions of busybox has no power operator: the digits of 842 are the divisors for the last hex digit.
function first_bits(address, bits,    all, whole, rest) {
  all = digits(address)
  whole = int(bits / 4)
  rest = bits % 4
  return substr(all, 1, whole) (rest ? "+" int((index("0123456789abcdef", substr(all, whole + 1, 1)) - 1) / substr(842, rest, 1)) : "")
}

# A filter for the host is printed once for each host address that is the destination of an entry.
function emit(number,    all, address, i, n) {
  n = split(to[number], all, " ")
  if (n == 0) print number, text[number]
  for (i = 1; i <= n; i++) {
    if ((number, all[i]) in printed) continue
    printed[number, all[i]]
    address = text[number]
    sub(/-d host/, "-d " all[i], address)
    sub(/--reply-src host/, "--reply-src " all[i], address)
    print number, address
  }
}

BEGIN {
  split("-f family -p protocol -s src1 -d dst1 --orig-port-dst dport1 --reply-src src2 --reply-port-src sport2", word, " ")
  for (i = 1; i in word; i += 2) field[word[i]] = word[i + 1]
}

FNR == NR {
  form = key = ""
  text[++filters] = $0
  for (i = 1; i < NF; i += 2) {
    bits = 128
    if (!($i in field)) passes[filters]
    if (split($(i + 1), half, "/") == 2) bits = half[2]
    if ($(i + 1) == "host") bits = "host"
    form = form " " $i "/" bits
    key = key " " ($i ~ /^(-s|-d|--reply-src)$/ && bits != "host" ? first_bits(half[1], bits) : $(i + 1))
  }
  forms[form]
  same[form, key] = same[form, key] " " filters
  next
}

$1 == "host" { here[digits($2)]; next }

$1 == "unreadable" { unreadable = 1; exit }

{
  split("", times)
  split("", flow)
  flow["family"] = $1
  flow["protocol"] = $3
  for (i = 4; i <= NF; i++) {
    if ($i !~ /^(src|dst|sport|dport)=/) continue
    at = index($i, "=")
    name = substr($i, 1, at - 1)
    flow[name (++times[name])] = substr($i, at + 1)
  }
  for (form in forms) {
    key = ""
    n = split(form, option, " ")
    for (i = 1; i <= n; i++) {
      split(option[i], half, "/")
      value = flow[field[half[1]]]
      if (half[2] == "host") key = key " " (digits(value) in here ? "host" : "")
      else key = key " " (half[1] ~ /^(-s|-d|--reply-src)$/ ? first_bits(value, half[2]) : value)
    }
    if (!((form, key) in same)) continue
    n = split(same[form, key], line, " ")
    for (i = 1; i <= n; i++) passes[line[i]]
    if (form ~ /\/host/) for (i = 1; i <= n; i++) to[line[i]] = to[line[i]] " " flow["dst1"]
    else delete same[form, key]
  }
}

END {
  if (unreadable) exit 1
  for (i = 1; i <= filters; i++) if (i in passes) emit(i)
}
