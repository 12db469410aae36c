/** The link type of WireGuard devices, of the kernel or of a userspace implementation. */
export const TUNNEL = "wireguard";

/**
 * Name prefix of our WireGuard devices. A device of a userspace implementation is a TUN device to the kernel, so it is
 * recognized by its name and mark only.
 */
export const TUNNEL_PREFIX = "nwg";
