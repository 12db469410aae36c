# shellcheck shell=sh
# Output protocol of a program on a host. "@ask QUESTION ABOUT" begins an answer, its lines follow, and one of three words
# ends it: "@ok", "@absent" (the kernel or the file system reported that no such object exists), or "@unread" and the reason. An
# answer without an end, after whatever terminated its program, counts as unread. So no question is followed by "|| :", no
# stderr is discarded, and no program whose exit status counts stands in front of a "|".
# "@first QUESTION" inside of an answer: its first line is the whole answer to that question.
#
# Lines that are not JSON begin with ">", so that foreign names are never parsed as our keywords.

ask() { say "@ask $*"; }

# unread ERR [STATUS]: ends the answer with the first error line of the program. Its output may be truncated.
unread() {
  why=
  [ ! -s "$1" ] || read -r why < "$1" || :
  [ -n "$why" ] || [ -z "${2:-}" ] || why="It exited with status $2 and printed nothing."
  printf '\n@unread %s\n' "$why"
}

# ended STATUS ERR
ended() { if [ "$1" = 0 ]; then say @ok; else unread "$2" "$1"; fi; }

# lacks ERR: whether the kernel reported that it does not support the feature at all.
lacks() { grep -Eq 'not supported|Unknown device type' "$1"; }

# has_no_name NETNS: whether no file has the name of this namespace. is_gone NETNS: whether there is no namespace of this name. A
# program killed while creating one leaves a name with nothing mounted on it: a file on another device than that of namespaces.
has_no_name() { [ "$1" != - ] && [ ! -e "/run/netns/$1" ] && [ ! -L "/run/netns/$1" ]; }
is_gone() {
  [ "$1" != - ] || return 1
  ! has_no_name "$1" || return 0
  there=$(stat -L -c %d "/run/netns/$1") && [ "$there" != "$namespaces_device" ] && [ -f "/run/netns/$1" ]
}

# has_line TEXT FILE: of few lines.
has_line() {
  while read -r listed_line; do [ "$listed_line" != "$1" ] || return 0; done < "$2"
  return 1
}

# ask_in QUESTION NETNS: begins an answer about a namespace. Ends it, and fails, if the namespace does not even have a name.
ask_in() {
  ask "$@"
  ! has_no_name "$2" || { say @absent; return 1; }
}

# ended_in NETNS STATUS ERR: ends an answer about a namespace.
ended_in() {
  if [ "$2" = 0 ]; then say @ok
  elif is_gone "$1" 2>> "$3"; then say @absent
  else unread "$3" "$2"; fi
}
