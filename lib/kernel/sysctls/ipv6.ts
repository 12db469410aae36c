/** Settings below `net.ipv6` that each namespace has for itself, as `table.ts` reads them. */
export const IPV6 = `
  anycast_src_echo_reply byte 0
  auto_flowlabels 0..3 1
  bindv6only byte 0
  fib_multipath_hash_fields 1..4095 7
  fib_multipath_hash_policy 0..3 0
  fib_notify_on_flag_change 0..2 0
  flowlabel_consistency byte 1
  flowlabel_reflect 0..7 0
  flowlabel_state_ranges byte 0
  fwmark_reflect byte 0
  icmp.echo_ignore_all byte 0
  icmp.echo_ignore_anycast byte 0
  icmp.echo_ignore_multicast byte 0
  icmp.error_anycast_as_unicast bit 0
  icmp.ratelimit ms 100
  icmp.ratemask text 0-1,3-127
  idgen_delay seconds 1
  idgen_retries int 3
  ioam6_id 0..16777215 16777215
  ioam6_id_wide 0..72057594037927935 72057594037927935
  ip6frag_high_thresh ulong 4194304
  ip6frag_low_thresh ulong 3145728
  ip6frag_time seconds 60
  ip_nonlocal_bind byte 0
  max_dst_opts_length int 2147483647
  max_dst_opts_number int 8
  max_hbh_length int 2147483647
  max_hbh_opts_number int 8
  route.flush action
  route.gc_elasticity int 9
  route.gc_interval seconds 30
  route.gc_min_interval seconds 0
  route.gc_min_interval_ms ms 500
  route.gc_thresh int 1024
  route.gc_timeout seconds 60
  route.max_size int 2147483647
  route.min_adv_mss int 1220
  route.mtu_expires seconds 600
  route.skip_notify_on_dev_down bit 0
  seg6_flowlabel int 0
  xfrm6_gc_thresh int 32768
`;
