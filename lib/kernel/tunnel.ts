/** The type of links that are WireGuard devices, whichever program they are made by. */
export const TUNNEL = "wireguard";

/**
 * What the name of each WireGuard device of ours begins with. Where the kernel has no WireGuard, a program makes the device,
 * and it is only by its name and its mark that such a link is known for what it is.
 */
export const TUNNEL_PREFIX = "nwg";
