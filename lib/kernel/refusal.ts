/** Why a kernel refuses a step: as codes, for remedies and comparisons, and as the text that is shown. */

/** The errors that steps meet, with the C library's texts. */
const TEXTS = {
  EPERM: "Operation not permitted",
  EACCES: "Permission denied",
  ENOENT: "No such file or directory",
  ENODEV: "No such device",
  EEXIST: "File exists",
  EBUSY: "Device or resource busy",
  EINVAL: "Invalid argument",
  ELOOP: "Too many levels of symbolic links",
  EXFULL: "Exchange full",
  EOPNOTSUPP: "Operation not supported",
  EAFNOSUPPORT: "Address family not supported by protocol",
  ENOBUFS: "No buffer space available",
  EADDRINUSE: "Address already in use",
  EADDRNOTAVAIL: "Cannot assign requested address",
  ENETDOWN: "Network is down",
  ENETUNREACH: "Network is unreachable",
  EHOSTUNREACH: "No route to host",
} as const;

export type Errno = keyof typeof TEXTS;

/** What an errno does not tell: a refusal by a program, or one errno with several causes. */
export type Reason =
  | "another-namespace"
  | "another-asn"
  | "foreign-neighbor"
  | "inotify-limit"
  | "invalid-gateway"
  | "ipv6-disabled"
  | "no-bgp"
  | "no-chain"
  | "no-esp"
  | "no-setting"
  | "vni-taken";

export interface Refusal {
  readonly errno?: Errno;
  readonly reason?: Reason;
  /** What the kernel or the program printed. */
  readonly text: string;
}

/** A refusal with this errno; without a text of its own it has the C library's. */
export function refused(errno: Errno, text: string = TEXTS[errno], reason?: Reason): Refusal {
  return { errno, ...(reason === undefined ? {} : { reason }), text };
}

/** The refusal in a program's message that has the C library's text of an errno in it, or has no code. */
export function refusalIn(text: string): Refusal {
  const errno = (Object.keys(TEXTS) as Errno[]).find((one) => text.toLowerCase().includes(TEXTS[one].toLowerCase()));
  return { ...(errno === undefined ? {} : { errno }), text };
}

/** Texts of the backends' own refusals, each in front of what it is about. */
export const ANOTHER_NAMESPACE = "The namespace there has the inode";
export const FOREIGN_NEIGHBOR = "The neighbor is foreign:";
export const ANOTHER_ASN = "BGP is already running; AS is";
export const NO_BGP = "BGP is not running";
