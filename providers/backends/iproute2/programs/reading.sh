# shellcheck shell=sh
# Observation of a host, after the work or alone. See asking.sh.

tool_show() {
  {
    ask_in show "$2" || return 0
    show "$2" "$4"
    ended_in "$2" $? "$4"
  } >> "$3"
}

# show NETNS ERR: repeated if something changed while the kernel listed it, because the listing may then be incomplete.
show() {
  printf '%s\n' "$SHOW_QUESTIONS" > "$2.show" || return
  tries=0
  while in_netns "$1" ip -j -d -batch "$2.show" 2> "$2"; do
    was_disturbed "$2" || return 0
    tries=$((tries + 1))
    [ "$tries" -lt 20 ] || return
  done
  return 1
}
was_disturbed() { [ -s "$1" ] && grep -q inconsistent "$1"; }

tool_qdiscs() {
  {
    ask_in qdiscs "$2" || return 0
    in_netns "$2" tc -j -d -r qdisc show 2> "$4"
    ended_in "$2" $? "$4"
  } >> "$3"
}

# Listening sockets with their programs.
ask_sockets() {
  command -v ss >/dev/null 2>&1 || { say "@refused tool ss"; return; }
  ask sockets
  ss -Hlntup > "$d/said" 2> "$d/why" && sed 's/^/>/' "$d/said" 2> "$d/why"
  ended $? "$d/why"
}

# Lines: LINK/SETTING:VALUE, of all links and of default, and the last one again as the end. A link may be gone by now.
ask_routers() {
  ask routers
  conf=/proc/sys/net/ipv6/conf
  [ -e "$conf" ] || { say @absent; return; }
  (cd "$conf" && exec grep -H -e . -- ./*/accept_ra ./*/forwarding ./default/forwarding) 2> "$d/why"
  result=$?
  [ ! -s "$d/why" ] || sed -i '/: No such file or directory$/d' "$d/why" || result=3
  [ "$result" -gt 2 ] || [ -s "$d/why" ] || result=0
  ended "$result" "$d/why"
}

# FDB entries, and permanent neighbour entries.
ask_neighbours() {
  command -v bridge >/dev/null 2>&1 || { say "@refused tool bridge"; return; }
  ask fdb
  bridge -j fdb show 2> "$d/why"
  ended $? "$d/why"
  ask neighbours
  ip -j neigh show nud permanent 2> "$d/why"
  ended $? "$d/why"
}

# Our tables, one line each. A missing table is confirmed by the list of all tables; tables_listed: it was read with the chains.
ask_firewall() {
  ask firewall
  command -v nft >/dev/null 2>&1 || { say @absent; return; }
  found=
  listed=${tables_listed:-}
  if [ -n "$listed" ] && only_ours; then
    nft -j list ruleset 2> "$d/why" && { say @ok; return; }
    say
    ask firewall
  fi
  for family in inet bridge; do
    if [ -n "$listed" ] && ! has_line "table $family netweft" "$d/tables"; then continue
    elif nft -j list table "$family" netweft 2> "$d/why"; then found=yes
    elif nft_tables && ! has_line "table $family netweft" "$d/tables"; then continue
    else unread "$d/why"; return; fi
  done
  if [ -n "$found" ]; then say @ok; else say @absent; fi
}

# only_ours: whether our two tables are all that were listed. Then one process can list them; nft takes longer to start than to list.
only_ours() {
  ours=
  while read -r table; do
    case $table in 'table inet netweft' | 'table bridge netweft') ours=x$ours ;; *) return 1 ;; esac
  done < "$d/tables"
  [ "$ours" = xx ]
}

# nft_tables: all tables, one per line; none if the kernel has no nftables. Once for the answer: then listed is set.
nft_tables() {
  [ -z "$listed" ] || return 0
  nft list tables > "$d/tables" 2> "$d/why.tables" || { lacks "$d/why.tables" && : > "$d/tables"; } || return
  listed=yes
}

# Named namespaces. A broken one does not hide the others.
ask_namespaces() {
  ask namespaces
  [ -d /run/netns ] || { say @absent; return; }
  ip -j netns list 2> "$d/why"
  result=$?
  [ ! -s "$d/why" ] || sed -i '/^Error: Peer netns reference is invalid/d' "$d/why" || result=1
  [ ! -s "$d/why" ] || result=1
  ended "$result" "$d/why"
}

# The links in the named namespaces whose names we could have given, which are listed first. A name without a namespace
# behind it has none.
ask_interfaces() {
  ask_vlan
  ask interfaces
  : > "$d/spaces"
  for path in /run/netns/*; do
    name=${path##*/}
    case $name in *[!a-z0-9_.-]* | [_.-]*) continue ;; esac
    [ -f "$path" ] || continue
    ! is_gone "$name" 2> "$d/why" || continue
    echo ">$name"
    echo "$name" >> "$d/spaces"
  done
  say @ok
  while read -r name; do
    ask interface "$name"
    in_netns "$name" ip -j -d link show 2> "$d/why"
    ended_in "$name" $? "$d/why"
  done < "$d/spaces"
}

# A kernel with VLANs shows them to every namespace. Their module is loaded by the trial.
ask_vlan() {
  ask vlan
  printf 'link add v0 type veth peer v1\nlink add link v0 name l0 type vlan id 2\n' > "$d/vlan"
  if [ -d /proc/net/vlan ]; then :
  elif unshare --net ip -batch "$d/vlan" 2> "$d/why"; then :
  elif lacks "$d/why"; then say @absent; return
  else unread "$d/why"; return; fi
  say "@program vlan"
  say @ok
}

# Lines: DEVICE INODE TIME PATH, or - - - PATH. All paths usually exist.
ask_inodes() {
  ask inodes
  shown_inodes 2> "$d/why" && { say @ok; return; }
  gone="': \(No such file or directory\|No such process\|Not a directory\)$"
  [ -s "$d/why" ] && ! grep -vq "$gone" "$d/why" && sed -n "s/^stat: .*'\(.*\)$gone/>- - - \1/p" "$d/why"
  ended $? "$d/why"
}
shown_inodes() {
  status=0
  set --
  while IFS= read -r path; do
    case $path in
      /run/netns/*/*) ;;
      /run/netns/*) ! has_no_name "${path#/run/netns/}" || { say ">- - - $path"; continue; } ;;
    esac
    set -- "$@" "$path"
    [ "$#" -lt 200 ] || { stat -L -c '>%d %i %.9Z %n' -- "$@" || status=1; set --; }
  done < "$d/inodes"
  [ "$#" = 0 ] || stat -L -c '>%d %i %.9Z %n' -- "$@" || status=1
  return "$status"
}

# WireGuard devices whose creation was interrupted before they were in our group.
ask_begun() {
  ask begun
  for each in "$here.begun"/*; do [ ! -e "$each" ] || say ">${each##*/}"; done
  say @ok
}

# own_path: reports the connection over which this program was started, and sets way to the question by which route the host answers.
# sshd sets the variable: the client's address and port, and the server's. A link-local address has a zone, and no route.
own_path() {
  way=
  case ${SSH_CONNECTION:-} in '' | *[!0-9a-fA-F:.\ ]*) return ;; esac
  # shellcheck disable=SC2086 # Four words.
  set -- $SSH_CONNECTION
  [ "$#" = 4 ] || return
  say "@path $1 $3 $4"
  way="route get $1 from $3"
}

# The links, addresses and routes of the host's own namespace, and the names of others, from one process if it has no complaint.
ask_root() {
  own_path
  ask show -
  if [ -d /run/netns ] && printf 'netns list\n%s\n%s\n' "$way" "$SHOW_QUESTIONS" > "$d/root.show" &&
    ip -j -d -batch "$d/root.show" 2> "$d/why" && [ ! -s "$d/why" ]; then
    say "@first namespaces"
    [ -z "$way" ] || say "@first way"
    say @ok
    return
  fi
  say
  ask show -
  show - "$d/why"
  ended $? "$d/why"
  ask_namespaces
}

# read_root: links, addresses and routes of the host's own namespace, and all questions about the host as a whole.
read_root() {
  ask_guard
  ask_root
  for program in nft conntrack wg; do command -v "$program" >/dev/null 2>&1 && say "@program $program"; done
  ask_owners
  [ ! -e "$d/inodes" ] || ask_inodes
  [ ! -e "$d/ask" ] || while read -r what; do "ask_$what"; done < "$d/ask"
  ask_begun
  for each in "$d"/out.*; do [ ! -e "$each" ] || { cat "$d"/out.*; break; }; done
  read_names
  say "@generation $boot.$count"
  say "@end"
}
