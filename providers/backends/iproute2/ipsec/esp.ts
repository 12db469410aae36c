import { OUR_GROUP } from "../../../../lib/kernel/mark";

const AEAD = "rfc4106(gcm(aes))";
const WINDOW = "128";
const ICV = "128";

/**
 * Parameters of our ESP states. With extended sequence numbers (`esn`) they last for 2^64 packets; without, 2^32 packets would
 * be the limit, an hour on a fast network, after which all traffic stops. The replay window is 128 packets.
 */
export const ESP = { words: `mode transport replay-window ${WINDOW} flag esn aead ${AEAD}`, icv: ICV } as const;

/** The priority of our policies; the kernel prefers the lowest number. */
export const OUR_PRIORITY = OUR_GROUP;

/** Adds a state to a namespace of its own, with an all-zeros key. */
export const ESP_PROBE = `xfrm state add src 127.0.0.1 dst 127.0.0.1 proto esp spi 0x100 reqid 1 ${ESP.words} 0x${"0".repeat(72)} ${ICV}`;

/** The same for `program.sh`. */
export const espConstants = { ESP_PROBE, ESP_AEAD: AEAD, ESP_WINDOW: WINDOW, ESP_ICV: ICV } as const;
