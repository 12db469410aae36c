# shellcheck shell=sh
# $1: the server's folder; the rest is its command. It outlives the server, which removes its pid file before it releases its
# port. It gives up if the first start fails: that is the failure of a step.

unset NETWEFT_KEEPER
folder=$1
shift
echo $$ > "$folder/keeper"
trap 'kill $! 2>/dev/null; wait $! 2>/dev/null; exit 0' TERM
while :; do
  "$@" 2> "$folder/words" &
  wait $!
  [ -e "$folder/pid" ] || { : > "$folder/failed"; exit 1; }
  sleep 1 &
  wait $!
done
