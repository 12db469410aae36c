# shellcheck shell=sh
# What every program does about name servers. The rest is in program.sh and resolv.sh, and read only where there are any.

dnsmasq=
for each in dnsmasq /usr/sbin/dnsmasq; do
  [ -n "$dnsmasq" ] || ! command -v "$each" > /dev/null || dnsmasq=$each
done

[ ! -e "$here.making" ] || names_swept

# read_names: skipped without the file "names" in the input.
read_names() {
  [ -z "$dnsmasq" ] || say "@program dnsmasq"
  [ ! -e "$d/names" ] || names_read
}

# settle_names: at the end of an apply.
settle_names() {
  for each in "$here.names"/@*; do
    [ ! -e "$each" ] || { names_settled; return; }
  done
}
