#!/bin/sh
# The example on the real kernel, from plan to destroy: `sudo examples/overlay/run.sh`, after `npm ci && npm run build`. Three
# namespaces play the hosts, a bridge the network between them. All of it is in namespaces of its own, with files in memory, and
# ends with them: nothing of the machine's is touched, and nothing is left. The exit code says whether all went as it should.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
program="$root/dist/bin/netweft.js"
hosts="edge1 edge2 edge3"

stop() {
  printf '%s\n' "$*" >&2
  exit 1
}

# On the machine: looks whether all is there, and starts the laboratory. What lives on in it is killed with its first process.
outside() {
  [ "$(id -u)" = 0 ] || stop "Namespaces are made as root: sudo $0"
  for name in unshare nsenter ip bridge nft conntrack sysctl dnsmasq ping timeout node; do
    command -v "$name" >/dev/null || stop "$name is not installed."
  done
  [ -f "$program" ] || stop "The program is not built. In $root: npm ci && npm run build"
  made=""
  [ -d /etc/netns ] || { mkdir /etc/netns && made=yes; }
  code=0
  # An interrupt ends the laboratory, and what follows is done all the same.
  trap : INT TERM
  timeout --foreground --kill-after=5 300 \
    unshare --mount --net --pid --fork --kill-child --mount-proc --propagation private -- "$0" inside || code=$?
  [ -z "$made" ] || rmdir /etc/netns
  exit "$code"
}

# In the laboratory: an empty /run and /etc/netns, three hosts, and a bridge that joins them.
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

# Shows a command and does it; its exit code must be the first word.
try() {
  wanted=$1
  shift
  printf '$ %s\n' "$*"
  code=0
  "$@" || code=$?
  [ "$code" = "$wanted" ] || stop "That was to exit with $wanted, and exited with $code."
}

# Everything on the hosts that a destroy must take away. The namespaces of containers go a moment after they are deleted.
links() {
  ip netns list | cut -d' ' -f1 | sort
  for host in $hosts; do
    on "$host" ip -o link show | cut -d: -f2 | sort
    on "$host" nft list ruleset
  done
}

# What a program says, from the impact on: a whole plan names some hundred kernel objects.
brief() {
  "$@" >/run/said.txt || stop "$(cat /run/said.txt)"
  sed -n '/^Impact:/,$p' /run/said.txt
}

# A program in the container web, and somebody on the underlay who asks for it.
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

  say "What would be done? Of the plan, what joins edge1 to the others, and what it comes to."
  printf '$ netweft plan --out changes.plan\n'
  netweft plan --out /run/changes.plan >/run/plan.txt || stop "$(cat /run/plan.txt)"
  grep -E 'edge1 - (link|port nwx|fdb|name)' /run/plan.txt
  sed -n '/^Impact:/,$p' /run/plan.txt

  say "Do it, and plan again. (exit code 0: nothing is left to do)"
  try 0 netweft apply /run/changes.plan
  try 0 netweft plan --detailed-exitcode

  say "Containers find each other by name, wherever they are."
  for name in api db sql; do try 0 ip netns exec edge1.web ping -q -c 1 -w 5 "$name"; done
  try 0 ip netns exec edge3.db ping -4 -q -c 1 -w 5 web

  say "The world reaches web through port 8080 of edge1."
  serve
  try 0 fetch http://192.0.2.1:8080/
  kill "$server"

  say "Somebody takes away by hand what leads from edge1 to edge3."
  try 0 on edge1 bridge fdb del 00:00:00:00:00:00 dev nwx42 dst 192.0.2.3 self

  say "What differs, and whose is it? (exit code 2: something does)"
  try 2 netweft drift --detailed-exitcode

  say "Put it right."
  try 0 brief netweft apply --auto-approve
  try 0 netweft drift --detailed-exitcode
  try 0 ip netns exec edge1.web ping -q -c 1 -w 5 db

  say "Take everything away."
  try 0 brief netweft destroy --auto-approve
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    [ "$(links)" != "$before" ] || return 0
    sleep 0.3
  done
  links
  stop "The hosts are not as they were before."
}

if [ "${1:-}" != inside ]; then outside; fi
laboratory
play
printf '\nAll of it went as it should, and the hosts are as they were before.\n'
