# shellcheck shell=sh
# Reads proxy neighbour entries.

tool_proxies() {
  {
    ask_in proxies "$2" || return 0
    in_netns "$2" ip -N -j neigh show proxy 2> "$4"
    ended_in "$2" $? "$4"
  } >> "$3"
}

# Deletes learned entries for an address that has changed its owner, or has none any more. Neighbour entries are per namespace,
# so each namespace with a port on the bridge takes one process; flushing a missing entry costs 20 us and succeeds.
# Permanent and static entries are facts, and stay.

# Lines: "neigh ADDRESS BRIDGE", for the bridge itself and all namespaces behind it, and "fdb MAC BRIDGE".
tool_forget() {
  rm -f "$d"/forget.*
  awk -v f="$d/forget." '
    function put(file, text) { print text > (f file); print ++lines[file] > (f file ".soft") }
    $1 == "neigh" { put("here", "neigh flush to " $2 " dev " $3); put("on." $3, "neigh flush to " $2) }
    $1 == "fdb" { print > (f "fdb") }' "$1" 2> "$4" || { fail "$1" 0 "$4"; return; }
  [ ! -e "$d/forget.here" ] || forget_neighbours "$@" || return
  [ ! -e "$d/forget.fdb" ] || forget_ports "$@"
}

forget_neighbours() {
  run ip forget.here - "$3" "$4" || return
  ip -o link show type veth > "$d/forget.pairs" 2> "$4" || { fail "$1" 0 "$4"; return; }
  awk '{
    # With -o, ip separates the lines of an entry with backslashes.
    gsub(/[\\]/, " ")
    bridge = netns = ""
    for (i = 1; i < NF; i++) { if ($i == "master") bridge = $(i + 1); if ($i == "link-netns") netns = $(i + 1) }
    if (bridge != "" && netns != "") print "ip forget.on." bridge, netns
  }' "$d/forget.pairs" | sort -u -k 3 | while read -r tool file netns; do
    [ ! -e "$d/$file" ] || echo "$tool $file $netns"
  done > "$d/forget.inside"
  divide forget.inside
  side_by_side forget.inside
}

# The entries learned by bridges, and by VXLAN devices on them: a port behind which the address no longer is.
forget_ports() {
  cut -d ' ' -f 3 "$d/forget.fdb" | sort -u > "$d/forget.bridges"
  : > "$d/forget.entries"
  while read -r bridge; do
    bridge fdb show br "$bridge" > "$d/forget.shown" 2> "$4" || { fail "$1" 0 "$4"; return; }
    sed "s/^/$bridge /" "$d/forget.shown" >> "$d/forget.entries"
  done < "$d/forget.bridges"
  awk -v f="$d/forget.ports" '
    NR == FNR { old[$3, $2]; next }
    ($1, $2) in old && !/ (permanent|static|extern_learn)( |$)/ {
      dst = ""
      for (i = 3; i < NF; i++) { if ($i == "dev") dev = $(i + 1); if ($i == "dst") dst = " dst " $(i + 1) }
      print "fdb del " $2 " dev " dev dst (/ master /  ? " master" : " self") > f
      print ++n > (f ".soft")
    }' "$d/forget.fdb" "$d/forget.entries" 2> "$4" || { fail "$1" 0 "$4"; return; }
  [ ! -e "$d/forget.ports" ] || run bridge forget.ports - "$3" "$4"
}
