import { ANOTHER_NAMESPACE } from "../../../lib/kernel/refused";

/** What ip is asked about a namespace; each answer is one line of JSON. */
export const QUESTIONS = ["addr show", "route show table all type unicast"] as const;

const ASKED = QUESTIONS.map((question) => `'${question}'`).join(" ");

/** A line of a batch that prints `[]` and does nothing. See `withMilestones` in `script.ts`. */
export const MILESTONE = "neigh show proxy dev lo";

/**
 * The tools that the input of a program can call for, each over one file of it and in one namespace (`-` is the one that
 * the program itself is in): `run TOOL FILE NETNS OUT ERR`.
 *
 * ip and tc stop a batch at its first failing line and say which one. A line that is listed in `FILE.soft` may fail because
 * what it takes away is not there; then the rest of the batch goes on. Where ip does not say the line (it could not
 * find a bridge that it was to put a link on, say), the milestones that it printed tell; without them line 0 is reported:
 * "somewhere in this file".
 */
export const tools = String.raw`
absent='Cannot find device|does not exist|No such (process|device|file)|[Aa]ddress not found|Cannot assign requested address|IPv6 is disabled|handle of zero'

in_netns() {
  where=$1
  shift
  if [ "$where" = - ]; then "$@"; else nsenter --net="/run/netns/$where" "$@"; fi
}

# fail FILE LINE ERR: says where it failed, and the words of whoever refused, in one piece: others may be speaking, too.
fail() {
  : > "$d/failed"
  { echo "@failed \${1##*/} $2"; sed '/^Command failed /d; s/^/@! /' "$3"; } > "$1.why" 2>/dev/null
  cat "$1.why" 2>/dev/null
  return 1
}

# first_hard FILE: the number of the first line that must not fail, or nothing.
first_hard() {
  [ -e "$1.soft" ] || { echo 1; return; }
  awk 'NR == FNR { soft[$1]; next } !(FNR in soft) { print FNR; exit }' "$1.soft" "$1"
}

# blind FILE OUT: the line that ip has failed at without saying so: the one before the first milestone that was not printed.
blind() {
  next=$(($(grep -cx '\[\]' "$2") + 1))
  awk -v next_one="$next" '$0 == "${MILESTONE}" && ++n == next_one { print NR - 1; exit }' "$1"
}

tool_ip() { batch 'ip -j -d' "$@"; }
tool_tc() { batch tc "$@"; }

# batch COMMAND FILE NETNS OUT ERR
batch() {
  told=$1
  shift
  out=$3
  if [ "$2" = - ]; then out=$1.out; else say "@from $2" >> "$out"; fi
  in_netns "$2" $told -batch "$1" >> "$out" 2> "$4" && return
  part=$1
  before=0
  while :; do
    line=$(sed -n 's/^Command failed .*:\([0-9][0-9]*\)$/\1/p' "$4" | tail -n 1)
    if [ -n "$line" ]; then
      line=$((before + line))
    elif [ "$2" = - ]; then
      line=$(blind "$1" "$out")
      fail "$1" "\${line:-0}" "$4"
      return
    else
      [ -e "/run/netns/$2" ] || { line=$(first_hard "$1"); [ -n "$line" ] || return 0; }
      fail "$1" "\${line:-0}" "$4"
      return
    fi
    { [ -e "$1.soft" ] && grep -qx "$line" "$1.soft" && grep -Eq "$absent" "$4"; } || { fail "$1" "$line" "$4"; return; }
    before=$line
    part=$1.rest
    tail -n "+$((line + 1))" "$1" > "$part"
    in_netns "$2" $told -batch "$part" >> "$out" 2> "$4" && return
  done
}

# One transaction of the kernel's: all of the file or nothing of it. A line that takes away what is not there is left out.
tool_nft() {
  while :; do
    nft -f "$1" > /dev/null 2> "$4" && return
    line=$(sed -n "s|^$1:\([0-9][0-9]*\):.*|\1|p" "$4" | head -n 1)
    { [ -n "$line" ] && [ -e "$1.soft" ] && grep -qx "$line" "$1.soft" && grep -Eq "$absent|does not exist" "$4"; } || break
    sed "\${line}s/.*/# gone/" "$1" > "$1.rest" && mv "$1.rest" "$1"
  done
  sed -i '/^ *^*$/d; s/^.*: Error: //; /^Error: /s///; /^[a-z]* [a-z]* inet netweft/d' "$4"
  fail "$1" "\${line:-0}" "$4"
}

# Lines: what conntrack is to look for. That nothing is found is well.
tool_conntrack() {
  line=0
  while read -r filter; do
    line=$((line + 1))
    set -f
    conntrack -D $filter > /dev/null 2> "$4" || grep -q ' 0 flow entries' "$4" || { fail "$1" "$line" "$4"; return; }
  done < "$1"
}

# Lines: PATH VALUE...
tool_sysctl() {
  [ "$2" = - ] || [ -e "/run/netns/$2" ] || {
    echo "Cannot open network namespace \"$2\": No such file or directory" > "$4"
    fail "$1" 1 "$4"
    return
  }
  in_netns "$2" sh -c '
    line=0
    while read -r path value; do
      line=$((line + 1))
      printf "%s\n" "$value" 2>/dev/null > "/proc/sys/$path" && continue
      [ -e "/proc/sys/$path" ] && echo "The kernel refuses this value." || echo "There is no such setting."
      echo "Command failed -:$line"
      exit 1
    done' < "$1" > "$4" 2>/dev/null && return
  line=$(sed -n 's/^Command failed -:\([0-9]*\)$/\1/p' "$4")
  fail "$1" "\${line:-0}" "$4"
}

inode_of() { stat -L -c %i "$1"; }

# Lines: NAME PATH INODE. A bind mount of the other program's namespace under our name, as "ip netns attach" makes it. Only
# what is mounted cannot become another namespace any more, so that is what is looked at: the process may have ended since
# the plan was made, and its number be another one's.
tool_attach() {
  mkdir -p -m 0755 /run/netns
  mount --make-shared /run/netns 2>/dev/null || { mount --bind /run/netns /run/netns && mount --make-shared /run/netns; } 2> "$4"
  line=0
  while read -r name path inode; do
    line=$((line + 1))
    ours=/run/netns/$name
    if [ -e "$ours" ]; then
      [ "$(inode_of "$ours")" = "$inode" ] && continue
      echo "$ours: File exists" > "$4"
    elif nsenter --net="$path" true 2> "$4" && : > "$ours"; then
      if mount --bind "$path" "$ours" 2> "$4"; then
        now=$(inode_of "$ours")
        [ "$now" = "$inode" ] && continue
        umount "$ours"
        echo "${ANOTHER_NAMESPACE} $now." > "$4"
      fi
      rm -f "$ours"
    fi
    fail "$1" "$line" "$4"
    return
  done < "$1"
}

# Lines: NAME of a namespace that the next batch creates. A name without a namespace behind it is what is left of a program
# that died while it created one. From here until the program has ended well, the names are on record as unfinished.
tool_begin() {
  cat "$1" >> "$here.unfinished"
  while read -r name; do
    [ -e "/run/netns/$name" ] || continue
    nsenter --net="/run/netns/$name" true 2>/dev/null || rm -f "/run/netns/$name"
  done < "$1"
}

# Lines: NAME of a namespace that was deleted. The kernel takes it apart later; until then the other ends of its veth pairs
# are still there, with a number for a namespace that has no name.
tool_settle() {
  tries=0
  while [ "$tries" -lt 60 ] && ip -o -d link show group 157 2>/dev/null | grep -q 'link-netnsid'; do
    tries=$((tries + 1))
    sleep 0.05
  done
}

# iptables_program FAMILY nft|legacy SUFFIX: the program that speaks to these tables, under whichever of its names.
iptables_program() {
  case $1 in ip6*) program=ip6tables ;; *) program=iptables ;; esac
  for candidate in "$program-$2$3" "$program$3"; do
    case $("$candidate" -V 2>/dev/null) in
      '') continue ;;
      *nf_tables*) speaks=nft ;;
      *) speaks=legacy ;;
    esac
    [ "$speaks" = "$2" ] && { echo "$candidate"; return; }
  done
  return 1
}

# Lines: add|del FAMILY CHAIN LINK in|out MARK. A rule in front of all others; one that is there is not added again.
tool_iptables() {
  line=0
  while read -r verb family chain dev direction mark; do
    line=$((line + 1))
    case $family in *-legacy) tables=legacy ;; *) tables=nft ;; esac
    rules=$(iptables_program "$family" "$tables" '') || {
      echo "There is no iptables program for these tables (its name would end in -$tables)." > "$4"
      fail "$1" "$line" "$4"
      return
    }
    iptables_rule "$verb" "$rules" "$chain" "$dev" "$direction" "$mark" 2> "$4" || { fail "$1" "$line" "$4"; return; }
  done < "$1"
}

iptables_rule() {
  [ "$5" = in ] && side=-i || side=-o
  has() { "$1" -w 10 -C "$2" "$side" "$3" -m comment --comment "$4" -j ACCEPT 2>/dev/null; }
  if [ "$1" = add ]; then
    has "$2" "$3" "$4" "$6" || "$2" -w 10 -I "$3" "$side" "$4" -m comment --comment "$6" -j ACCEPT
    return
  fi
  copies=0
  while [ "$copies" -lt 10 ] && has "$2" "$3" "$4" "$6"; do
    copies=$((copies + 1))
    "$2" -w 10 -D "$3" "$side" "$4" -m comment --comment "$6" -j ACCEPT || return
  done
}

# The readers forgive a namespace that is not there: then there is nothing to be read.
tool_show() {
  [ -e "/run/netns/$2" ] || return 0
  say "@from $2" >> "$3"
  printf '%s\n' ${ASKED} > "$4.show"
  in_netns "$2" ip -j -d -batch "$4.show" >> "$3" 2> "$4" || :
}

tool_qdiscs() {
  [ "$2" = - ] || [ -e "/run/netns/$2" ] || return 0
  say "@qdiscs $2" >> "$3"
  in_netns "$2" tc -j -d -r qdisc show >> "$3" 2> "$4" || :
}

# Lines: PATH
tool_settings() {
  [ "$2" = - ] || [ -e "/run/netns/$2" ] || return 0
  in_netns "$2" sh -c '
    while read -r path; do
      value=$(cat "/proc/sys/$path" 2>/dev/null) && printf "@sysctl %s %s %s\n" "$0" "$path" "$value"
    done' "$2" < "$1" >> "$3" 2>/dev/null || :
}

run() { "tool_$1" "$d/$2" "$3" "$4" "$5"; }

# worker LIST N: lines TOOL FILE NETNS, one after the other, until somebody fails. Says what is done from time to time.
worker() {
  files=
  n=0
  while read -r tool file netns; do
    [ -e "$d/failed" ] && break
    run "$tool" "$file" "$netns" "$d/out.$2" "$d/err.$2" || break
    [ "$file" = - ] || { files="$files $file"; n=$((n + 1)); }
    [ "$n" -lt 16 ] || { say "@done$files"; files=; n=0; }
  done < "$1"
  [ -z "$files" ] || say "@done$files"
}

# side_by_side LIST: as many workers as there are cores. What belongs to one namespace stands together and stays in order.
side_by_side() {
  [ -e "$d/$1" ] || return 0
  awk -v k="$cores" -v f="$d/$1" '$3 != last { last = $3; n++ } { print > (f "." n % k) }' "$d/$1"
  workers=
  n=0
  while [ "$n" -lt "$cores" ]; do
    [ -e "$d/$1.$n" ] && { worker "$d/$1.$n" "$n" & workers="$workers $!"; }
    n=$((n + 1))
  done
  [ -z "$workers" ] || wait $workers
  [ ! -e "$d/failed" ]
}

# What listens, with the programs that do.
ask_sockets() {
  command -v ss >/dev/null 2>&1 || { say "@refused tool ss"; return; }
  ss -Hlntup 2>/dev/null | sed 's/^/@socket /'
}

# Foreign tables that look at forwarded packets. nft knows all but those of the older iptables; iptables shows of its own
# rules what nft does not. Nothing is asked that would make the kernel create a table or load one.
ask_firewall() { nft -j list table inet netweft 2>/dev/null; }

ask_policies() {
  : > "$d/forward"
  if command -v nft >/dev/null 2>&1; then
    nft list chains 2>/dev/null | awk '$1 == "table" { table = $2 " " $3 } / hook forward / && table != "inet netweft" { print table }' | sort -u > "$d/forward"
  fi
  while read -r family table; do say "@ruleset $(nft -j list table "$family" "$table" 2>/dev/null)"; done < "$d/forward"
  for family in ip ip6; do
    grep -qx "$family filter" "$d/forward" && ask_iptables "$family" nft
    grep -qx filter "/proc/net/$family""_tables_names" 2>/dev/null && ask_iptables "$family-legacy" legacy
  done
}

ask_iptables() {
  saves=$(iptables_program "$1" "$2" -save) || return 0
  "$saves" -t filter 2>/dev/null | sed "s/^/@iptables $1 /"
}

# read_root: links, addresses and routes of the host's own namespace, the namespaces that have a name, and what is
# recorded of programs that did not end well.
read_root() {
  say "@from -"
  printf '%s\n' ${ASKED} > "$d/root"
  ip -j -d -batch "$d/root" 2> "$d/err.root" || { say "@unreadable"; sed 's/^/@! /' "$d/err.root"; }
  for program in nft conntrack; do command -v "$program" >/dev/null 2>&1 && say "@program $program"; done
  say "@names"
  ip -j netns list 2>/dev/null
  [ -e "$here.unfinished" ] && sed 's/^/@unfinished /' "$here.unfinished"
  [ -e "$d/inodes" ] && tr '\n' '\0' < "$d/inodes" | xargs -0 stat -L -c '@inode %d %i %n' 2>/dev/null
  [ -e "$d/ask" ] && while read -r what; do "ask_$what"; done < "$d/ask"
  cat "$d"/out.* 2>/dev/null
  read_names
  say "@generation $(generation)"
  say "@end"
}
`.replaceAll("\\$", "$");
