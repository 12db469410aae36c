/** Runs the tools: one after the other within a namespace, namespaces side by side. */
export const workers = String.raw`
run() { "tool_$1" "$d/$2" "$3" "$4" "$5"; }

# worker LIST N: lines TOOL FILE NETNS, one after the other, until one fails. Says what is done from time to time.
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

# side_by_side LIST: as many workers as there are cores. What belongs to one namespace stands together and stays in order.
# A worker ends with 0 whatever it has found; one that does not was ended in the middle, by whatever cause.
side_by_side() {
  [ -e "$d/$1" ] || return 0
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

# stopped: it is not known at which line.
stopped() {
  : > "$d/failed"
  say "@failed - 0"
  say "@! A process of the script was ended from outside, or could not start another one."
}
`;
