import { diagnose, type Diagnostic, type Path } from "../../diagnostic";
import { parseBits } from "../../net/bits";
import { isIpv6 } from "../../net/ip";
import type { Draft } from "../../schema/value";
import { draftsIn, knownTexts, nested, text } from "../draft";
import { checkRoute } from "../routing/check";

/** The errors in the uplinks of all hosts of a provider block, beyond their types. Unknown values are never errors. */
export function checkUplinks({ hosts = null, mark_mask: mask = null }: Draft): readonly Diagnostic[] {
  const all = nested({ hosts }, "hosts") ?? {};
  return Object.keys(all).flatMap((name) => {
    const uplinks = draftsIn(nested(all, name) ?? {}, "uplinks");
    const path = ["hosts", name, "uplinks"];
    return [
      ...tooMany(uplinks.length, mask, path),
      ...uplinks.flatMap((uplink, n) => checkUplink(uplink, uplinks.slice(0, n), [...path, n])),
    ];
  });
}

/** Each uplink needs a value of its own, and none stands for connections of no uplink. */
function tooMany(count: number, mask: Draft[string], path: Path): readonly Diagnostic[] {
  const bits = typeof mask === "string" ? parseBits(mask) : undefined;
  const room = bits === undefined ? count : (bits.mask >>> bits.shift) & 0xffff;
  if (count <= room) return [];
  const detail = `The host has ${count} uplinks, and the mask ${String(mask)} tells ${room} apart. Set a wider \`mark_mask\`.`;
  return [diagnose("invalid-value", detail, { path })];
}

function checkUplink(uplink: Draft, earlier: readonly Draft[], path: Path): readonly Diagnostic[] {
  const dev = text(uplink, "dev");
  const found: Diagnostic[] = [];
  if (dev !== undefined && earlier.some((other) => text(other, "dev") === dev))
    found.push(diagnose("invalid-value", `The uplink "${dev}" is listed twice. Remove one of the entries.`, { path: [...path, "dev"] }));
  const gateways = knownTexts(uplink, "gateways");
  for (const [n, via] of gateways.entries()) {
    const isSix = isIpv6(via);
    if (!isNone(via))
      found.push(...checkRoute({ destination: isSix ? "::/0" : "0.0.0.0/0", via }, [...path, "gateways", n]).map(atGateway));
    if (gateways.slice(0, n).some((other) => isIpv6(other) === isSix)) found.push(second(via, [...path, "gateways", n]));
  }
  return found;
}

/** Whether the text says that a link of point to point has no gateway. */
export function isNone(gateway: string): boolean {
  return gateway === "0.0.0.0" || gateway === "::";
}

/** The gateway is an element here, and not an attribute of a route. */
function atGateway(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, at: { ...diagnostic.at, path: diagnostic.at.path?.slice(0, -1) ?? [] } };
}

function second(via: string, path: Path): Diagnostic {
  const detail = `${via} is the second gateway of ${isIpv6(via) ? "IPv6" : "IPv4"}, and an uplink has one for each family. Remove one of them.`;
  return diagnose("invalid-value", detail, { path });
}
