# shellcheck shell=sh
# Name servers: a dnsmasq for each bridge network, one hosts file per endpoint that it re-reads itself, and resolv.conf files.
#
# The files are in "$here.names/BRIDGE", where $here belongs to the namespace that plays the host: "conf", "hosts/NAME",
# and for a running server "keeper" (the pid of the process that restarts it), "pid" (its own, written once it listens) and
# "words" (its last messages). dnsmasq drops root as soon as it listens, because it parses packets of containers; so these
# files are world-readable, and nothing else there is. Every container may query these names and addresses anyway.
#
# Under systemd, in the namespace that systemd runs in, a unit keeps the server running. Elsewhere a shell does: it holds none
# of our files open, is in no session or process group of ours, and waits a second before a restart. Before a process is
# killed, its command line is checked, because pids are reused. The server's command line is short: a shell reads it byte by
# byte to identify a process.

dnsmasq=$(command -v dnsmasq || command -v /usr/sbin/dnsmasq) || dnsmasq=

names_unread=

# names_is PID PATTERN: whether the process has this command line; the separators between its words are ignored. An
# unreadable one is recorded in names_unread.
names_is() {
  called=
  opened=
  { { read -r called || :; opened=1; } < "/proc/$1/cmdline"; } 2> "$d/why.called"
  [ -n "$opened" ] || [ ! -e "/proc/$1" ] || names_unread=$d/why.called
  # shellcheck disable=SC2254 # A pattern.
  case $called in $2) return 0 ;; esac
  return 1
}

# names_pid FILE: sets pid. A server that is still starting has written none yet; a malformed file is recorded in names_unread.
names_pid() {
  pid=
  [ -e "$1" ] || return
  read -r pid < "$1" 2> "$d/why.pid" || [ -n "$pid" ] || { [ ! -s "$1" ] || names_unread=$d/why.pid; return 1; }
  case $pid in systemd) ;; *[!0-9]*) echo "$1 contains no process id." > "$d/why.pid"; names_unread=$d/why.pid; return 1 ;; esac
}

# names_keeper, names_server, names_serves FOLDER: whether the keeper, the server, or both are alive; the first two set pid.
names_keeper() {
  names_pid "$1/keeper" && { [ "$pid" = systemd ] || names_is "$pid" "*netweft-names$1*dnsmasq-k-C$1/conf-x$1/pid"; }
}
names_server() { names_pid "$1/pid" && names_is "$pid" "*dnsmasq-k-C$1/conf-x$1/pid"; }
names_serves() { names_keeper "$1" && names_server "$1"; }

# shellcheck disable=SC3013 # The shells of Debian and busybox have -ef.
names_by_systemd() { [ -d /run/systemd/system ] && [ /proc/1/ns/net -ef /proc/self/ns/net ]; }

# names_signal FOLDER SIGNAL: to the keeper, or else to the server; fails if neither is alive.
names_signal() {
  if names_keeper "$1" && [ "$pid" != systemd ] || names_server "$1"; then kill "-$2" "$pid" 2>/dev/null || :; else return 1; fi
}

# names_halt FOLDER BRIDGE
names_halt() {
  unit=netweft-names-$2.service
  if [ -e "/run/systemd/system/$unit" ]; then
    systemctl disable --runtime --now "$unit" >/dev/null 2>&1
    rm -f "/run/systemd/system/$unit"
    systemctl daemon-reload >/dev/null 2>&1
  fi
  tries=0
  signal=TERM
  names_unread=
  while names_signal "$1" "$signal"; do
    [ "$tries" -lt 60 ] || { echo "The name server does not stop."; return 1; }
    [ "$tries" -lt 40 ] || signal=KILL
    tries=$((tries + 1))
    sleep 0.05
  done
  [ -z "$names_unread" ] || { cat "$names_unread"; return 1; }
  [ ! -e "$1/keeper" ] || rm -f "$1/keeper" "$1/pid" "$1/words" "$1/failed"
}

# names_folder BRIDGE: creates the folders so that dnsmasq, which does not run as root, can read them.
names_folder() { [ -d "$here.names/$1/hosts" ] || { chmod 0711 /run/netweft && mkdir -p "$here.names/$1/hosts"; }; }

# names_each FORMAT LIST: a line for each word of a list. names_words LIST: sets words, each prefixed with a space. A dash is
# the empty list.
names_each() {
  rest=$2,
  [ "$2" != - ] || rest=
  while [ -n "$rest" ]; do
    # shellcheck disable=SC2059 # The formats are constants of this file, or made of checked names.
    printf "$1\n" "${rest%%,*}" || return
    rest=${rest#*,}
  done
}
names_words() {
  rest=$1,
  [ "$1" != - ] || rest=
  words=
  while [ -n "$rest" ]; do
    words="$words ${rest%%,*}"
    rest=${rest#*,}
  done
}

# names_start BRIDGE ADDRESSES DOMAIN UPSTREAM SUBNETS: starts a server without waiting; names_started waits for all of them.
# `local=//`: no query for a plain name is forwarded, of whatever type; `rev-server` without a server: no reverse lookup is.
names_start() {
  at=$here.names/$1
  [ -n "$dnsmasq" ] || { echo "There is no dnsmasq on the host."; return 1; }
  [ -n "$names_user" ] || { id -u dnsmasq >/dev/null 2>&1 && names_user=user=dnsmasq || names_user='#'; }
  names_folder "$1" && names_halt "$at" "$1" || return 1
  {
    printf '%s\n' no-hosts bind-dynamic except-interface=lo expand-hosts local=// "$names_user"
    names_each 'listen-address=%s' "$2"
    printf 'hostsdir=%s\ndomain=%s\nlocal=/%s/\n' "$at/hosts" "$3" "$3"
    names_each 'rev-server=%s' "$5"
    case $4 in
      host) ;;
      none) printf 'no-resolv\nno-poll\n' ;;
      *) printf 'no-resolv\nno-poll\n' && names_each 'server=%s' "$4" ;;
    esac
  } > "$d/conf" && mv "$d/conf" "$at/conf" || return 1
  if names_by_systemd; then names_start_unit "$1" "$at"; else names_start_keeper "$at"; fi
}

names_start_keeper() {
  # shellcheck disable=SC2016 # The inner shell expands it.
  NETWEFT_KEEPER=$NAMES_KEEPER setsid sh -c 'umask 077; eval "$NETWEFT_KEEPER"' netweft-names "$1" "$dnsmasq" -k -C "$1/conf" -x "$1/pid" \
    < /dev/null > /dev/null 2>&1 9>&- &
}

names_start_unit() {
  unit=netweft-names-$1.service
  device=
  [ ! -e /run/udev/control ] || device=$(systemd-escape -p --suffix=device "/sys/subsystem/net/devices/$1") || return 1
  echo systemd > "$2/keeper"
  names_unit_text "$2" "$1" "$device" > "/run/systemd/system/$unit" && systemctl daemon-reload || return 1
  [ -z "$device" ] || systemctl -q enable --runtime "$unit" || return 1
  systemctl start --no-block "$unit"
}

# names_unit_text FOLDER BRIDGE DEVICE: with a udev device, the unit starts and stops with the bridge.
names_unit_text() {
  bound=
  wanted=
  if [ -n "$3" ]; then
    bound="BindsTo=$3
After=$3
"
    wanted="
[Install]
WantedBy=$3
"
  fi
  printf '[Unit]
Description=Names on the network of %s (Netweft)
StartLimitIntervalSec=0
%s
[Service]
ExecStart=%s
Restart=always
RestartSec=1
StandardError=file:%s/words
ProtectSystem=full
ProtectHome=yes
PrivateTmp=yes
%s' "$2" "$bound" "$dnsmasq -k -C $1/conf -x $1/pid" "$1" "$wanted"
}

# names_started BRIDGE: waits until the server listens. On failure prints its messages and removes it.
names_started() {
  at=$here.names/$1
  tries=0
  until names_serves "$at"; do
    if [ -e "$at/failed" ] || [ "$tries" -ge 200 ] || names_gave_up "$at" "$1"; then
      if [ -s "$at/words" ]; then cat "$at/words"; else echo "The name server does not start."; fi
      names_halt "$at" "$1"
      rm -f "$at/conf"
      return 1
    fi
    tries=$((tries + 1))
    sleep 0.05
  done
}
names_gave_up() { [ -s "$1/words" ] && names_by_systemd && ! systemctl -q is-active "netweft-names-$2.service"; }

# names_host BRIDGE NAME ADDRESSES ALIASES: dnsmasq reads the file once it is closed.
names_host() {
  names_folder "$1" && names_words "$4" && names_each "%s $2$words" "$3" > "$here.names/$1/hosts/$2"
}

# names_forget BRIDGE NAME
names_forget() { printf '%s\n' "$here.names/$1/hosts/$2" >> "$d/names.removed"; }

# names_stop BRIDGE
names_stop() {
  names_halt "$here.names/$1" "$1" || return 1
  rm -rf "$here.names/$1"
  rmdir "$here.names" 2>/dev/null || :
}

# names_ours FILE: whether it begins with a mark; any other file is foreign.
names_ours() {
  first=
  read -r first < "$1" || :
  case $first in '# netweft:'?*:?*:*) return 0 ;; esac
  return 1
}

# names_resolv NETNS MARK SERVERS DOMAINS: an existing file is mounted in the namespaces of processes, so it is rewritten in
# place. It never lacks its first line; the rest of a longer old text is truncated at the end.
names_resolv() {
  path=/etc/netns/$1/resolv.conf
  names_words "$4"
  if ! names_exists "$path"; then
    names_asked "$2" "$3" > "$path" || { rm -f "$path"; return 1; }
  elif names_ours "$path"; then
    text=$(names_asked "$2" "$3")
    { printf '%s\n' "$text" 1<> "$path" && dd if=/dev/null of="$path" bs=1 seek=$((${#text} + 1)) 2> "$d/why"; } || { cat "$d/why"; return 1; }
  else
    echo "$path: File exists"
    return 1
  fi
}
names_asked() {
  printf '# %s\n' "$1" && names_each 'nameserver %s' "$2" && { [ -z "$words" ] || printf 'search%s\n' "$words"; }
}
names_exists() { [ -e "$1" ] || [ -L "$1" ]; }

# names_unresolv NETNS
names_unresolv() {
  path=/etc/netns/$1/resolv.conf
  [ ! -e "$path" ] || ! names_ours "$path" || printf '%s\n' "$path" >> "$d/names.removed"
}

# names_bury: removes all files listed for removal with one process, and folders that are empty then.
names_bury() {
  [ -e "$d/names.removed" ] || return 0
  xargs rm -f < "$d/names.removed"
  sed -n 's,^\(/etc/netns/.*\)/[^/]*$,\1,p' "$d/names.removed" | names_tidy
  rm -f "$d/names.removed"
}

# names_tidy: removes the folders of its input, and those without a server, if they are empty. A running server watches its
# folder.
names_tidy() {
  {
    cat
    for hosts in "$here.names"/*/hosts; do [ -e "${hosts%hosts}conf" ] || printf '%s\n' "$hosts" "${hosts%/hosts}"; done
    printf '%s\n' "$here.names" /etc/netns
  } | xargs rmdir 2>/dev/null || :
}

# names_making FILE: creates the folders of namespaces. Those without a file stay on record until all are written.
names_making() {
  awk '$1 == "resolv" { print "/etc/netns/" $2 }' "$1" > "$1.folders" &&
    while read -r folder; do names_exists "$folder/resolv.conf" || echo "$folder"; done < "$1.folders" > "$here.making" || return
  [ ! -s "$1.folders" ] || xargs mkdir -p < "$1.folders"
}

# names_swept: removes the empty files and folders of a program that was killed while it wrote.
names_swept() {
  [ -e "$here.making" ] || return 0
  while read -r folder; do [ -s "$folder/resolv.conf" ] || echo "$folder/resolv.conf"; done < "$here.making" | xargs rm -f
  names_tidy < "$here.making"
  rm -f "$here.making"
}
names_swept

# Lines: VERB WORDS... Servers are stopped and started concurrently; at the end each is checked.
tool_names() {
  umask 022
  names_lines "$1" "$4"
  result=$?
  rm -f "$here.making"
  umask 077
  return "$result"
}
names_lines() {
  line=0
  begun=
  names_user=
  names_making "$1" > "$2" 2>&1 || { fail "$1" 0 "$2"; return; }
  while read -r verb bridge args; do
    case $verb in start | stop) names_signal "$here.names/$bridge" TERM || : ;; esac
  done < "$1"
  # shellcheck disable=SC2094 # fail writes another file.
  while read -r verb args; do
    line=$((line + 1))
    case $verb in forget | unresolv) ;; *) names_bury ;; esac
    set -f
    # shellcheck disable=SC2086 # Several words; globbing is off.
    "names_$verb" $args > "$2" 2>&1
    result=$?
    set +f
    [ "$result" = 0 ] || { fail "$1" "$line" "$2"; return; }
    [ "$verb" != start ] || begun="$begun $line:${args%% *}"
  done < "$1"
  names_bury
  for each in $begun; do
    names_started "${each#*:}" > "$2" 2>&1 || { fail "$1" "${each%%:*}" "$2"; return; }
  done
}

# read_names: the content of the files, and which servers are alive. Skipped without the file "names" in the input.
read_names() {
  [ -z "$dnsmasq" ] || say "@program dnsmasq"
  [ -e "$d/names" ] || return 0
  ask names
  names_files > "$d/said" 2> "$d/why" && awk '{
    kind = $1
    sub(/^[a-z]+ /, "")
    parts = split($0, part, "/")
    about = kind == "host" ? part[parts - 2] " " part[parts] : part[parts - 1]
    got = (getline line < $0)
    if (got >= 0) print ">" kind, about
    for (; got > 0; got = (getline line < $0)) print ">" kind, about, line
    if (got < 0) { print $0 " cannot be read." > "/dev/stderr"; exit failed = 1 }
    close($0)
  } END { exit failed }' "$d/said" 2> "$d/why"
  ended $? "$d/why"
  ask servers
  names_unread=
  for at in "$here.names"/*; do
    if names_serves "$at"; then say ">${at##*/}"; fi
  done
  if [ -z "$names_unread" ]; then say @ok; else unread "$names_unread"; fi
}

# Lines: KIND PATH
names_files() {
  for each in "$here.names"/*/conf; do names_file conf "$each" || return; done
  for each in "$here.names"/*/hosts/*; do names_file host "$each" || return; done
  while read -r netns; do names_file resolv "/etc/netns/$netns/resolv.conf" || return; done < "$d/names"
}
names_file() {
  if [ -f "$2" ]; then echo "$1 $2"
  elif [ -e "$2" ] || [ -L "$2" ]; then echo "$2 is not a regular file." >&2; return 1
  fi
}
