# shellcheck shell=sh
# resolv.conf files of namespaces, and the stub servers that some of them name; see resolv.awk. Part of program.sh.

# names_awk TASK VARIABLE...: see resolv.awk.
names_awk() {
  task=$1
  shift
  set +f
  names_as
  for each in "$here.names"/[!@]*/conf; do [ ! -e "$each" ] || printf '%s\n' "$each"; done > "$d/names.confs" &&
    awk -v task="$task" -v confs="$d/names.confs" -v names="$here.names" -v user="$names_user" -v fresh="$d/names.fresh" "$@" "$NAMES_RESOLV"
}

# names_resolv NETNS PART MARK SERVERS SEARCH OPTIONS HOST: puts a part into the file. The usual one is the first and only one.
names_resolv() {
  path=/etc/netns/$1/resolv.conf
  if names_exists "$path"; then names_ours "$path" || { echo "$path: File exists"; return 1; }
  elif [ "$2" = . ] && [ "$4" != - ]; then
    shift
    names_first "$@" > "$path" || { rm -f "$path"; return 1; }
    return
  fi
  netns=$1
  shift
  names_edit "$netns" put "$*"
}
names_first() {
  [ -n "$host_search" ] || host_search=$(awk '$1 == "search" || $1 == "domain" { $1 = ""; found = $0 } END { print found " " }' /etc/resolv.conf 2>/dev/null) || host_search=' '
  names_words "$4"
  # shellcheck disable=SC2086 # Several words; globbing is off.
  [ "$6" != host ] || for each in $host_search; do case "$words " in *" $each "*) ;; *) words="$words $each" ;; esac; done
  printf '# %s\n' "$2" && names_each 'nameserver %s' "$3" && { [ -z "$words" ] || printf 'search%s\n' "$words"; } || return
  [ "$5" = - ] || { names_words "$5"; printf 'options%s\n' "$words"; } || return
  printf '#: %s\n' "$*"
}

# names_edit NETNS VERB PART: an existing file is mounted in the namespaces of processes, so it is rewritten in place. It never
# lacks its first line; the rest of a longer old text is truncated at the end. A stub that is not needed any more ends before.
names_edit() {
  path=/etc/netns/$1/resolv.conf
  from=$path
  names_exists "$path" || from=
  text=$(names_awk edit -v from="$from" -v verb="$2" -v part="$3") || return
  case $text in
    *"nameserver 127.0.0.11"*) stubbed=$1 ;;
    *) [ ! -e "$here.names/@$1" ] || names_stop "@$1" || return ;;
  esac
  if [ -z "$from" ]; then printf '%s\n' "$text" > "$path" || { rm -f "$path"; return 1; }
  else { printf '%s\n' "$text" 1<> "$path" && dd if=/dev/null of="$path" bs=1 seek=$((${#text} + 1)) 2> "$d/why"; } || { cat "$d/why"; return 1; }
  fi
}
# names_unresolv NETNS PART: takes a part out of the file, or removes the file with its last one.
names_unresolv() {
  path=/etc/netns/$1/resolv.conf
  [ -e "$path" ] && names_ours "$path" || return 0
  if names_others "$path" "$2"; then
    names_edit "$1" drop "$2"
    return
  fi
  [ ! -e "$here.names/@$1" ] || names_stop "@$1" || return
  printf '%s\n' "$path" >> "$d/names.removed"
}

# names_others FILE PART: whether it has other parts.
names_others() {
  while read -r start part rest; do
    [ "$start" != '#:' ] || [ "$part" = "$2" ] || return 0
  done < "$1"
  return 1
}

# names_viewed: whether a network is open to the containers of another, or was. names_views TASK VARIABLE...: see resolv.awk.
names_viewed() {
  for each in "$here.names"/*/views/* "$here.names"/*/sees; do [ ! -e "$each" ] || return 0; done
  return 1
}
names_views() {
  for each in "$here.names"/*/views/*; do [ ! -e "$each" ] || printf '%s\n' "$each"; done > "$d/names.views" &&
    ip -o link show type bridge > "$d/names.bridges" && names_awk "$@" -v views="$d/names.views" -v bridges="$d/names.bridges"
}

# names_launched: starts the servers in begun, and others again that other networks have become open to, or are not any more.
names_launched() {
  if names_viewed; then names_regarded || return; fi
  for each in $begun; do names_launch "${each#*:}" "$here.names/${each#*:}" || return; done
}
names_regarded() {
  names_views views -v out="$d/view." > "$d/views.found" || return
  while read -r bridge sees; do
    at=$here.names/$bridge
    case " $begun " in *":$bridge "*) ;; *) names_halt "$at" "$bridge" || return; begun="$begun $line:$bridge" ;; esac
    mv "$d/view.$bridge" "$at/conf" && if [ "$sees" = 1 ]; then : > "$at/sees"; else rm -f "$at/sees"; fi || return
  done < "$d/views.found"
}

# names_blind: sets blind, the servers whose configuration lacks a network that is open to theirs, or has another one.
names_blind() {
  blind=' '
  names_viewed || return 0
  names_user='#'
  names_views blind > "$d/names.blind" 2> "$d/why.views" || return
  while read -r each; do blind="$blind$each "; done < "$d/names.blind"
}

# names_stubs LINE:NETNS...: starts the stubs that these lines need, and others again whose networks or namespaces are others now.
# Adds them to begun; those without a line of their own to the last line.
names_stubs() {
  for each in "$@" "$here.names"/@*; do
    case $each in *:*) netns=${each#*:} ;; *) netns=${each##*/@} ;; esac
    if names_exists "/etc/netns/$netns/resolv.conf"; then echo "$netns /etc/netns/$netns/resolv.conf"
    elif [ -e "$here.names/@$netns" ]; then names_stop "@$netns" >&2 || return
    fi
  done 2> "$d/why" > "$d/stubs.found" || { cat "$d/why"; return 1; }
  sort -u "$d/stubs.found" > "$d/stubs.asked"
  [ -s "$d/stubs.asked" ] || return 0
  names_awk stubs -v out="$d/stub." -v asked="$d/stubs.asked" > "$d/stubs.found" || return
  while read -r netns verdict; do
    at=$here.names/@$netns
    if [ "$verdict" = none ]; then names_stop "@$netns" || return
    elif [ "$verdict" = changed ] || ! names_serves "$at"; then names_stub "${at##*/@}" "$at" "$@" || return
    fi
  done < "$d/stubs.found"
}

# names_stub NETNS FOLDER LINE:NETNS...: a server that is left over in an earlier namespace keeps that, so it ends in any case.
names_stub() {
  names_halt "$2" "@$1" || return
  [ -e "/run/netns/$1" ] || return 0
  names_able || return
  chmod 0711 /run/netweft && mkdir -p "$2" && mv "$d/stub.$1" "$2/conf" && names_launch "@$1" "$2" || return
  called=$1
  shift 2
  for each in "$@"; do [ "${each#*:}" != "$called" ] || { begun="$begun ${each%%:*}:@$called"; return; }; done
  begun="$begun ${line:-0}:@$called"
}

# names_settled: for stubs whose namespace is another one now. One that does not start is observed as down.
names_settled() {
  begun=
  line=
  names_user=
  umask 022
  names_stubs > "$d/unsettled" 2>&1
  umask 077
  for each in $begun; do names_started "${each#*:}" > "$d/unsettled" 2>&1; done
}

# names_parts: of the files of namespaces.
names_parts() {
  while read -r netns; do
    path=/etc/netns/$netns/resolv.conf
    names_file "$netns" "$path" || return
  done < "$d/names" > "$d/resolv.asked" || return
  [ -s "$d/resolv.asked" ] || return 0
  names_user=
  names_awk read -v asked="$d/resolv.asked" -v up="$d/serving"
}
