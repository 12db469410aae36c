#!/bin/sh
# The example on the real kernel, from plan to destroy: `sudo examples/overlay/run.sh`, after `npm ci && npm run build`. Three
# namespaces are the hosts, a bridge is the network between them. Everything runs in namespaces of its own with files in memory,
# and is gone afterwards: the machine's own network is not touched. The exit code is 0 on success.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
program="$root/dist/bin/netweft.js"
hosts="edge1 edge2 edge3"

stop() {
  printf '%s\n' "$*" >&2
  exit 1
}

# On the machine: checks the requirements, and starts the laboratory. Remaining processes in it are killed with its first process.
outside() {
  [ "$(id -u)" = 0 ] || stop "Creating namespaces needs root: sudo $0"
  for name in unshare nsenter ip bridge nft conntrack sysctl dnsmasq ping timeout node; do
    command -v "$name" >/dev/null || stop "$name is not installed."
  done
  [ -f "$program" ] || stop "The program is not built. In $root: npm ci && npm run build"
  made=""
  [ -d /etc/netns ] || { mkdir /etc/netns && made=yes; }
  code=0
  # An interrupt ends the laboratory; the cleanup below still runs.
  trap : INT TERM
  timeout --foreground --kill-after=5 300 \
    unshare --mount --net --pid --fork --kill-child --mount-proc --propagation private -- "$0" inside || code=$?
  [ -z "$made" ] || rmdir /etc/netns
  exit "$code"
}

# In the laboratory: an empty /run and /etc/netns, three hosts, and a bridge that connects them.
laboratory() {
  mount -t tmpfs -o mode=0755 lab /run
  mount -t tmpfs -o mode=0755 lab /etc/netns
  ip link set lo up
  ip link add name underlay type bridge
  ip link set underlay up
  n=0
  for host in $hosts; do
    n=$((n + 1))
    ip netns add "$host"
    ip link add name "under$n" type veth peer name eth0 netns "$host"
    ip link set "under$n" master underlay up
    on "$host" ip link set lo up
    on "$host" ip link set eth0 up
    on "$host" ip addr add "192.0.2.$n/24" dev eth0
  done
  mkdir -p /run/app/node_modules /run/tmp
  cp "$here/main.ts" "$here/cdktf.json" /run/app
  for name in cdktf constructs tsx; do ln -s "$root/node_modules/$name" "/run/app/node_modules/$name"; done
  ln -s "$root" /run/app/node_modules/netweft
  cd /run/app
  export TMPDIR=/run/tmp NETWEFT_BACKEND=iproute2
}

# On a host.
on() {
  host=$1
  shift
  nsenter --net="/run/netns/$host" "$@"
}

netweft() {
  node "$program" "$@"
}

say() {
  printf '\n# %s\n' "$*"
}

# Prints a command as it can be typed on a host with these networks: without the words of this script.
shown() {
  words=$*
  case $words in
    "brief "*) words=${words#brief } ;;
    "on "*) words="ip netns exec ${words#on }" ;;
    "fetch "*) words="ip netns exec edge3 curl ${words#fetch }" ;;
  esac
  case $words in "netweft "*) words="npx $words" ;; esac
  printf '$ %s\n' "$words"
}

# Prints and runs a command; the first word is its expected exit code.
try() {
  wanted=$1
  shift
  shown "$@"
  code=0
  "$@" || code=$?
  [ "$code" = "$wanted" ] || stop "Expected exit code $wanted, got $code."
}

# Everything on the hosts that a destroy must remove. The kernel cleans up namespaces a moment after their deletion.
links() {
  ip netns list | cut -d' ' -f1 | sort
  for host in $hosts; do
    on "$host" ip -o link show | cut -d: -f2 | sort
    on "$host" nft list ruleset
  done
}

# Prints a command's output from the impact on: a whole plan lists some hundred kernel objects.
brief() {
  "$@" >/run/output.txt || stop "$(cat /run/output.txt)"
  sed -n '/^Impact:/,$p' /run/output.txt
}

# A server in the container web, and a client on the underlay.
serve() {
  ip netns exec edge1.web node -e 'require("node:http").createServer((_, answer) => answer.end("This is web.\n")).listen(80)' &
  server=$!
}

fetch() {
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    on edge3 node -e 'fetch(process.argv[1]).then((answer) => answer.text()).then(console.log, () => process.exit(1))' "$1" && return 0
    sleep 0.3
  done
  return 1
}

play() {
  before=$(links)

  say "Preview the changes: from the plan, the objects that connect edge1 to the others, and the summary."
  shown netweft plan --lines --out /run/changes.plan
  netweft plan --lines --out /run/changes.plan >/run/plan.txt || stop "$(cat /run/plan.txt)"
  grep -E 'edge1 - (link|port nwx|fdb|name)' /run/plan.txt
  sed -n '/^Impact:/,$p' /run/plan.txt

  say "Apply them, and plan again. (exit code 0: no changes)"
  try 0 netweft apply /run/changes.plan
  try 0 netweft plan --detailed-exitcode

  say "Containers resolve each other's names across hosts."
  for name in api db sql; do try 0 ip netns exec edge1.web ping -q -c 1 -w 5 "$name"; done
  try 0 ip netns exec edge3.db ping -4 -q -c 1 -w 5 web

  say "web is reachable from outside through port 8080 of edge1."
  serve
  try 0 fetch http://192.0.2.1:8080/
  kill "$server"

  say "Delete the FDB entry from edge1 to edge3 by hand."
  try 0 on edge1 bridge fdb del 00:00:00:00:00:00 dev nwx42 dst 192.0.2.3 self

  say "Detect the drift, with its owner. (exit code 2: there is drift)"
  try 2 netweft drift --detailed-exitcode

  say "Repair it."
  try 0 brief netweft apply --auto-approve
  try 0 netweft drift --detailed-exitcode
  try 0 ip netns exec edge1.web ping -q -c 1 -w 5 db

  say "Destroy everything."
  try 0 brief netweft destroy --auto-approve
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    [ "$(links)" != "$before" ] || return 0
    sleep 0.3
  done
  links
  stop "The hosts differ from their initial state."
}

if [ "${1:-}" != inside ]; then outside; fi
laboratory
play
printf '\nSuccess: the hosts are back in their initial state.\n'
