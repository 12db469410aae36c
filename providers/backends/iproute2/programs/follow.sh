# shellcheck shell=sh
# Prints what the kernel reports of a host until its stdin ends, and changes nothing. Input: lines "also SORT" for what else to follow (fdb,
# nft, xfrm), and ".end"; after it stdin stays open. Output: "@id N NAME" for the identifiers of namespaces; "@begun" when everything from then on
# is reported; "@event WHERE SORT [DEV]", where WHERE is the identifier of a namespace, or "-" for the host's own; and "@overrun" when the kernel
# has dropped reports. A namespace without an identifier here (macvlan) is not followed: a program inside would keep it after its deletion.

set -u
export LC_ALL=C
say() { printf '%s\n' "$*"; }
refuse() { say "@refused $*"; exit 3; }

uid=
while read -r key rest uid rest && [ "$key" != Uid: ]; do uid=; done < /proc/self/status
[ "$uid" = 0 ] || refuse root
lacking=
for tool in ip cat; do command -v "$tool" >/dev/null 2>&1 || lacking="$lacking $tool"; done
[ -z "$lacking" ] || refuse "tool$lacking"

also=
while :; do
  read -r word name || refuse incomplete
  case $word in
    .end) break ;;
    also) also="$also $name" ;;
  esac
done

# `timeout` has made a process group of this program and all that it starts.
trap 'trap "" TERM; kill 0' EXIT
trap 'exit 143' HUP INT TERM

# reported WHERE: the lines of "ip -o monitor label", one event each. Neighbours are learned and forgotten all the time: only entries that
# a program made count.
reported() {
  while IFS= read -r line; do
    where=$1
    case $line in
      *'No buffer space'*) say @overrun; continue ;;
      '[nsid current]'*) line=${line#*]} ;;
      '[nsid '*) where=${line#'[nsid '}; where=${where%%]*}; line=${line#*]} ;;
    esac
    sort=${line%%]*}
    sort=${sort#[}
    rest=${line#*]}
    case $sort in
      LINK) rest=${rest#Deleted }; rest=${rest#*: }; say "@event $where LINK ${rest%%[@:]*}" ;;
      NEIGH) case $rest in *PERMANENT* | *proxy*) say "@event $where NEIGH" ;; esac ;;
      NSID) case $rest in
          nsid*'netns name: '*) id=${rest#nsid }; name=${rest#*netns name: }; say "@id ${id%% *} ${name%)*}"; say "@event - NSID" ;;
          'Deleted nsid '*) id=${rest#Deleted nsid }; say "@event ${id%% *} NSID" ;;
        esac ;;
      ADDR | ROUTE | RULE | NETCONF) say "@event $where $sort" ;;
    esac
  done
}

# subscribed: how many netlink sockets of this namespace receive reports.
subscribed() {
  sockets=0
  while read -r _ _ _ groups _; do
    case $groups in 00000000 | Groups) ;; *) sockets=$((sockets + 1)) ;; esac
  done < /proc/net/netlink
  echo "$sockets"
}
expected=$(($(subscribed) + 1))

OBJECTS='link address route rule neigh nsid netconf'
# shellcheck disable=SC2086 # Several words.
{ ip -o monitor label all-nsid $OBJECTS 2>&1 | reported -; kill -TERM $$; } &

# The identifiers are listed after the monitor has begun, and reported again for those that come later.
ip netns list-id > /dev/null 2>&1 || refuse tool ip
listing=$(ip netns list-id)
while read -r word id rest; do
  [ "$word" = nsid ] || continue
  name=${rest#*netns name: }
  name=${name%)*}
  case $rest in *'netns name: '*) say "@id $id $name" ;; esac
done <<LISTED
$listing
LISTED

for sort in $also; do
  case $sort in
    nft)
      if command -v nft >/dev/null 2>&1 && nft list tables >/dev/null 2>&1; then
        expected=$((expected + 1))
        { nft monitor 2>&1 | while IFS= read -r line; do
            case $line in '# new generation'*) say "@event - NFT" ;; *'No buffer space'*) say @overrun ;; esac
          done; kill -TERM $$; } &
      fi ;;
    fdb)
      if command -v bridge >/dev/null 2>&1; then
        expected=$((expected + 1))
        { bridge monitor fdb 2>&1 | while IFS= read -r line; do case $line in *permanent*) say "@event - FDB" ;; esac; done; kill -TERM $$; } &
      fi ;;
    xfrm)
      expected=$((expected + 1))
      { ip xfrm monitor SA policy 2>&1 | while IFS= read -r line; do case $line in [!\	\ ]*) say "@event - XFRM" ;; esac; done; kill -TERM $$; } & ;;
  esac
done
# The monitors have begun when the kernel lists their sockets as subscribed; it lists those of other programs as well.
tries=0
while [ "$tries" -lt 50 ] && [ "$(subscribed)" -lt "$expected" ]; do
  sleep 0.1
  tries=$((tries + 1))
done
say @begun
# A signal ends "wait" at once, and a foreground program only after that one: the end of a monitor is the end of this program.
exec 3<&0
cat <&3 > /dev/null &
wait $!
