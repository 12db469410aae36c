/** Settings that namespaces have where the host has loaded a module, by its name, as `table.ts` reads them. */
export const OF_MODULES: Readonly<Record<string, string>> = {
  br_netfilter: `
    bridge.bridge-nf-call-arptables bit 1
    bridge.bridge-nf-call-ip6tables bit 1
    bridge.bridge-nf-call-iptables bit 1
    bridge.bridge-nf-filter-pppoe-tagged bit 0
    bridge.bridge-nf-filter-vlan-tagged bit 0
    bridge.bridge-nf-pass-vlan-input-dev bit 0
  `,
  nf_conntrack: `
    netfilter.nf_conntrack_acct bit 0
    netfilter.nf_conntrack_buckets host 262144
    netfilter.nf_conntrack_checksum bit 1
    netfilter.nf_conntrack_count read-only 0
    netfilter.nf_conntrack_dccp_loose int 1
    netfilter.nf_conntrack_dccp_timeout_closereq seconds 64
    netfilter.nf_conntrack_dccp_timeout_closing seconds 64
    netfilter.nf_conntrack_dccp_timeout_open seconds 43200
    netfilter.nf_conntrack_dccp_timeout_partopen seconds 480
    netfilter.nf_conntrack_dccp_timeout_request seconds 240
    netfilter.nf_conntrack_dccp_timeout_respond seconds 480
    netfilter.nf_conntrack_dccp_timeout_timewait seconds 240
    netfilter.nf_conntrack_events 0..2 2
    netfilter.nf_conntrack_expect_max host 4096
    netfilter.nf_conntrack_frag6_high_thresh ulong 4194304
    netfilter.nf_conntrack_frag6_low_thresh ulong 3145728
    netfilter.nf_conntrack_frag6_timeout seconds 60
    netfilter.nf_conntrack_generic_timeout seconds 600
    netfilter.nf_conntrack_gre_timeout seconds 30
    netfilter.nf_conntrack_gre_timeout_stream seconds 180
    netfilter.nf_conntrack_icmp_timeout seconds 30
    netfilter.nf_conntrack_icmpv6_timeout seconds 30
    netfilter.nf_conntrack_log_invalid byte 0
    netfilter.nf_conntrack_max host 262144
    netfilter.nf_conntrack_sctp_timeout_closed seconds 10
    netfilter.nf_conntrack_sctp_timeout_cookie_echoed seconds 3
    netfilter.nf_conntrack_sctp_timeout_cookie_wait seconds 3
    netfilter.nf_conntrack_sctp_timeout_established seconds 210
    netfilter.nf_conntrack_sctp_timeout_heartbeat_sent seconds 30
    netfilter.nf_conntrack_sctp_timeout_shutdown_ack_sent seconds 3
    netfilter.nf_conntrack_sctp_timeout_shutdown_recd seconds 3
    netfilter.nf_conntrack_sctp_timeout_shutdown_sent seconds 3
    netfilter.nf_conntrack_tcp_be_liberal bit 0
    netfilter.nf_conntrack_tcp_ignore_invalid_rst bit 0
    netfilter.nf_conntrack_tcp_loose bit 1
    netfilter.nf_conntrack_tcp_max_retrans byte 3
    netfilter.nf_conntrack_tcp_timeout_close seconds 10
    netfilter.nf_conntrack_tcp_timeout_close_wait seconds 60
    netfilter.nf_conntrack_tcp_timeout_established seconds 432000
    netfilter.nf_conntrack_tcp_timeout_fin_wait seconds 120
    netfilter.nf_conntrack_tcp_timeout_last_ack seconds 30
    netfilter.nf_conntrack_tcp_timeout_max_retrans seconds 300
    netfilter.nf_conntrack_tcp_timeout_syn_recv seconds 60
    netfilter.nf_conntrack_tcp_timeout_syn_sent seconds 120
    netfilter.nf_conntrack_tcp_timeout_time_wait seconds 120
    netfilter.nf_conntrack_tcp_timeout_unacknowledged seconds 300
    netfilter.nf_conntrack_timestamp bit 0
    netfilter.nf_conntrack_udp_timeout seconds 30
    netfilter.nf_conntrack_udp_timeout_stream seconds 120
  `,
  nf_flow_table: `
    netfilter.nf_flowtable_tcp_timeout seconds 30
    netfilter.nf_flowtable_udp_timeout seconds 30
  `,
  ip_vs: `
    ipv4.vs.am_droprate int 10
    ipv4.vs.amemthresh int 1024
    ipv4.vs.backup_only int 0
    ipv4.vs.cache_bypass int 0
    ipv4.vs.conn_reuse_mode int 1
    ipv4.vs.conntrack int 0
    ipv4.vs.drop_entry int 0
    ipv4.vs.drop_packet int 0
    ipv4.vs.expire_nodest_conn int 0
    ipv4.vs.expire_quiescent_template int 0
    ipv4.vs.ignore_tunneled int 0
    ipv4.vs.nat_icmp_send int 0
    ipv4.vs.pmtu_disc int 1
    ipv4.vs.run_estimation int 1
    ipv4.vs.schedule_icmp int 0
    ipv4.vs.secure_tcp int 0
    ipv4.vs.sloppy_sctp int 0
    ipv4.vs.sloppy_tcp int 0
    ipv4.vs.snat_reroute int 1
    ipv4.vs.sync_persist_mode int 0
    ipv4.vs.sync_ports int 1
    ipv4.vs.sync_qlen_max int 15308
    ipv4.vs.sync_refresh_period int 0
    ipv4.vs.sync_retries int 0
    ipv4.vs.sync_sock_size int 0
    ipv4.vs.sync_threshold 2*0..2147483647 3 50
    ipv4.vs.sync_version int 1
  `,
  mpls_router: `
    mpls.conf.*.input int 0
    mpls.default_ttl int 255
    mpls.ip_ttl_propagate int 1
    mpls.platform_labels int 0
  `,
  sctp: `
    sctp.addip_enable int 0
    sctp.addip_noauth_enable int 0
    sctp.addr_scope_policy int 1
    sctp.association_max_retrans int 10
    sctp.auth_enable int 0
    sctp.cookie_hmac_alg text sha1
    sctp.cookie_preserve_enable int 1
    sctp.default_auto_asconf int 0
    sctp.ecn_enable int 1
    sctp.encap_port int 0
    sctp.hb_interval int 30000
    sctp.intl_enable int 0
    sctp.max_autoclose int 8589934
    sctp.max_burst int 4
    sctp.max_init_retransmits int 8
    sctp.path_max_retrans int 5
    sctp.pf_enable int 1
    sctp.pf_expose int 0
    sctp.pf_retrans int 0
    sctp.plpmtud_probe_interval int 0
    sctp.prsctp_enable int 1
    sctp.ps_retrans int 65535
    sctp.rcvbuf_policy int 0
    sctp.reconf_enable int 0
    sctp.rto_alpha_exp_divisor int 3
    sctp.rto_beta_exp_divisor int 2
    sctp.rto_initial int 3000
    sctp.rto_max int 60000
    sctp.rto_min int 1000
    sctp.rwnd_update_shift int 4
    sctp.sack_timeout int 200
    sctp.sndbuf_policy int 0
    sctp.udp_port int 0
    sctp.valid_cookie_life int 60000
  `,
  smc: `
    smc.autocorking_size int 65536
    smc.rmem int 65536
    smc.smcr_buf_type int 0
    smc.smcr_testlink_time int 30
    smc.wmem int 65536
  `,
  vrf: `
    vrf.strict_mode int 0
  `,
};
