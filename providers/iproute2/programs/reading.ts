/** What ip is asked about a namespace; each answer is one line of JSON. */
export const QUESTIONS = ["addr show", "route show table all type unicast"] as const;

const ASKED = QUESTIONS.map((question) => `'${question}'`).join(" ");

/** What is read of a host once everything is done, or when that is all that it was asked for. */
export const reading = String.raw`
# The readers forgive a namespace that is not there: then there is nothing to be read.
tool_show() {
  [ -e "/run/netns/$2" ] || return 0
  say "@from $2" >> "$3"
  printf '%s\n' ${ASKED} > "$4.show"
  in_netns "$2" ip -j -d -batch "$4.show" >> "$3" 2> "$4" || :
}

tool_qdiscs() {
  [ "$2" = - ] || [ -e "/run/netns/$2" ] || return 0
  say "@qdiscs $2" >> "$3"
  in_netns "$2" tc -j -d -r qdisc show >> "$3" 2> "$4" || :
}

# What listens, with the programs that do.
ask_sockets() {
  command -v ss >/dev/null 2>&1 || { say "@refused tool ss"; return; }
  ss -Hlntup 2>/dev/null | sed 's/^/@socket /'
}

# Where VXLAN devices send what is for whom, and neighbours that are known for good.
ask_neighbours() {
  command -v bridge >/dev/null 2>&1 || { say "@refused tool bridge"; return; }
  say "@fdb"
  bridge -j fdb show 2>/dev/null
  echo
  say "@neighbours"
  ip -j neigh show nud permanent 2>/dev/null
  echo
}

# Our own table.
ask_firewall() { nft -j list table inet netweft 2>/dev/null; }

# read_root: links, addresses and routes of the host's own namespace, the namespaces that have a name, and what is
# recorded of programs that did not end well.
read_root() {
  say "@from -"
  printf '%s\n' ${ASKED} > "$d/root"
  ip -j -d -batch "$d/root" 2> "$d/err.root" || { say "@unreadable"; sed 's/^/@! /' "$d/err.root"; }
  for program in nft conntrack wg; do command -v "$program" >/dev/null 2>&1 && say "@program $program"; done
  say "@names"
  ip -j netns list 2>/dev/null
  [ -e "$here.unfinished" ] && sed 's/^/@unfinished /' "$here.unfinished"
  [ -e "$d/inodes" ] && tr '\n' '\0' < "$d/inodes" | xargs -0 stat -L -c '@inode %d %i %n' 2>/dev/null
  [ -e "$d/ask" ] && while read -r what; do "ask_$what"; done < "$d/ask"
  read_begun
  cat "$d"/out.* 2>/dev/null
  read_names
  say "@generation $(generation)"
  say "@end"
}
`;
