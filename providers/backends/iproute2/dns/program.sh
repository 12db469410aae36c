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
#
# "$here.names/@NETNS" is the stub server of a namespace, which runs in that; see resolv.awk. "views/MARK" beside the records of a
# network: the server of the network whose bridge has this mark answers for them, too. "sees" is beside the configuration of such a server.

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

# names_keeper, names_server, names_serves FOLDER: whether the keeper, the server, or both are alive, a stub in its namespace; the
# first two set pid.
names_keeper() {
  names_pid "$1/keeper" && { [ "$pid" = systemd ] || names_is "$pid" "*netweft-names$1*dnsmasq-k-C$1/conf-x$1/pid"; }
}
names_server() { names_pid "$1/pid" && names_is "$pid" "*dnsmasq-k-C$1/conf-x$1/pid"; }
names_serves() { names_keeper "$1" && names_server "$1" && names_inside "$1"; }

# names_inside FOLDER: sets netns for a stub; fails if the process pid is in another namespace, such as an earlier one of that name.
# shellcheck disable=SC3013 # The shells of Debian and busybox have -ef.
names_inside() {
  netns=
  case $1 in */@*) netns=${1##*/@}; [ "/proc/$pid/ns/net" -ef "/run/netns/$netns" ] ;; esac
}

# names_unit NAME: sets unit, the name of its unit of systemd.
names_unit() { case $1 in @*) unit=netweft-stub-${1#@}.service ;; *) unit=netweft-names-$1.service ;; esac; }

# shellcheck disable=SC3013
names_by_systemd() { [ -d /run/systemd/system ] && [ /proc/1/ns/net -ef /proc/self/ns/net ]; }

# names_signal FOLDER SIGNAL: to the keeper, or else to the server; fails if neither is alive.
names_signal() {
  if names_keeper "$1" && [ "$pid" != systemd ] || names_server "$1"; then kill "-$2" "$pid" 2>/dev/null || :; else return 1; fi
}

# names_halt FOLDER BRIDGE
names_halt() {
  names_unit "$2"
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
# A stub that watched an earlier folder has to look again.
names_folder() {
  [ ! -d "$here.names/$1/hosts" ] || return 0
  chmod 0711 /run/netweft && mkdir -p "$here.names/$1/hosts" && echo "$here.names/$1" >> "$d/names.fresh"
}

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

# names_start BRIDGE ADDRESSES DOMAIN UPSTREAM SUBNETS: configures a server; names_launched starts all of them, names_started waits.
# `local=//`: no query for a plain name is forwarded, of whatever type; `rev-server` without a server: no reverse lookup is.
names_start() {
  at=$here.names/$1
  names_able && names_folder "$1" && names_halt "$at" "$1" || return 1
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
  } > "$d/conf" && mv "$d/conf" "$at/conf" && { [ ! -e "$at/sees" ] || rm -f "$at/sees"; }
}

# names_able: whether there is a dnsmasq. names_as: sets names_user, a line for its configuration.
names_able() {
  [ -n "$dnsmasq" ] || { echo "There is no dnsmasq on the host."; return 1; }
  names_as
}
names_as() {
  [ -n "$names_user" ] || { id -u dnsmasq >/dev/null 2>&1 && names_user=user=dnsmasq || names_user='#'; }
}

# names_launch NAME FOLDER
names_launch() {
  case $dnsmasq in /*) ;; *) dnsmasq=$(command -v "$dnsmasq") || return ;; esac
  if names_by_systemd; then names_start_unit "$1" "$2"
  else
    case $1 in
      @*) names_start_keeper "$2" nsenter "--net=/run/netns/${1#@}" "$dnsmasq" ;;
      *) names_start_keeper "$2" "$dnsmasq" ;;
    esac
  fi
}

# names_start_keeper FOLDER PROGRAM...
names_start_keeper() {
  at=$1
  shift
  # shellcheck disable=SC2016 # The inner shell expands it.
  NETWEFT_KEEPER=$NAMES_KEEPER setsid sh -c 'umask 077; eval "$NETWEFT_KEEPER"' netweft-names "$at" "$@" -k -C "$at/conf" -x "$at/pid" \
    < /dev/null > /dev/null 2>&1 9>&- &
}

names_start_unit() {
  names_unit "$1"
  device=
  case $1 in @*) ;; *) [ ! -e /run/udev/control ] || device=$(systemd-escape -p --suffix=device "/sys/subsystem/net/devices/$1") || return 1 ;; esac
  echo systemd > "$2/keeper"
  names_unit_text "$2" "$1" "$device" > "/run/systemd/system/$unit" && systemctl daemon-reload || return 1
  [ -z "$device" ] || systemctl -q enable --runtime "$unit" || return 1
  systemctl start --no-block "$unit"
}

# names_unit_text FOLDER NAME DEVICE: with a udev device, the unit starts and stops with the bridge. A stub's is in its namespace.
names_unit_text() {
  bound=
  wanted=
  case $2 in @*) placed="NetworkNamespacePath=/run/netns/${2#@}
" ;; *) placed= ;; esac
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
Description=Names for %s (Netweft)
StartLimitIntervalSec=0
%s
[Service]
%sExecStart=%s
Restart=always
RestartSec=1
StandardError=file:%s/words
ProtectSystem=full
ProtectHome=yes
PrivateTmp=yes
%s' "$2" "$bound" "$placed" "$dnsmasq -k -C $1/conf -x $1/pid" "$1" "$wanted"
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
names_gave_up() { [ -s "$1/words" ] && names_by_systemd && names_unit "$2" && ! systemctl -q is-active "$unit"; }

# names_host BRIDGE NAME ADDRESSES ALIASES: dnsmasq reads the file once it is closed.
names_host() {
  names_folder "$1" && names_words "$4" && names_each "%s $2$words" "$3" > "$here.names/$1/hosts/$2"
}

# names_view BRIDGE MARK DOMAIN SUBNETS. names_unview BRIDGE MARK
names_view() {
  views=$here.names/$1/views
  names_folder "$1" && { [ -d "$views" ] || mkdir "$views"; } && printf '%s\n' "$3 $4" > "$views/$2"
}
names_unview() {
  rm -f "$here.names/$1/views/$2" && { rmdir "$here.names/$1/views" 2>/dev/null || :; }
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

names_exists() { [ -e "$1" ] || [ -L "$1" ]; }

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
  while read -r folder; do [ -s "$folder/resolv.conf" ] || echo "$folder/resolv.conf"; done < "$here.making" | xargs rm -f
  names_tidy < "$here.making"
  rm -f "$here.making"
}

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
  stubs=
  names_user=
  host_search=
  names_making "$1" > "$2" 2>&1 || { fail "$1" 0 "$2"; return; }
  while read -r verb bridge args; do
    case $verb in start | stop) names_signal "$here.names/$bridge" TERM || : ;; unresolv) names_signal "$here.names/@$bridge" TERM || : ;; esac
  done < "$1"
  # shellcheck disable=SC2094 # fail writes another file.
  while read -r verb args; do
    line=$((line + 1))
    stubbed=
    case $verb in forget | unresolv) ;; *) names_bury ;; esac
    set -f
    # shellcheck disable=SC2086 # Several words; globbing is off.
    "names_$verb" $args > "$2" 2>&1
    result=$?
    set +f
    [ "$result" = 0 ] || { cp "$2" "$d/names.failed"; names_launched > "$2" 2>&1; fail "$1" "$line" "$d/names.failed"; return; }
    [ "$verb" != start ] || begun="$begun $line:${args%% *}"
    [ -z "$stubbed" ] || stubs="$stubs $line:$stubbed"
  done < "$1"
  names_bury
  names_launched > "$2" 2>&1 || { fail "$1" "$line" "$2"; return; }
  # shellcheck disable=SC2086 # Several words, none with a character of globbing.
  names_stubs $stubs > "$2" 2>&1 || { fail "$1" "$line" "$2"; return; }
  for each in $begun; do
    names_started "${each#*:}" > "$2" 2>&1 || { fail "$1" "${each%%:*}" "$2"; return; }
  done
}

# names_read: the content of the files, and which servers are alive.
names_read() {
  names_unread=
  names_blind || names_unread=$d/why.views
  for at in "$here.names"/*; do
    case $blind in *" ${at##*/} "*) ;; *) if names_serves "$at"; then echo "${at##*/}"; fi ;; esac
  done > "$d/serving"
  [ -z "$names_unread" ] || cp "$names_unread" "$d/unserved"
  ask names
  { names_files > "$d/said" && names_contents < "$d/said" && names_parts; } 2> "$d/why"
  ended $? "$d/why"
  ask servers
  while read -r each; do case $each in @*) ;; *) say ">$each" ;; esac; done < "$d/serving"
  if [ -z "$names_unread" ]; then say @ok; else unread "$d/unserved"; fi
}

names_contents() {
  awk '{
    kind = $1
    sub(/^[a-z]+ /, "")
    parts = split($0, part, "/")
    about = kind == "host" || kind == "view" ? part[parts - 2] " " part[parts] : part[parts - 1]
    got = (getline line < $0)
    if (got >= 0) print ">" kind, about
    for (; got > 0; got = (getline line < $0)) print ">" kind, about, line
    if (got < 0) { print $0 " cannot be read." > "/dev/stderr"; exit failed = 1 }
    close($0)
  } END { exit failed }'
}

# Lines: KIND PATH
names_files() {
  for each in "$here.names"/[!@]*/conf; do names_file conf "$each" || return; done
  for each in "$here.names"/*/hosts/*; do names_file host "$each" || return; done
  for each in "$here.names"/*/views/*; do names_file view "$each" || return; done
}
names_file() {
  if [ -f "$2" ]; then echo "$1 $2"
  elif [ -e "$2" ] || [ -L "$2" ]; then echo "$2 is not a regular file." >&2; return 1
  fi
}
