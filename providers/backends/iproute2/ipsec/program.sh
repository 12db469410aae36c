# shellcheck shell=sh
# IPsec states and policies. Keys come in the file "secrets", are substituted into the input that ip reads from a pipe, and are
# never an argument of a program nor part of the output.

# Lines for ip, with @FINGERPRINT in place of a key; and keep SRC DST REQID SPI,...|-: deletes all other states. ip does not
# report the number of a failing line, so each line is a run of its own.
tool_xfrm() {
  { [ -e "$d/secrets" ] && sed 's/^/secret /' "$d/secrets"; sed 's/^/line /' "$1"; } | awk '
    $1 == "secret" { key[$2] = $3; next }
    { for (n = 2; n <= NF; n++) if ($n ~ /^@/) $n = "0x" key[substr($n, 2)]; sub(/^line /, ""); print }' > "$1.lines"
  line=0
  # shellcheck disable=SC2094 # fail writes another file.
  while read -r entry; do
    line=$((line + 1))
    # shellcheck disable=SC2086 # Several words, none of them a pattern.
    case $entry in
      "keep "*) xfrm_keep ${entry#keep } ;;
      *) printf '%s\n' "$entry" | ip -batch - ;;
    esac > /dev/null 2> "$4" && continue
    [ -e "$1.soft" ] && grep -qx "$line" "$1.soft" && grep -Eq "$absent" "$4" && continue
    sed -i 's/0x[0-9a-f]\{20,\}/0x.../g' "$4"
    rm -f "$1.lines"
    fail "$1" "$line" "$4"
    return
  done < "$1.lines"
  rm -f "$1.lines"
}

# A state for which the kernel is waiting for a key daemon (an acquire) has the SPI 0, and is skipped.
xfrm_keep() {
  ip xfrm state list nokeys src "$1" dst "$2" proto esp mode transport reqid "$3" < /dev/null > "$d/kept" || return
  awk '$1 == "proto" { print $4 }' "$d/kept" > "$d/kept.spis" || return
  while read -r spi; do
    case ",$4,0x00000000," in *",$spi,"*) continue ;; esac
    ip xfrm state delete src "$1" dst "$2" proto esp spi "$spi" < /dev/null || return
  done < "$d/kept.spis"
}

# ESP states with their keys' fingerprints, policies, and whether the host supports ESP at all.
ask_ipsec() {
  for tool in unshare sha256sum xargs; do command -v "$tool" >/dev/null 2>&1 || { say "@refused tool $tool"; return; }; done
  ask_esp
  ask associations
  if ip_associations; then say_associations; else ended_xfrm; fi
  rm -rf "$d/keys"
  ask selectors
  if ip -o xfrm policy > "$d/said" 2> "$d/why"; then
    sed 's/^/>/' "$d/said" 2> "$d/why"
    ended $? "$d/why"
  else ended_xfrm; fi
}
ended_xfrm() { if lacks "$d/why"; then say @absent; else unread "$d/why"; fi; }

# A refusal by the kernel, whatever feature it lacks, is an answer: no ESP.
ask_esp() {
  ask esp
  echo "$ESP_PROBE" > "$d/esp"
  if unshare --net ip -batch "$d/esp" 2> "$d/why"; then
    say "@program esp"
    say @ok
  elif grep -Eq '^(RTNETLINK answers|Error): |not supported' "$d/why" && ! grep -Eq 'Cannot allocate|No buffer space' "$d/why"; then say @absent
  else unread "$d/why"; fi
}

# Keys go from ip into files that only root can read, and the files are deleted before anything is printed. The dot marks the
# end of ip's complete output.
ip_associations() {
  mkdir "$d/keys" 2> "$d/why" || return
  { ip xfrm state 2> "$d/why" && echo .; } | awk -v keys="$d/keys" -v aead="$ESP_AEAD" -v icv="$ESP_ICV" -v window="$ESP_WINDOW" '
    function end_of_one(    has) {
      if (open && proto == "") exit failed = 1
      if (proto != "esp" || mode != "transport" || spi == "0x00000000") return
      has = plain && esn && key != ""
      print "state", ++count, src, dst, reqid, spi, has
      if (has) { printf "%s", key > (keys "/" count); close(keys "/" count) }
    }
    $0 == "." { end_of_one(); whole = 1; open = 0; next }
    $1 == "src" && $3 == "dst" && NF >= 4 && /^src/ { end_of_one(); open = 1; src = $2; dst = $4; proto = key = ""; esn = 0; plain = 1; next }
    !open || /^[^ \t]/ { exit failed = 1 }
    $1 == "proto" && $3 == "spi" && $5 == "reqid" && $7 == "mode" { proto = $2; spi = $4; reqid = $6; mode = $8; next }
    $1 == "replay-window" { esn = / flag esn *$/; next }
    $1 == "aead" && $2 == aead && $4 == icv { key = substr($3, 3); next }
    $1 == "replay_window" && $2 != window "," { plain = 0 }
    $1 ~ /^(mark|output-mark|if_id|encap|coa|crypto|auth|auth-trunc|enc|comp|aead)$/ { plain = 0 }
    $1 == "sel" && !/ src (0\.0\.0\.0|::)\/0 dst (0\.0\.0\.0|::)\/0 *$/ { plain = 0 }
    END { exit failed || !whole }' > "$d/states"
}

# Lines: SRC DST REQID SPI FINGERPRINT, the newest first; the last word is - for a state with other parameters than ours.
say_associations() {
  { (cd "$d/keys" && ls > "$d/numbers" && xargs sha256sum < "$d/numbers") > "$d/prints" && cat "$d/states" >> "$d/prints"; } 2> "$d/why" && awk '
    $1 != "state" { print_of[$2] = substr($1, 1, 16); next }
    $7 && !($2 in print_of) { exit failed = 1 }
    { print ">" $3, $4, $5, $6, $7 ? print_of[$2] : "-" }
    END { exit failed }' "$d/prints" 2> "$d/why"
  ended $? "$d/why"
}
