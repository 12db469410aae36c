/** Refusals that have a remedy of their own (`refused.ts`), in the words of the backends. */

/** First words of a backend's error for a path that leads to another namespace than planned. */
export const ANOTHER_NAMESPACE = "The namespace there has the inode";

/** A backend's error for a step on a foreign BGP neighbor, and BGP's error for a second AS number. */
export const FOREIGN_NEIGHBOR = "The neighbor is foreign:";
export const ANOTHER_ASN = "BGP is already running; AS is";

/** A backend's errors for a neighbor without a BGP process, and for a host without a BGP daemon. */
export const NO_BGP = "BGP is not running";
