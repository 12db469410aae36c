/**
 * Default values of the common settings below `net` in a new namespace. The settings of a single link, and of `all`, start from
 * the row of the same name.
 */
const OF_LINKS: Readonly<Record<string, string>> = {
  "ipv4.conf.accept_local": "0",
  "ipv4.conf.accept_redirects": "1",
  "ipv4.conf.accept_source_route": "0",
  "ipv4.conf.arp_accept": "0",
  "ipv4.conf.arp_announce": "0",
  "ipv4.conf.arp_filter": "0",
  "ipv4.conf.arp_ignore": "0",
  "ipv4.conf.arp_notify": "0",
  "ipv4.conf.forwarding": "0",
  "ipv4.conf.ignore_routes_with_linkdown": "0",
  "ipv4.conf.log_martians": "0",
  "ipv4.conf.promote_secondaries": "0",
  "ipv4.conf.proxy_arp": "0",
  "ipv4.conf.proxy_arp_pvlan": "0",
  "ipv4.conf.route_localnet": "0",
  "ipv4.conf.rp_filter": "0",
  "ipv4.conf.secure_redirects": "1",
  "ipv4.conf.send_redirects": "1",
  "ipv4.conf.src_valid_mark": "0",
  "ipv6.conf.accept_dad": "1",
  "ipv6.conf.accept_ra": "1",
  "ipv6.conf.accept_redirects": "1",
  "ipv6.conf.accept_source_route": "0",
  "ipv6.conf.addr_gen_mode": "0",
  "ipv6.conf.autoconf": "1",
  "ipv6.conf.dad_transmits": "1",
  "ipv6.conf.disable_ipv6": "0",
  "ipv6.conf.forwarding": "0",
  "ipv6.conf.hop_limit": "64",
  "ipv6.conf.keep_addr_on_down": "0",
  "ipv6.conf.max_addresses": "16",
  "ipv6.conf.optimistic_dad": "0",
  "ipv6.conf.proxy_ndp": "0",
  "ipv6.conf.router_solicitations": "-1",
  "ipv6.conf.use_tempaddr": "0",
  "ipv4.neigh.gc_stale_time": "60",
  "ipv4.neigh.proxy_delay": "80",
  "ipv4.neigh.ucast_solicit": "3",
  "ipv6.neigh.gc_stale_time": "60",
  "ipv6.neigh.proxy_delay": "80",
  "ipv6.neigh.ucast_solicit": "3",
};

const OF_THE_REST: Readonly<Record<string, string>> = {
  "net.bridge.bridge-nf-call-arptables": "1",
  "net.bridge.bridge-nf-call-ip6tables": "1",
  "net.bridge.bridge-nf-call-iptables": "1",
  "net.core.rmem_max": "4194304",
  "net.core.somaxconn": "4096",
  "net.core.wmem_max": "4194304",
  "net.ipv4.icmp_echo_ignore_all": "0",
  "net.ipv4.icmp_echo_ignore_broadcasts": "1",
  "net.ipv4.ip_default_ttl": "64",
  "net.ipv4.ip_forward": "0",
  "net.ipv4.ip_local_port_range": "32768 60999",
  "net.ipv4.ip_local_reserved_ports": "",
  "net.ipv4.ip_nonlocal_bind": "0",
  "net.ipv4.ip_unprivileged_port_start": "1024",
  "net.ipv4.ping_group_range": "1 0",
  "net.ipv4.tcp_ecn": "2",
  "net.ipv4.tcp_fin_timeout": "60",
  "net.ipv4.tcp_keepalive_intvl": "75",
  "net.ipv4.tcp_keepalive_probes": "9",
  "net.ipv4.tcp_keepalive_time": "7200",
  "net.ipv4.tcp_max_syn_backlog": "4096",
  "net.ipv4.tcp_rmem": "4096 131072 33554432",
  "net.ipv4.tcp_syn_retries": "6",
  "net.ipv4.tcp_syncookies": "1",
  "net.ipv4.tcp_tw_reuse": "2",
  "net.ipv4.tcp_wmem": "4096 16384 4194304",
  "net.ipv6.bindv6only": "0",
  "net.ipv6.ip_nonlocal_bind": "0",
  "net.netfilter.nf_conntrack_max": "262144",
};

/** `accept_dad` is 0 for "all" and 1 for links, `accept_source_route` the other way round for "default". */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  "net.ipv6.conf.all.accept_dad": "0",
  "net.ipv4.conf.default.accept_source_route": "1",
};

const OF_LINK = /^net\.(ipv[46])\.(conf|neigh)\.[^.]+\.(.+)$/;

/** The kernel's default; undefined for settings that are not in this table. */
export function sysctlDefault(name: string): string | undefined {
  const exact = EXCEPTIONS[name] ?? OF_THE_REST[name];
  const [, family, table, setting] = OF_LINK.exec(name) ?? [];
  return exact ?? (family === undefined ? undefined : OF_LINKS[`${family}.${table}.${setting}`]);
}
