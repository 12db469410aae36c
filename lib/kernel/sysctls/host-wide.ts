/**
 * Settings that only the host's own namespace has: what they say is true of the whole host. Kernels differ: a newer one may give
 * some of them to each namespace.
 */
export const HOST_WIDE = `
  core.bpf_jit_enable core.bpf_jit_harden core.bpf_jit_kallsyms core.bpf_jit_limit core.busy_poll core.busy_read
  core.default_qdisc core.dev_weight core.dev_weight_rx_bias core.dev_weight_tx_bias core.devconf_inherit_init_net
  core.fb_tunnels_only_for_init_net core.flow_limit_cpu_bitmap core.flow_limit_table_len core.gro_normal_batch
  core.high_order_alloc_disable core.max_skb_frags core.mem_pcpu_rsv core.message_burst core.message_cost core.netdev_budget
  core.netdev_budget_usecs core.netdev_max_backlog core.netdev_rss_key core.netdev_tstamp_prequeue
  core.netdev_unregister_timeout_secs core.rps_sock_flow_entries core.skb_defer_max core.warnings
  ipv4.cipso_cache_bucket_size ipv4.cipso_cache_enable ipv4.cipso_rbm_optfmt ipv4.cipso_rbm_strictvalid ipv4.fib_sync_mem
  ipv4.inet_peer_maxttl ipv4.inet_peer_minttl ipv4.inet_peer_threshold ipv4.ipfrag_secret_interval ipv4.route.error_burst
  ipv4.route.error_cost ipv4.route.gc_elasticity ipv4.route.gc_interval ipv4.route.gc_min_interval ipv4.route.gc_min_interval_ms
  ipv4.route.gc_thresh ipv4.route.gc_timeout ipv4.route.max_size ipv4.route.redirect_load ipv4.route.redirect_number
  ipv4.route.redirect_silence ipv4.tcp_available_ulp ipv4.tcp_low_latency ipv4.tcp_max_orphans ipv4.tcp_mem ipv4.udp_mem
  ipv6.calipso_cache_bucket_size ipv6.calipso_cache_enable ipv6.ip6frag_secret_interval ipv6.mld_max_msf ipv6.mld_qrv
  netfilter.nf_log_all_netns nf_conntrack_max
  dccp.default.request_retries dccp.default.retries1 dccp.default.retries2 dccp.default.rx_ccid dccp.default.seq_window
  dccp.default.sync_ratelimit dccp.default.tx_ccid dccp.default.tx_qlen rds.max_unacked_bytes rds.max_unacked_packets
  rds.ping_enable rds.reconnect_max_delay_ms rds.reconnect_min_delay_ms sctp.sctp_mem sctp.sctp_rmem sctp.sctp_wmem
  tipc.bc_retruni tipc.key_exchange_enabled tipc.max_tfms tipc.named_timeout tipc.sk_filter tipc.tipc_rmem
`;

/** Those of `net.FAMILY.neigh.default` alone. */
export const HOST_WIDE_NEIGH = "gc_interval gc_thresh1 gc_thresh2 gc_thresh3";
