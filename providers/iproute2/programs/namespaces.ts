import { ANOTHER_NAMESPACE } from "../../../lib/kernel/refused";

/** Namespaces get their names, and are gone some time after these. Whose they are: `owners.ts`. */
export const namespaces = String.raw`
inode_of() { stat -L -c %i "$1"; }

# Lines: NAME of a namespace that ip creates.
tool_born() { births create "$@"; }
create() {
  sed 's/^/netns add /' "$1" > "$1.add" && ip -batch "$1.add" > /dev/null 2> "$4" && return
  line=$(sed -n 's/^Command failed .*:\([0-9][0-9]*\)$/\1/p' "$4")
  line=\${line:-0}
  return 1
}

# Lines: NAME PATH INODE. A bind mount of the other program's namespace under our name, as "ip netns attach" makes it. Only
# what is mounted cannot become another namespace any more, so that is what is looked at: the process may have ended since
# the plan was made, and its number be another one's.
tool_attach() { births attach "$@"; }
attach() {
  mkdir -p -m 0755 /run/netns
  mount --make-shared /run/netns 2>/dev/null || { mount --bind /run/netns /run/netns && mount --make-shared /run/netns; } 2> "$4"
  line=0
  while read -r name path inode; do
    line=$((line + 1))
    ours=/run/netns/$name
    if [ -e "$ours" ]; then
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
    return 1
  done < "$1"
}

# Lines: NAME of a namespace that was deleted. The kernel takes it apart later; until then the other ends of its veth pairs
# are still there, with a number for a namespace that has no name. As JSON, ip gives that number to all of them.
tool_settle() {
  tries=0
  while [ "$tries" -lt 60 ] && ip -o -d link show group 157 > "$d/settling"; do
    grep -q ' link-netnsid ' "$d/settling" || return 0
    tries=$((tries + 1))
    sleep 0.05
  done
}
`;
