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

# side_by_side LIST: one worker per core. The lines of one namespace are adjacent and keep their order.
# A worker always exits with 0; any other status means that it was killed.
side_by_side() {
  [ -e "$d/$1" ] || return 0
  [ -n "$cores" ] || count_cores
  awk -v k="$cores" -v f="$d/$1" '$3 != last { last = $3; n++ } { print > (f "." n % k) }' "$d/$1" || refuse folder
  workers=
  n=0
  while [ "$n" -lt "$cores" ]; do
    [ -e "$d/$1.$n" ] && { worker "$d/$1.$n" "$n" & workers="$workers $!"; }
    n=$((n + 1))
  done
  for each in $workers; do wait "$each" || stopped; done
  [ ! -e "$d/failed" ]
}

# count_cores: sets cores, at most 8. The file has a list of ranges, such as "0-3".
count_cores() {
  read -r cores 2>/dev/null < /sys/devices/system/cpu/online || cores=
  cores=${cores##*[-,]}
  case $cores in '' | *[!0-9]*) cores=1 ;; esac
  cores=$((cores + 1))
  [ "$cores" -le 8 ] || cores=8
}

# stopped: the failing line is unknown.
stopped() {
  : > "$d/failed"
  say "@failed - 0"
  say "@! A process of the script was killed, or could not start another one."
}
