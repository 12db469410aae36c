# shellcheck shell=sh
# Common start of every program on a host: it checks its requirements, stores its input in a directory of its own, and takes
# the lock of its network namespace. Every line that it prints begins with "@", except the JSON that ip prints.
#
# It continues when the controller dies: it starts only after the complete input, and stops only at its end or its
# deadline. SIGPIPE is ignored, so that a closed connection does not stop it in the middle.
#
# Lock and generation belong to the namespace (its inode number), not to the host's name in a configuration:
# two stacks may use different names for one machine.

set -u
umask 077
export LC_ALL=C
trap '' PIPE
say() { printf '%s\n' "$*" 2>/dev/null || :; }
refuse() { say "@refused $*"; exit 3; }

# Every process costs milliseconds, and on some hosts tens of them, so what the shell can read itself is not left to programs.
uid=
while read -r key rest uid rest && [ "$key" != Uid: ]; do uid=; done < /proc/self/status
[ "$uid" = 0 ] || refuse root
# All missing programs at once: those that every program needs, and then, for a single installation, those that most networks need.
# missing TOOL...: sets lacking.
missing() {
  lacking=
  for tool; do command -v "$tool" >/dev/null 2>&1 || lacking="$lacking $tool"; done
}
missing ip nsenter flock awk sed grep tail mktemp stat find cksum
[ -z "$lacking" ] || {
  needed=$lacking
  missing bridge nft conntrack
  refuse "tool$needed /$lacking"
}
# ip opens every file in this directory, and would block on a pipe.
for each in /run/netns/* /run/netns/.[!.]*; do
  [ -f "$each" ] || [ -d "$each" ] || [ ! -e "$each" ] || refuse pipe "$each"
done
# An observation changes nothing, so it needs no writable /run/netweft.
[ -d /run/netweft ] || mkdir -p /run/netweft 2>/dev/null || [ "$TASK" = observe ] || refuse folder
# Pids are those of the pid namespace of /proc. Several pid namespaces may share /run. All namespaces are files of one device.
spaces=$(stat -L -c '%n=%d %i.' /proc/self/ns/net /proc/1/ns/pid /proc/self/ns/pid 2>/dev/null)
inode_in() { case $spaces in *"/ns/$1="*) inode=${spaces#*"/ns/$1="} inode=${inode%%.*} ;; *) inode= ;; esac; }
inode_in pid
pids=${inode#* }
inode_in net
here=${inode#* }
namespaces_device=${inode% *}
case $pids:$here:$namespaces_device in :* | *::* | *: | *[!0-9:]*) refuse folder ;; esac
read -r pid rest < /proc/self/stat || refuse folder
d=$(mktemp -d "/run/netweft/job.$pids.$pid.XXXXXX" 2>/dev/null) || d=
[ -n "$d" ] || [ "$TASK" != observe ] || d=$(mktemp -d "${TMPDIR:-/tmp}/netweft.$pids.$pid.XXXXXX" 2>/dev/null) || d=
[ -n "$d" ] || refuse folder
trap 'rm -rf "$d"' EXIT
trap 'exit 143' HUP INT TERM

# Lists for workers, one per core and at most 8, are divided here as well; see workers.sh. The file has ranges, such as "0-3".
read -r cores 2>/dev/null < /sys/devices/system/cpu/online || cores=
cores=${cores##*[-,]}
case $cores in '' | *[!0-9]*) cores=1 ;; *) cores=$((cores + 1)) ;; esac
[ "$cores" -le 8 ] || cores=8

# shellcheck disable=SC2016 # awk expands it.
DIVIDE='$3 != last { last = $3; n++ } { print > (file "." n % k) }'
awk -v d="$d" -v k="$cores" '
  { last_line = $0 }
  /^\./ {
    if (file) close(file)
    if (divided) for (n = 0; n < k; n++) close(file "." n)
    file = $1 == ".file" ? d "/" $2 : ""
    divided = $2 ~ /^(read|reread|side\..*)$/
    n = 0
    last = ""
    next
  }
  file { print > file }
  !divided { next }
  '"$DIVIDE"'
  END { exit last_line == ".end" ? 0 : 9 }' 2>/dev/null
case $? in 0) ;; 9) refuse incomplete ;; *) refuse folder ;; esac

here=/run/netweft/$here
# last_run: prints when the last run that changed this host began, and whose it is, as far as that is known.
last_run() {
  last_by=
  [ ! -r "$here.generation.by" ] || IFS= read -r last_by < "$here.generation.by" || :
  echo "$(date -u -r "$here.generation.by" +%Y-%m-%dT%H:%M:%SZ 2>/dev/null) $last_by"
}

# Observations share the lock. Where the lock can be neither made nor read, nothing can be applied either. An apply counts the
# generation up when it begins.
if [ "$TASK" != observe ]; then
  exec 9> "$here.lock"
  flock -w 120 9 || refuse busy "$(last_run)"
elif { true >> "$here.lock"; } 2>/dev/null || [ -r "$here.lock" ]; then
  exec 9< "$here.lock"
  flock -s -n 9 || {
    say "@busy $(date -u -r "$here.generation" +%Y-%m-%dT%H:%M:%SZ 2>/dev/null)"
    flock -s -w 120 9 || refuse busy "$(last_run)"
  }
fi

# Remnants of killed programs. In another pid namespace only age identifies them: no program runs for an hour.
for job in /run/netweft/job."$pids".*; do
  owner=${job#/run/netweft/job."$pids".}
  [ -d "/proc/${owner%%.*}" ] || rm -rf "$job"
done
for job in /run/netweft/job.*; do
  case $job in /run/netweft/job."$pids".* | '/run/netweft/job.*') continue ;; esac
  find /run/netweft -maxdepth 1 -name 'job.*' ! -name "job.$pids.*" -mmin +60 -exec rm -rf {} + 2>/dev/null
  break
done

if [ -e "$d/needs" ]; then
  needed=
  while read -r tool; do needed="$needed $tool"; done < "$d/needs"
  # shellcheck disable=SC2086 # Several words.
  missing $needed
  [ -z "$lacking" ] || refuse "tool$lacking"
fi

read -r boot < /proc/sys/kernel/random/boot_id || refuse folder
boot=${boot%%-*}
# read_count: sets "count" to the host's generation. A file that contains no number still yields one, always the same for the same content.
read_count() {
  count=0
  [ ! -e "$here.generation" ] || { read -r count < "$here.generation"; } 2>/dev/null || count=$(cat "$here.generation") || return
  case $count in '' | 0?* | *[!0-9]* | ?????????????*) count=$(printf '%s' "$count" | cksum) && count=${count%% *} ;; esac
}

# write_count N: the host's generation from now on.
write_count() { echo "$1" > "$here.generation.new" && mv "$here.generation.new" "$here.generation"; }

read_count || refuse folder
