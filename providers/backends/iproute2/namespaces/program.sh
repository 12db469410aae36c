# shellcheck shell=sh
# Creation and naming of namespaces, and waiting for their cleanup. Ownership: owners.sh.

inode_of() { stat -L -c %i "$1"; }

# Lines: NAME of a namespace to create.
tool_netns_add() { births create "$@"; }
create() {
  while read -r name rest; do echo "netns add $name"; done < "$1" > "$1.add" && ip -batch "$1.add" > /dev/null 2> "$4" && return
  line=$(sed -n 's/^Command failed .*:\([0-9][0-9]*\)$/\1/p' "$4")
  line=${line:-0}
  return 1
}

# Lines: NAME PATH INODE. A bind mount of another program's namespace under our name, like "ip netns attach". The inode is
# checked after mounting, because only a mount pins the namespace: the process may have ended since the plan was made, and its
# pid may have been reused.
tool_netns_attach() { births attach "$@"; }
attach() {
  # shellcheck disable=SC2174 # /run exists.
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
        echo "$ANOTHER_NAMESPACE $now." > "$4"
      fi
      rm -f "$ours"
    fi
    return 1
  done < "$1"
}

# Lines: NAME of a deleted namespace. The kernel cleans it up asynchronously; until then the peers of its veth pairs still
# exist, with an id for a namespace that has no name. In its JSON, ip prints that id for all of them.
tool_settle() {
  tries=0
  while [ "$tries" -lt 60 ] && settling=$(ip -o -d link show group "$OUR_GROUP"); do
    case $settling in *' link-netnsid '*) ;; *) return 0 ;; esac
    tries=$((tries + 1))
    sleep 0.05
  done
}
