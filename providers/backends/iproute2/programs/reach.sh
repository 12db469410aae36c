# shellcheck shell=sh
# Whether an address answers in here: `reach.sh ADDRESS [PORT]`, to an ICMP echo, or to a TCP connection where there is a port. Ends
# with 0 if it does, with 125 if the host has no program to ask with. It asks for two seconds.
[ -n "${2-}" ] || {
	command -v ping >/dev/null || { echo 'The host has no ping.'; exit 125; }
	exec ping -n -c 1 -W 2 "$1"
}
if command -v bash >/dev/null; then
	# shellcheck disable=SC2016 # The inner shell expands it.
	exec timeout 2 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2"
elif command -v python3 >/dev/null; then
	exec python3 -c 'import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 2)' "$1" "$2"
elif command -v nc >/dev/null; then
	exec nc -z -w 2 "$1" "$2"
fi
echo 'The host has neither bash nor python3 nor nc.'
exit 125
