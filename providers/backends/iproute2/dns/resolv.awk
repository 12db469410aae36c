# resolv.conf files of namespaces, and the stub servers of those that use several name servers.
#
# A file of ours has parts: of the endpoint with the default route (`.`), of its other endpoints (`eth1`), and of the namespace itself
# (`-`). Each part is a line "#: PART MARK SERVERS SEARCH OPTIONS HOST", lists with commas and `-` where they are empty; HOST is `host`
# where the search domains of the host follow, or `alone`. Everything else in the file follows from its parts, from the host's
# resolv.conf, and from the networks whose servers it names. A file of an earlier version has one part and no such line.
#
# Where the names of several networks are to be found, or servers besides a network's, a stub in the namespace reads the records of all
# of its networks from their own files, and sends other queries to the first server that forwards them.
#
# A network that accepts another one is open to its containers: its records have a file "views/MARK" with their domain and subnets, and
# the server of the bridge with that mark reads them as well, by the lines of its configuration behind "# views". So do the stubs of its
# containers.
#
# Variables: task; confs, a file with the paths of the networks' configurations; names, the folder of all servers; user, a line for
# the stub; fresh, a file with folders of networks that are new; up, a file with the running servers; asked, one with namespaces and
# paths; views, one with the paths of views; bridges, what ip says of all bridges. Tasks: "edit" applies verb and part to the file `from` and prints its new text. "stubs" writes the configuration of
# each stub to a file with the prefix `out`, and prints whether it is another one. "read" prints the parts. "views" writes the
# configuration of each server whose views are others now to a file with the prefix `out`, and prints its bridge; "blind" only prints it.

function unread(path) { print path " cannot be read." > "/dev/stderr"; failed = 1; exit 1 }
function plus(list, word) { return list == "-" ? word : list "," word }
function has(list, word) { return index("," list ",", "," word ",") > 0 }
function united(list, more,   i, n, word) {
  n = more == "-" ? 0 : split(more, word, ",")
  for (i = 1; i <= n; i++) if (!has(list, word[i])) list = plus(list, word[i])
  return list
}
function line_of(start, list) { gsub(/,/, " ", list); return list == "-" ? "" : start " " list "\n" }
function lines_of(start, list) { if (list == "-") return ""; gsub(/,/, "\n" start, list); return start list "\n" }

function read_network(path,   got, line, value, folder, seen) {
  folder = substr(path, 1, length(path) - length("/conf"))
  networks[++network_count] = folder
  while ((got = (getline line < path)) > 0) {
    value = substr(line, index(line, "=") + 1)
    if (line == "# views") { seen = "-"; continue }
    if (seen != "") {
      if (line ~ /^hostsdir=/) { seen = substr(value, 1, length(value) - length("/hosts")); sees[folder] = sees[folder] " " seen }
      shown[folder, seen] = shown[folder, seen] line "\n"
      viewed[folder] = viewed[folder] line "\n"
      continue
    }
    plain[folder] = plain[folder] line "\n"
    if (line ~ /^listen-address=/) { network_at[value] = folder; listens[folder] = value }
    else if (line ~ /^domain=/) domain[folder] = value
    else if (line ~ /^rev-server=/) subnets[folder] = subnets[folder] " " value
    else if (line == "no-resolv") closed[folder] = 1
    else if (line ~ /^server=/) closed[folder] = 0
  }
  if (got < 0) unread(path)
  close(path)
}

# records FOLDER DOMAIN SUBNETS: the lines for the records of a network. Queries for its domain and its subnets are not forwarded.
function records(folder, domain, subnets,   n, k, subnet, conf) {
  n = split(subnets, subnet, " ")
  conf = "hostsdir=" folder "/hosts\nlocal=/" domain "/\n"
  for (k = 1; k <= n; k++) conf = conf "domain=" domain "," subnet[k] "\nrev-server=" subnet[k] "\n"
  return conf
}

# read_view PATH: adds it to those of its mark.
function read_view(path,   n, part, line, word, folder) {
  n = split(path, part, "/")
  folder = substr(path, 1, length(path) - length("/views/" part[n]))
  if ((getline line < path) < 0) unread(path)
  close(path)
  split(line, word)
  gsub(/,/, " ", word[2])
  open_to[part[n]] = open_to[part[n]] records(folder, word[1], word[2] == "-" ? "" : word[2])
  if (task == "views" && folder in is_fresh) renews[part[n]] = 1
}

# read_bridges PATH: their marks.
function read_bridges(path,   line, word) {
  while ((getline line < path) > 0) {
    split(line, word)
    sub(/[:@].*/, "", word[2])
    mark[word[2]] = match(line, /\\ +alias [^ ]+$/) ? substr(line, RSTART, RLENGTH) : ""
    sub(/.* /, "", mark[word[2]])
  }
}

# regard FOLDER: whether the server's configuration has other views than there are. Without its bridge it keeps them.
function regard(folder,   bridge, now) {
  bridge = folder
  sub(/.*\//, "", bridge)
  if (!(bridge in mark)) return
  now = open_to[mark[bridge]]
  if (now == viewed[folder] && !(mark[bridge] in renews)) return
  if (task == "blind") { print bridge; return }
  print bridge, now == "" ? 0 : 1
  printf "%s%s", plain[folder], now == "" ? "" : "# views\n" now > (out bridge)
  close(out bridge)
}

function read_host(path,   line, n, i, word) {
  host_servers = host_search = "-"
  while ((getline line < path) > 0) {
    n = split(line, word)
    if (word[1] == "nameserver") host_servers = plus(host_servers, word[2])
    else if (word[1] == "search" || word[1] == "domain") {
      host_search = "-"
      for (i = 2; i <= n; i++) host_search = plus(host_search, word[i])
    }
  }
}

function rank(part) { return part == "." ? "0" : part == "-" ? "2" : sprintf("1%03d%s", length(part), part) }

# put PART: adds it, or replaces the one of the same name. drop NAME.
function put(part,   word, name, i, j) {
  split(part, word)
  for (i = 1; i <= count && rank(named[i]) < rank(word[1]); i++);
  if (i > count || named[i] != word[1]) for (j = ++count; j > i; j--) { named[j] = named[j - 1]; parts[j] = parts[j - 1] }
  named[i] = word[1]
  parts[i] = part
}
function drop(name,   i, j) {
  for (i = j = 1; i <= count; i++) if (named[i] != name) { named[j] = named[i]; parts[j++] = parts[i] }
  count = j - 1
}

# read_parts PATH: sets the parts, the owner in the first line, the text, and the part that the other lines amount to.
function read_parts(path,   got, line, n, i, word, servers, search, options) {
  count = 0
  text_now = owner = ""
  servers = search = options = "-"
  while ((got = (getline line < path)) > 0) {
    n = split(line, word)
    if (text_now == "" && line ~ /^# netweft:[^:]+:[^:]+:/) owner = word[2]
    text_now = text_now line "\n"
    if (word[1] == "#:" && n == 7) put(substr(line, 4))
    else if (word[1] == "nameserver") servers = plus(servers, word[2])
    else if (word[1] == "search") for (i = 2; i <= n; i++) search = plus(search, word[i])
    else if (word[1] == "options") for (i = 2; i <= n; i++) options = plus(options, word[i])
  }
  if (got < 0) unread(path)
  close(path)
  said = owner " " servers " " without_host(search) " " options " " (host_search == "-" || without_host(search) != search ? "host" : "alone")
  if (count == 0 && owner != "") put(". " said)
}
function without_host(search,   n, word, i, list) {
  n = search == "-" ? 0 : split(search, word, ",")
  while (n > 0 && has(host_search, word[n])) n--
  list = "-"
  for (i = 1; i <= n; i++) list = plus(list, word[i])
  return list
}

# derive: sets the text of the file and the configuration of the stub, both empty where there is none.
function derive(   i, n, k, word, server, folder, networks, order, used, servers, upstream, others, first, search, options, alone) {
  text = stub = ""
  if (count == 0) return
  servers = upstream = first = search = options = "-"
  for (i = 1; i <= count; i++) {
    split(parts[i], word)
    n = word[3] == "-" ? 0 : split(word[3], server, ",")
    search = united(search, word[4])
    options = united(options, word[5])
    if (word[6] == "alone") alone = 1
    if (n == 0) continue
    if (first == "-") first = word[3]
    folder = word[1] != "-" && server[1] in network_at ? network_at[server[1]] : ""
    if (folder == "") others = 1
    else if (!(folder in used)) { used[folder]; order[++networks] = folder }
    if (word[1] == "-") upstream = word[3]
    else if (upstream == "-" && !(folder != "" && closed[folder])) upstream = word[3]
  }
  if (upstream == "-") upstream = first
  if (networks > 1 || networks == 1 && others) {
    stub = stub_of(networks, order, upstream)
    servers = "127.0.0.11"
  } else servers = upstream == "-" ? host_servers : upstream
  split(parts[1], word)
  text = "# " word[2] "\n" lines_of("nameserver ", servers) line_of("search", alone ? search : united(search, host_search))
  text = text line_of("options", options)
  for (i = 1; i <= count; i++) text = text "#: " parts[i] "\n"
}

# A network whose server does not name its subnets yet, as an earlier version started it, answers for its domain itself.
function stub_of(networks, order, upstream,   conf, i, k, n, folder, other, used) {
  conf = "no-hosts\nno-resolv\nno-poll\nbind-interfaces\nlisten-address=127.0.0.11\nexpand-hosts\nlocal=//\n" user "\n"
  for (i = 1; i <= networks; i++) {
    folder = order[i]
    used[folder]
    if (subnets[folder] == "") conf = conf "hostsdir=" folder "/hosts\nserver=/" domain[folder] "/" listens[folder] "\n"
    else conf = conf records(folder, domain[folder], subnets[folder])
    if (folder in is_fresh) renewed = 1
  }
  for (i = 1; i <= networks; i++) {
    n = split(sees[order[i]], other, " ")
    for (k = 1; k <= n; k++) if (!(other[k] in used)) {
      used[other[k]]
      conf = conf shown[order[i], other[k]]
      if (other[k] in is_fresh) renewed = 1
    }
  }
  return conf lines_of("server=", upstream)
}

# content PATH: the text of a file, empty if there is none.
function content(path,   line, all) {
  all = ""
  while ((getline line < path) > 0) all = all line "\n"
  close(path)
  return all
}

# tell NETNS PATH: prints what the task is for.
function tell(netns, path,   i, n, line, word) {
  stub = renewed = ""
  read_parts(path)
  if (owner != "") derive()
  if (task == "stubs") {
    print netns, stub == "" ? "none" : renewed || content(names "/@" netns "/conf") != stub ? "changed" : "same"
    if (stub != "") { printf "%s", stub > (out netns); close(out netns) }
    return
  }
  print ">resolv", netns
  if (owner == "") {
    n = split(text_now, line, "\n")
    for (i = 1; i < n; i++) print ">resolv", netns, line[i]
    return
  }
  if (text_now != text) { split(parts[1], word); parts[1] = word[1] " " said }
  is_down = stub != "" && !(("@" netns) in is_up && content(names "/@" netns "/conf") == stub)
  for (i = 1; i <= count; i++) print ">resolv", netns, "#:", parts[i] (is_down && named[i] != "." ? " down" : "")
}

BEGIN {
  while ((getline line < confs) > 0) read_network(line)
  while ((getline line < fresh) > 0) is_fresh[line]
  while ((getline line < up) > 0) is_up[line]
  if (views != "") {
    while ((getline line < views) > 0) read_view(line)
    read_bridges(bridges)
    for (i = 1; i <= network_count; i++) regard(networks[i])
    exit
  }
  read_host("/etc/resolv.conf")
  if (task != "edit") { while ((getline < asked) > 0) tell($1, $2); exit }
  count = 0
  if (from != "") read_parts(from)
  if (verb == "put") put(part); else drop(part)
  derive()
  printf "%s", text
  exit
}

END { exit failed }
