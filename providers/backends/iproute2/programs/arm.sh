# shellcheck shell=sh
# Arms this host: a process of its own takes the way back of the input after some seconds, unless the change is confirmed before. It holds no
# lock until then, and needs neither the connection nor the controller. The file "way" has the change's ID, the seconds, and who makes it.

read -r expected < "$d/expect" || refuse folder
[ "$boot.$count" = "$expected" ] || refuse changed "$(last_run)"
refuse_others ''
{ read -r id && read -r seconds && IFS= read -r by; } < "$d/way" || refuse folder
read -r up _ < /proc/uptime
until=$((${up%%.*} + seconds))
printf '%s\n%s\n%s\n%s\n' "$id" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$until" "$by" > "$d/armed" || refuse folder
rm -rf "$here.armed"
mv "$d" "$here.armed" || refuse folder
d=$here.armed

# wait_for_confirmation: a clock that is set changes nothing.
wait_for_confirmation() {
  while [ -e "$d/armed" ]; do
    read -r up _ < /proc/uptime
    left=$((until - ${up%%.*}))
    [ "$left" -gt 0 ] || break
    [ "$left" -lt 2 ] || left=2
    sleep "$left"
  done
  exec 9> "$here.lock"
  flock 9
  if ! read_armed || [ "$armed_id" != "$id" ]; then return; fi
  go_back "$id" "$by"
  rm -rf "$d"
}
(
  trap - EXIT
  trap '' HUP INT TERM
  exec 9>&- < /dev/null > /dev/null 2>&1
  cd /
  wait_for_confirmation
) &
trap - EXIT
echo "$pids $!" > "$d/waiter"
say "@generation $boot.$count"
say "@end"
