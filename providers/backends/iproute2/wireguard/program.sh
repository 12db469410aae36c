# shellcheck shell=sh
# WireGuard devices, their keys and their peers.
#
# A device is created by the kernel if it supports WireGuard, and otherwise by wireguard-go: a process that holds none of our
# files open, is in no session or process group of ours, and lives exactly as long as its device. The kernel puts a new device
# into our group in the creating message. wireguard-go cannot, so until then the name is on record in $here.begun, which
# identifies a device without a group as ours.
#
# A private key goes through a pipe from the program that generates it to the device, and is never anywhere else: in no
# argument, file, variable or answer. The device's dump is filtered before it is passed on.

# wg_device DEVICE
wg_device() {
  ip link add name "$1" group "$OUR_GROUP" type wireguard 2> "$d/why" && return
  grep -Eq 'Unknown device type|not supported' "$d/why" || { cat "$d/why"; return 1; }
  command -v wireguard-go > /dev/null 2>&1 || { echo "The kernel has no WireGuard, and there is no wireguard-go."; return 1; }
  mkdir -p "$here.begun" && : > "$here.begun/$1" || return 1
  wg_process "$1" && ip link set dev "$1" group "$OUR_GROUP"
  result=$?
  rm -f "$here.begun/$1"
  rmdir "$here.begun" 2>/dev/null
  return "$result"
}

# wg_process DEVICE: returns once the device answers; until then the process sets an MTU of its own. Later output of the
# process is discarded.
wg_process() {
  # shellcheck disable=SC2069 # Its errors only.
  (
    unset LOG_LEVEL WG_TUN_FD WG_UAPI_FD WG_PROCESS_FOREGROUND
    exec setsid wireguard-go "$1" < /dev/null > "$d/why" 2>&1 9>&-
  ) && wg show "$1" public-key 2>&1 > /dev/null && return
  sed -n 's/^ERROR: ([^)]*) [0-9/]* [0-9:]* //p' "$d/why"
  return 1
}

# wg_gone DEVICE, which is deleted: waits until its process has released its port, which another device may need.
wg_gone() {
  tries=0
  while [ "$tries" -lt 60 ] && grep -qsxz -- "$1" /proc/[0-9]*/cmdline; do
    tries=$((tries + 1))
    sleep 0.05
  done
}

# wg_key DEVICE PORT: generates a key. An empty one would silently remove the key.
wg_key() { { wg genkey || echo none; } | wg set "$1" private-key /dev/stdin listen-port "$2"; }
wg_port() { wg set "$1" listen-port "$2"; }
wg_unkey() { wg_absent "$1" || wg set "$1" private-key /dev/null; }
wg_absent() { [ ! -e "/proc/sys/net/ipv4/conf/$1" ]; }

# wg_allowed DEVICE: the addresses of its peers, in the file "held"; none if it is not a WireGuard device.
wg_allowed() {
  : > "$d/held"
  wg_absent "$1" || wg show "$1" allowed-ips > "$d/held" 2> "$d/why" || wg_is_none || { cat "$d/why" >&2; return 1; }
}
wg_is_none() { grep -Eq 'not supported|No such device' "$d/why"; }

# wg_peer DEVICE KEY ADDRESS ENDPOINT [KEY of the peer that has the address now]
wg_peer() {
  wg set "$1" ${5:+peer "$5" remove} peer "$2" preshared-key /dev/null persistent-keepalive off endpoint "$4" allowed-ips "$3"
}

# wg_unpeer DEVICE KEY ADDRESSES
wg_unpeer() {
  wg_allowed "$1" || return
  [ "$(wg_addresses "$2" < "$d/held")" != "$3" ] || wg set "$1" peer "$2" remove
}
wg_addresses() {
  awk -v peer="$1" '$1 == peer { for (i = 2; i <= NF; i++) print ($i == "(none)" ? "-" : $i) }' | sort | tr '\n' ' ' | sed 's/ $//; s/ /,/g'
}

# wg_holders FILE ERR: the lines; a new peer whose address belongs to another one has the key of that peer appended.
wg_holders() {
  awk '$1 == "peer" { print $2 }' "$1" | sort -u > "$1.devices"
  : > "$1.holders"
  while read -r device; do
    wg_allowed "$device" 2> "$2" && sed "s/^/$device /" "$d/held" >> "$1.holders" || return
  done < "$1.devices"
  awk -v holders="$1.holders" '
    BEGIN { while ((getline line < holders) > 0) if (split(line, part, /[ \t]+/) == 3) holder[part[1], part[3]] = part[2] }
    $1 == "peer" && ($2, $4) in holder && holder[$2, $4] != $3 { print $0, holder[$2, $4]; next }
    { print }' "$1"
}

# Lines: VERB WORDS...
tool_wg() {
  wg_holders "$1" "$4" > "$1.lines" || { fail "$1" 0 "$4"; return; }
  line=0
  while read -r verb args; do
    line=$((line + 1))
    set -f
    # shellcheck disable=SC2086 # Several words; globbing is off.
    "wg_$verb" $args > "$4" 2>&1
    result=$?
    set +f
    [ "$result" = 0 ] || { fail "$1" "$line" "$4"; return; }
  done < "$1.lines"
}

# Whether the host can create a device. The attempt leaves nothing behind except, perhaps, a loaded kernel module.
ask_wireguard() {
  ask wireguard
  if [ -d /sys/module/wireguard ] || wg_by_program; then :
  elif unshare --net ip link add name wg0 type wireguard 2> "$d/why"; then :
  elif lacks "$d/why"; then say @absent; return
  else unread "$d/why"; return; fi
  say "@program wireguard"
  say @ok
}
wg_by_program() { command -v wireguard-go > /dev/null 2>&1 && ( : <> /dev/net/tun ) 2>/dev/null; }

# The keys and peers of our devices, and whether devices can be created. The sockets of wireguard-go are shared by all
# namespaces, so only devices of this one are queried.
ask_tunnels() {
  ask_wireguard
  ask tunnels
  command -v wg > /dev/null 2>&1 || { say @absent; return; }
  sed -n "s/^ *\(${TUNNEL_PREFIX}[A-Za-z0-9_.-]*\):.*/\1/p" /proc/net/dev > "$d/devices" 2> "$d/why" && sed 's/^/>/' "$d/devices"
  ended $? "$d/why"
  while read -r device; do ask_tunnel "$device" < /dev/null; done < "$d/devices"
}

# Lines: key PUBLIC PORT, and peer PUBLIC preshared|- ENDPOINT ADDRESSES KEEPALIVE. wg's dump contains the private key and
# preshared keys, so it goes only to awk, which prints nothing but known fields. The dot marks the end of the complete dump.
ask_tunnel() {
  ask tunnel "$1"
  { wg show "$1" dump 2> "$d/why" && echo .; } | awk -F '\t' '
    ended { exit 1 }
    $0 == "." { ended = 1; next }
    NR == 1 && NF == 4 { if ($2 != "(none)") print ">key", $2, $3; next }
    NR > 1 && NF == 8 { print ">peer", $1, ($2 == "(none)" ? "-" : "preshared"), $3, $4, $8; next }
    { exit 1 }
    END { if (!ended || NR < 2) exit 1 }'
  result=$?
  if [ "$result" = 0 ] || ! wg_is_none; then ended "$result" "$d/why"; else say @absent; fi
}
