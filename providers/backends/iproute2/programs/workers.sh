# shellcheck shell=sh
# Runs the tools: sequentially within a namespace, namespaces concurrently.

run() { "tool_$1" "$d/$2" "$3" "$4" "$5"; }

# worker LIST N: runs lines TOOL FILE NETNS in sequence until one fails, and reports progress every 16 files.
worker() {
  files=
  n=0
  while read -r tool file netns; do
    [ -e "$d/failed" ] && break
    run "$tool" "$file" "$netns" "$d/out.$2" "$d/err.$2" || break
    [ "$file" = - ] || { files="$files $file"; n=$((n + 1)); }
    [ "$n" -lt 16 ] || { say "@done$files"; files=; n=0; }
  done < "$1"
  [ -z "$files" ] || say "@done$files"
  return 0
}

# divide LIST: for side_by_side, if the list is not of the input. The lines of one namespace are adjacent and keep their order.
divide() { awk -v k="$cores" -v file="$d/$1" "$DIVIDE" "$d/$1" || refuse folder; }

# side_by_side LIST: one worker per core. A worker always exits with 0; any other status means that it was killed.
side_by_side() {
  [ -e "$d/$1" ] || return 0
  workers=
  n=0
  while [ "$n" -lt "$cores" ]; do
    [ -e "$d/$1.$n" ] && { worker "$d/$1.$n" "$n" & workers="$workers $!"; }
    n=$((n + 1))
  done
  for each in $workers; do wait "$each" || stopped; done
  [ ! -e "$d/failed" ]
}

# stopped: the failing line is unknown.
stopped() {
  : > "$d/failed"
  say "@failed - 0"
  say "@! A process of the script was killed, or could not start another one."
}
