# shellcheck shell=sh
# Settings below /proc/sys, written and read. A kernel without IPv6 never accepts router advertisements, so accept_ra counts as 0.

# Lines: PATH VALUE...
tool_sysctl() {
  [ "$2" = - ] || [ -e "/run/netns/$2" ] || {
    echo "Cannot open network namespace \"$2\": No such file or directory" > "$4"
    fail "$1" 1 "$4"
    return
  }
  # shellcheck disable=SC2016 # The inner shell expands it.
  in_netns "$2" sh -c '
    line=0
    while read -r path value; do
      line=$((line + 1))
      printf "%s\n" "$value" 2>/dev/null > "/proc/sys/$path" && continue
      case $path in */accept_ra) [ -e /proc/sys/net/ipv6 ] || continue ;; esac
      [ -e "/proc/sys/$path" ] && echo "The kernel refuses this value." || echo "There is no such setting."
      echo "Command failed -:$line"
      exit 1
    done' < "$1" > "$4" 2>/dev/null && return
  line=$(sed -n 's/^Command failed -:\([0-9]*\)$/\1/p' "$4")
  fail "$1" "${line:-0}" "$4"
}

# Lines: PATH. A complete value ends with a line break. Prints = PATH VALUE, or - PATH if there is no such setting. An unset stable_secret cannot be read.
tool_settings() {
  {
    ask_in settings "$2" || return 0
    in_netns "$2" awk "$WHOLE_SETTINGS" < "$1" 2> /dev/null || settings_one_by_one "$1" "$2" 2> "$4"
    ended_in "$2" $? "$4"
  } >> "$3"
}

# Fails, and prints nothing, unless each setting can be read, and has one complete line. No value contains the separator of records.
# shellcheck disable=SC2016 # awk expands it.
WHOLE_SETTINGS='
  BEGIN { whole = "\001" }
  {
    path = "/proc/sys/" $0
    RS = whole
    got = (getline value < path)
    RS = "\n"
    if (got != 1 || value !~ /^[^\n]*\n$/) exit failed = 1
    close(path)
    values = values ">= " $0 " " value
  }
  END { if (!failed) printf "%s", values }'

# Those that exist are read together first.
settings_one_by_one() {
  # shellcheck disable=SC2016 # The inner shell expands it.
  in_netns "$2" sh -c '
    end="
."
    absent() {
      case $1 in */accept_ra) [ -e /proc/sys/net/ipv6 ] || { printf ">= %s 0\n" "$1"; return; } ;; esac
      printf ">- %s\n" "$1"
    }
    present=
    while read -r path; do
      if [ -e "/proc/sys/$path" ]; then present="$present$path
"
      else absent "$path" || exit; fi
    done
    [ -n "$present" ] || exit 0
    printf %s "$present" | awk "$1" 2>/dev/null && exit
    printf %s "$present" | while read -r path; do
      if value=$(cat "/proc/sys/$path" && echo .); then
        case $value in *"$end") printf ">= %s %s\n" "$path" "${value%"$end"}" ;; .) printf ">= %s \n" "$path" ;; *) exit 1 ;; esac
      elif [ ! -e "/proc/sys/$path" ]; then absent "$path"
      else case $path in */stable_secret) printf ">- %s\n" "$path" ;; *) exit 1 ;; esac
      fi || exit
    done' sh "$WHOLE_SETTINGS" < "$1"
}

# Lines: PATH. Says MODE PATH of each in a namespace that ends with the look, or - PATH where it has no such setting.
tool_offers() {
  {
    ask offers
    # shellcheck disable=SC2016 # The inner shell expands it.
    unshare --net sh -c '
    while read -r path; do
      if [ -e "/proc/sys/$path" ]; then mode=$(stat -c %a "/proc/sys/$path") || exit; else mode=-; fi
      printf ">%s %s\n" "$mode" "$path"
    done' < "$1" 2> "$4"
    ended $? "$4"
  } >> "$3"
}
