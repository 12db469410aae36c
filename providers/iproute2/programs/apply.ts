import { names } from "./names";
import { prelude } from "./prelude";
import { tools } from "./tools";

/** As many processes as workers have at one time, with some to spare for those of other programs. */
const PIPELINE = Array.from({ length: 16 }, () => ":").join(" | ");

/**
 * Works off the file `plan`, whose lines are `root TOOL FILE` and `side LIST`, up to the first failure, then reads the
 * host: after success what `read` lists (all else was read on the way), after a failure all that `reread` lists.
 */
export const apply = `${prelude}${tools}${names}
[ "$(generation)" = "$(cat "$d/expect")" ] || refuse changed

# What cannot start its processes begins nothing. A pipeline has all of its processes at one time.
( ${PIPELINE} ) 2>/dev/null || refuse processes
count=$((count + 1))
echo "$count" > "$here.generation.new" && mv "$here.generation.new" "$here.generation" || refuse folder

while read -r where what file; do
  if [ "$where" = side ]; then side_by_side "$what"
  else run "$what" "$file" - "$d/out.root" "$d/err.root" && say "@done $file"
  fi || break
done < "$d/plan"

if [ -e "$d/failed" ]; then
  rm -f "$d/failed" "$d"/out.*
  # What is read is more than what stopped the work: that has been said.
  side_by_side reread
else
  side_by_side read
fi
read_root
`;
