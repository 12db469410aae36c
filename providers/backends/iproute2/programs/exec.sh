# shellcheck shell=sh
# Runs a command of the user's in a namespace: `exec.sh NAMESPACE COMMAND [ARGUMENT...]`. Every argument is a word of digits
# after a "w": three octal digits for each byte, so that no shell on the way to a host finds anything to expand in it.
for word; do
	# shellcheck disable=SC2059 # The format consists of octal escapes.
	text=$(printf "$(printf %s "${word#w}" | sed 's/[0-7][0-7][0-7]/\\&/g')x")
	set -- "$@" "${text%x}"
	shift
done
[ -e "/run/netns/$1" ] || {
	printf 'There is no namespace "%s" on this host. "netweft drift" shows what is missing, "netweft apply" creates it.\n' "$1" >&2
	exit 125
}
name=$1
shift
exec ip netns exec "$name" sh -c 'exec "$@"' sh "$@"
