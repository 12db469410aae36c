/** Settings that belong to neither IPv4 nor IPv6 alone, as `table.ts` reads them. */
export const OTHERS = `
  core.optmem_max count 131072
  core.rmem_default host 212992
  core.rmem_max host 4194304
  core.rps_default_mask text 0
  core.somaxconn count 4096
  core.tstamp_allow_data bit 1
  core.txrehash bit 1
  core.wmem_default host 212992
  core.wmem_max host 4194304
  core.xfrm_acq_expires int 30
  core.xfrm_aevent_etime uint 10
  core.xfrm_aevent_rseqth uint 2
  core.xfrm_larval_drop int 1
  mptcp.add_addr_timeout seconds 120
  mptcp.allow_join_initial_addr_port bit 1
  mptcp.available_path_managers read-only kernel userspace
  mptcp.available_schedulers read-only default
  mptcp.blackhole_timeout count 3600
  mptcp.checksum_enabled bit 0
  mptcp.close_timeout seconds 60
  mptcp.enabled bit 1
  mptcp.path_manager text kernel
  mptcp.pm_type bit 0
  mptcp.scheduler text default
  mptcp.stale_loss_cnt uint 4
  mptcp.syn_retrans_before_tcp_fallback byte 2
  netfilter.nf_hooks_lwtunnel bit 0
  netfilter.nf_log.0 text NONE
  netfilter.nf_log.1 text NONE
  netfilter.nf_log.10 text nf_log_ipv6
  netfilter.nf_log.2 text nf_log_ipv4
  netfilter.nf_log.3 text nf_log_arp
  netfilter.nf_log.4 text NONE
  netfilter.nf_log.5 text nf_log_netdev
  netfilter.nf_log.6 text NONE
  netfilter.nf_log.7 text nf_log_bridge
  netfilter.nf_log.8 text NONE
  netfilter.nf_log.9 text NONE
  unix.max_dgram_qlen int 10
`;
