import { TUNNEL_PREFIX } from "../../../lib/kernel/tunnel";
import { OUR_GROUP } from "../../../lib/kernel/mark";

/**
 * WireGuard devices, their keys and their peers.
 *
 * A device is the kernel's where it has WireGuard, and else made by wireguard-go: a process that holds none of our files open,
 * is in no session or process group of ours, and ends when its device does, as the device ends with it. The kernel puts a new
 * device into our group by the message that makes it. wireguard-go cannot, so until it is there the name is on record in
 * `$here.begun`: whoever finds the device without a group then knows what it is.
 *
 * A private key goes from the program that makes it to the device, through a pipe, and is never anywhere else: in no argument,
 * file, variable or answer. What the device says of itself is cut before it is passed on.
 */
export const tunnels = String.raw`
# wg_device DEVICE
wg_device() {
  ip link add name "$1" group ${OUR_GROUP} type wireguard 2> "$d/why" && return
  grep -Eq 'Unknown device type|not supported' "$d/why" || { cat "$d/why"; return 1; }
  command -v wireguard-go > /dev/null 2>&1 || { echo "The kernel has no WireGuard, and there is no wireguard-go."; return 1; }
  mkdir -p "$here.begun" && : > "$here.begun/$1" || return 1
  wg_process "$1" && ip link set dev "$1" group ${OUR_GROUP}
  result=$?
  rm -f "$here.begun/$1"
  rmdir "$here.begun" 2>/dev/null
  return "$result"
}

# wg_process DEVICE: returns when the device answers; until then the process gives it an mtu of its own. What the process
# says later goes nowhere.
wg_process() {
  (
    unset LOG_LEVEL WG_TUN_FD WG_UAPI_FD WG_PROCESS_FOREGROUND
    exec setsid wireguard-go "$1" < /dev/null > "$d/why" 2>&1 9>&-
  ) && wg show "$1" public-key 2>&1 > /dev/null && return
  sed -n 's/^ERROR: ([^)]*) [0-9/]* [0-9:]* //p' "$d/why"
  return 1
}

# wg_gone DEVICE, which is deleted: waits until the process that kept it has let go of its port, which another may need.
wg_gone() {
  tries=0
  while [ "$tries" -lt 60 ] && grep -qsxz -- "$1" /proc/[0-9]*/cmdline; do
    tries=$((tries + 1))
    sleep 0.05
  done
}

# wg_key DEVICE PORT: a new key. An empty one would be taken for none, without a word.
wg_key() { { wg genkey || echo none; } | wg set "$1" private-key /dev/stdin listen-port "$2"; }
wg_port() { wg set "$1" listen-port "$2"; }
wg_unkey() { wg_absent "$1" || wg set "$1" private-key /dev/null; }
wg_absent() { [ ! -e "/proc/sys/net/ipv4/conf/$1" ]; }

# wg_allowed DEVICE: which addresses its peers have, in the file "held"; none where it is no device of WireGuard.
wg_allowed() {
  : > "$d/held"
  wg_absent "$1" || wg show "$1" allowed-ips > "$d/held" 2> "$d/why" || wg_is_none || { cat "$d/why" >&2; return 1; }
}
wg_is_none() { grep -Eq 'not supported|No such device' "$d/why"; }

# wg_peer DEVICE KEY ADDRESS ENDPOINT [KEY of who has the address until now]
wg_peer() {
  wg set "$1" \${5:+peer "$5" remove} peer "$2" preshared-key /dev/null persistent-keepalive off endpoint "$4" allowed-ips "$3"
}

# wg_unpeer DEVICE KEY ADDRESSES
wg_unpeer() {
  wg_allowed "$1" || return
  [ "$(wg_addresses "$2" < "$d/held")" != "$3" ] || wg set "$1" peer "$2" remove
}
wg_addresses() {
  awk -v peer="$1" '$1 == peer { for (i = 2; i <= NF; i++) print ($i == "(none)" ? "-" : $i) }' | sort | tr '\n' ' ' | sed 's/ $//; s/ /,/g'
}

# wg_holders FILE ERR: the lines, where a new peer has the address of another one with the key of that behind them.
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
  wg_holders "$1" "$4" > "$1.told" || { fail "$1" 0 "$4"; return; }
  line=0
  while read -r verb told; do
    line=$((line + 1))
    set -f
    "wg_$verb" $told > "$4" 2>&1
    result=$?
    set +f
    [ "$result" = 0 ] || { fail "$1" "$line" "$4"; return; }
  done < "$1.told"
}

# Whether the host can make a device. Nothing is left of the attempt but, perhaps, a module that it made the kernel load.
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

# The keys and peers of our devices, and what can be made. The sockets of wireguard-go are those of all namespaces, so only
# devices that are in this one are asked.
ask_tunnels() {
  ask_wireguard
  ask tunnels
  command -v wg > /dev/null 2>&1 || { say @absent; return; }
  sed -n 's/^ *\(${TUNNEL_PREFIX}[A-Za-z0-9_.-]*\):.*/\1/p' /proc/net/dev > "$d/devices" 2> "$d/why" && sed 's/^/>/' "$d/devices"
  ended $? "$d/why"
  while read -r device; do ask_tunnel "$device" < /dev/null; done < "$d/devices"
}

# Lines: key PUBLIC PORT, and peer PUBLIC preshared|- ENDPOINT ADDRESSES KEEPALIVE. The first line of wg's answer begins with
# the private key, and each later one has a preshared one as its second word, so it goes nowhere but to awk; what awk does not
# know it does not say either. Only behind all of its lines comes a dot.
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

# Devices that a program died over before they were in our group.
ask_begun() {
  ask begun
  for each in "$here.begun"/*; do [ ! -e "$each" ] || say ">\${each##*/}"; done
  say @ok
}
`;
