import { ANOTHER_NAMESPACE } from "../../../lib/kernel/refused";

/** Names for namespaces: those of other programs, those that ip is about to create, those that it has deleted. */
export const namespaces = String.raw`
inode_of() { stat -L -c %i "$1"; }

# Lines: NAME PATH INODE. A bind mount of the other program's namespace under our name, as "ip netns attach" makes it. Only
# what is mounted cannot become another namespace any more, so that is what is looked at: the process may have ended since
# the plan was made, and its number be another one's.
tool_attach() {
  mkdir -p -m 0755 /run/netns
  mount --make-shared /run/netns 2>/dev/null || { mount --bind /run/netns /run/netns && mount --make-shared /run/netns; } 2> "$4"
  line=0
  while read -r name path inode; do
    line=$((line + 1))
    ours=/run/netns/$name
    if [ -e "$ours" ]; then
      [ "$(inode_of "$ours")" = "$inode" ] && continue
      echo "$ours: File exists" > "$4"
    elif nsenter --net="$path" true 2> "$4" && : > "$ours"; then
      if mount --bind "$path" "$ours" 2> "$4"; then
        now=$(inode_of "$ours")
        [ "$now" = "$inode" ] && continue
        umount "$ours"
        echo "${ANOTHER_NAMESPACE} $now." > "$4"
      fi
      rm -f "$ours"
    fi
    fail "$1" "$line" "$4"
    return
  done < "$1"
}

# Lines: NAME of a namespace that the next batch creates. A name without a namespace behind it is what is left of a program
# that died while it created one. From here until the program has ended well, the names are on record as unfinished.
tool_begin() {
  cat "$1" >> "$here.unfinished"
  while read -r name; do
    [ -e "/run/netns/$name" ] || continue
    nsenter --net="/run/netns/$name" true 2>/dev/null || rm -f "/run/netns/$name"
  done < "$1"
}

# Lines: NAME of a namespace that was deleted. The kernel takes it apart later; until then the other ends of its veth pairs
# are still there, with a number for a namespace that has no name.
tool_settle() {
  tries=0
  while [ "$tries" -lt 60 ] && ip -j -d link show group 157 > "$d/settling"; do
    grep -q link_netnsid "$d/settling" || return 0
    tries=$((tries + 1))
    sleep 0.05
  done
}
`;
