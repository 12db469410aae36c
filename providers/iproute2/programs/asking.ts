/**
 * How a program on a host answers. `@ask QUESTION ABOUT` begins an answer, its lines follow, and one of three words ends it:
 * `@ok`, `@absent` (the kernel or the file system said that there is no such thing), or `@unread` and why. An answer
 * without an end is unread, too: whatever ended the program that gave it. So there is no `|| :` around a question and nothing
 * of stderr is thrown away, and no program whose exit status counts stands in front of a `|`.
 *
 * Lines that are not JSON begin with `>`, because what others named must not be taken for a word of ours.
 */
export const asking = String.raw`
ask() { say "@ask $*"; }

# unread ERR [STATUS]: ends the answer, with the first words of the program that failed. What it had printed may lack its end.
unread() {
  why=
  [ ! -s "$1" ] || read -r why < "$1" || :
  [ -n "$why" ] || [ -z "\${2:-}" ] || why="It ended with status $2 and said nothing."
  printf '\n@unread %s\n' "$why"
}

# ended STATUS ERR
ended() { if [ "$1" = 0 ]; then say @ok; else unread "$2" "$1"; fi; }

# lacks ERR: whether the kernel said that it has no such thing at all.
lacks() { grep -Eq 'not supported|Unknown device type' "$1"; }

# is_gone NETNS: whether there is no namespace of this name. A program that died while it created one leaves a name with
# nothing behind it: a file on another device than that of namespaces.
is_gone() {
  [ "$1" != - ] || return 1
  [ -e "/run/netns/$1" ] || [ -L "/run/netns/$1" ] || return 0
  there=$(stat -L -c %d "/run/netns/$1") && here_too=$(stat -L -c %d /proc/self/ns/net) && [ "$there" != "$here_too" ] && [ -f "/run/netns/$1" ]
}

# ended_in NETNS STATUS ERR: ends an answer about a namespace.
ended_in() {
  if [ "$2" = 0 ]; then say @ok
  elif is_gone "$1" 2>> "$3"; then say @absent
  else unread "$3" "$2"; fi
}
`;
