/** Diagnostics for steps that the kernel refuses: the same for every backend. */
import { diagnose, type Diagnostic } from "../diagnostic";
import { typeOf } from "./kinds";
import { lineOf } from "./line";
import type { Errno, Reason, Refusal } from "./refusal";
import type { Step } from "./step";

/** A step as one line, as plans, faults and messages write it: `add local - netns web`. */
export function stepText(step: Step): string {
  return `${step.verb} ${lineOf(step.fact)}`;
}

/** Remedies for refusals with one cause. */
const REMEDIES: Readonly<Partial<Record<Errno | Reason, string>>> = {
  EBUSY: "Something in the table still refers to it: remove that first.",
  EADDRINUSE:
    'Another program listens on port 53 of that address, or of all addresses; "ss -lunpt sport = :53" shows which. Let it listen on its own addresses only (with dnsmasq: `bind-interfaces`), or set `names = false` on the network.',
  EXFULL: "A Linux bridge has at most 1,023 ports: spread the endpoints over several networks.",
  EEXIST: "Something of that name or key was there already; plan again to see what it is.",
  EPERM: "It needs root, or the capabilities CAP_NET_ADMIN and CAP_SYS_ADMIN.",
  EACCES: "It needs root, or the capabilities CAP_NET_ADMIN and CAP_SYS_ADMIN.",
  ENOENT: "An object that it depends on has disappeared since the plan was made; plan again.",
  ENODEV: "An object that it depends on has disappeared since the plan was made; plan again.",
  ENETUNREACH: "The gateway is not on-link; choose a gateway in one of the networks of the link.",
  EHOSTUNREACH: "The gateway is not on-link; choose a gateway in one of the networks of the link.",
  ENETDOWN: "The output link of the route is down.",
  "invalid-gateway": "The gateway is not on-link; choose a gateway in one of the networks of the link.",
  "ipv6-disabled": "The link has no IPv6: its setting `disable_ipv6` is 1, or its MTU is below 1280.",
  "inotify-limit":
    "Each network's name server watches its files, and the host lets root do that so many times only: raise fs.inotify.max_user_instances there, or set `names = false` on networks that need no names.",
  "no-esp":
    "Its kernel does not support ESP: it needs the modules esp4 (for IPv6 esp6), xfrm_user, gcm, ctr, ghash-generic and seqiv, built in or where /sbin/modprobe finds them.",
  "foreign-neighbor": "The host's BGP configuration has changed since the plan was made; plan again.",
  "another-asn": "The host's BGP configuration has changed since the plan was made; plan again.",
  "no-bgp": 'FRR has ended since the plan was made: start it ("systemctl restart frr") and apply again.',
};

function remedyFor({ errno, reason }: Refusal): string | undefined {
  return (reason && REMEDIES[reason]) ?? (errno && REMEDIES[errno]);
}

/** The kernel refused step number `index` (from 0) of a host. */
export function stepRefused(step: Step, index: number, refusal: Refusal): Diagnostic {
  return refusedStep(step, index, refusal, "The steps before it are done.");
}

/** The kernel refused the trial of step number `index` (from 0) of a host. */
export function trialRefused(step: Step, index: number, refusal: Refusal): Diagnostic {
  return refusedStep(step, index, refusal, "It was tried before the steps that were left, and none of them was executed.");
}

function refusedStep(step: Step, index: number, refusal: Refusal, done: string): Diagnostic {
  const remedy =
    typeOf(step.fact).remedy?.(step.fact, step.verb, refusal) ??
    remedyFor(refusal) ??
    "Fix the cause and apply again; completed steps are kept.";
  const detail = `Step ${index + 1} on host "${step.fact.host}", "${stepText(step)}", failed: ${refusal.text.replace(/\.?\s*$/, ".")} ${done} ${remedy}`;
  return diagnose("kernel-refused", detail, { host: step.fact.host, fact: lineOf(step.fact) });
}
