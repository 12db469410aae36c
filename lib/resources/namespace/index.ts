import { diagnose, type Diagnostic } from "../../diagnostic";
import { fact, ROOT, type Fact } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { normal } from "../../kernel/kinds";
import { namespaceAt } from "../../kernel/kinds/netns";
import { settingsOf } from "../../kernel/kinds/settings";
import { acceptRaLink } from "../../kernel/kinds/sysctl";
import { markOf } from "../../kernel/mark";
import { integer, list, map, object, string, type Attrs, type Fields } from "../../schema/type";
import { quote } from "../../schema/quote";
import { UNKNOWN, type Draft, type Value } from "../../schema/value";
import { draftsIn, isUnset, joined, nested, ownHost, partsOf, pick, text } from "../draft";
import type { ContainerPlace, DeclaredSettings } from "../abilities";
import { dnsOptions, dnsSearch, drift, incarnation, namespaceRef } from "../refs";
import { ownResolv } from "../dns-facts";
import { checkResolvConf } from "../lookup";
import { resource, type Context, type Want } from "../resource";
import { checkLead, checkRoute, checkTwins } from "../routing/check";
import { routeFacts } from "../routing/compile";
import { dev, routeFields } from "../routing/fields";
import { examples } from "./examples";
import { checkSettings, settingsTooEarly } from "./sysctls";
import { own } from "../../net/own";

const fields = {
  name: {
    type: string({ format: "name" }),
    required: true,
    replace: true,
    doc: "The namespace's name on its host, as `ip netns` shows it.",
  },
  host: { type: string({ format: "name" }), optional: true, default: "local", replace: true, doc: "The namespace's host." },
  sysctls: {
    type: map(string({ format: "setting" }), "sysctl"),
    optional: true,
    refreshed: true,
    doc: "Kernel settings inside the namespace, `net.*` only. A setting that is no longer listed keeps its value.",
  },
  routes: {
    type: list(object({ ...routeFields, dev })),
    optional: true,
    doc: "Routes inside the namespace. Those through the interface of an endpoint belong into `routes` of the endpoint, or into a `netweft_route`: under Terraform a new namespace is made before its endpoints. Changed in place.",
  },
  dns: {
    type: list(string({ format: "ip" }), { min: 1 }),
    optional: true,
    doc: "The name servers for all names except those on its networks: Docker's `--dns`. Packets to them leave from inside the namespace. When absent, those of its networks, or without any the host's.",
  },
  dns_search: {
    ...dnsSearch,
    doc: "Search domains, after the names of its networks and their `dns_search`, and instead of the host's: Docker's `--dns-search`; `[]` for no others.",
  },
  dns_options: {
    ...dnsOptions,
    doc: "Options in its resolv.conf, as resolv.conf(5) lists them, besides those of its networks: Docker's `--dns-option`.",
  },
  pid: {
    type: integer(1, 4194304),
    optional: true,
    doc: "Adopts the namespace of this process, for example of a running container, instead of creating one.",
  },
  path: {
    type: string({ format: "path" }),
    optional: true,
    computed: true,
    doc: "Adopts the namespace at this path instead of creating one. Otherwise: the namespace's path.",
  },
  inode: {
    type: integer(0, 4294967295),
    computed: true,
    replace: true,
    doc: "The inode of the adopted namespace, as `readlink /proc/PID/ns/net` shows it. Not set for a created one. When `pid` or `path` leads to another namespace, because the container was restarted, the resource is replaced.",
  },
  id: { type: string({ format: "id" }), computed: true, doc: "`host/name`." },
  accept_ra: {
    type: map(string({})),
    computed: true,
    doc: "The `accept_ra` settings in `sysctls`, by interface, `default` for the others. Endpoints in the namespace do not change them.",
  },
  incarnation,
  ref: { type: object(namespaceRef), computed: true, doc: "The value for an endpoint's `namespace`." },
  drift,
} as const satisfies Fields;

/** The name under which our namespaces are mounted: a host that is itself a namespace has a prefix of its own. */
function mountName(name: string, host: string, context: Context): string {
  const connection = own(context.provider.hosts, host);
  return connection?.connection === "netns" ? `${connection.netns}.${name}` : name;
}

function mountPath(name: string, host: string, context: Context): string {
  return `/run/netns/${mountName(name, host, context)}`;
}

function container(draft: Draft, context: Context): ContainerPlace | undefined {
  const [name, host] = [text(draft, "name"), text(draft, "host")];
  return name === undefined || host === undefined ? undefined : { host, name, mounted: mountName(name, host, context) };
}

function pathOf(draft: Draft, context: Context): Value {
  if (!isUnset(draft["path"])) return draft["path"]!;
  if (draft["pid"] === UNKNOWN) return UNKNOWN;
  if (!isUnset(draft["pid"])) return `/proc/${draft["pid"] as number}/ns/net`;
  const [name, host] = [text(draft, "name"), text(draft, "host")];
  return name === undefined || host === undefined ? UNKNOWN : mountPath(name, host, context);
}

/** Whether `path` leads to a namespace that another program made; undefined while that is unknown. */
function isAdoption({ name, host, path }: Draft, context: Context): boolean | undefined {
  if (typeof name !== "string" || typeof host !== "string" || typeof path !== "string") return undefined;
  return path !== mountPath(name, host, context);
}

/** The `accept_ra` settings, by interface; null where there are none. */
function acceptRa({ sysctls = null }: Draft): Value {
  if (sysctls === null || typeof sysctls !== "object") return sysctls === UNKNOWN ? UNKNOWN : null;
  const said = Object.entries(sysctls).flatMap(([name, value]): [string, Value][] => {
    const dev = acceptRaLink(name);
    return dev === undefined ? [] : [[dev, value]];
  });
  return said.length === 0 ? null : Object.fromEntries(said);
}

function complete(draft: Draft, context: Context): Draft {
  const found: Draft = { ...draft, id: joined([draft["host"]!, draft["name"]!]), path: pathOf(draft, context) };
  const full: Draft = {
    ...found,
    accept_ra: acceptRa(found),
    inode: isAdoption(found, context) === false ? null : (draft["inode"] ?? UNKNOWN),
  };
  return { ...full, ref: pick(full, Object.keys(namespaceRef)) };
}

function wants(draft: Draft, context: Context): readonly Want[] {
  const fresh: Want = { what: "incarnation", attribute: "incarnation" };
  const [host, path] = [text(draft, "host"), pathOf(draft, context)];
  if (host === undefined || typeof path !== "string" || isAdoption({ ...draft, path }, context) !== true) return [fresh];
  return [fresh, { what: "inode", attribute: "inode", host, path }];
}

function declaredSettings(draft: Draft): DeclaredSettings {
  return { host: text(draft, "host"), netns: text(draft, "name"), names: Object.keys(nested(draft, "sysctls") ?? {}) };
}

function check(draft: Draft): readonly Diagnostic[] {
  const routes = draftsIn(draft, "routes");
  return [
    ...checkSettings(draft),
    ...checkAdopted(draft),
    ...checkResolvConf(draft),
    ...routes.flatMap((route, n) => [...checkRoute(route, ["routes", n]), ...checkLead(route, ["routes", n])]),
    ...checkTwins(routes, (n) => ["routes", n]),
  ];
}

function checkAdopted(draft: Draft): readonly Diagnostic[] {
  const { pid, path } = draft;
  if (typeof path === "string" && !/^\/[\x21-\x7e]+$/.test(path)) return [notAbsolute(path)];
  if (typeof pid !== "number" || path === UNKNOWN || path === `/proc/${pid}/ns/net`) return [];
  return [
    diagnose("conflicting-attributes", "`pid` and `path` both name the namespace to adopt. Set only one of them.", { path: ["pid"] }),
  ];
}

function notAbsolute(path: string): Diagnostic {
  const detail = `${quote(path)} is not an absolute path in plain characters. Write the whole path of the namespace, beginning with "/".`;
  return diagnose("invalid-value", detail, { path: ["path"] });
}

function compile(attrs: Attrs<typeof fields>, context: Context): readonly Fact[] {
  const mark = markOf({ stack: context.provider.stack, type: "netweft_namespace", id: attrs.name });
  const adopted = isAdoption(attrs, context) === true;
  const inside = { host: attrs.host, netns: attrs.name };
  return [
    fact(
      "netns",
      { host: attrs.host, netns: ROOT },
      { name: attrs.name, ...(adopted ? { from: attrs.path, inode: attrs.inode } : {}) },
      { mark },
    ),
    ...Object.entries(attrs.sysctls ?? {}).map(([name, value]) => normal(fact("sysctl", inside, { name, value }))),
    ...(attrs.routes ?? []).flatMap((route) => routeFacts(route, inside)),
    ...ownResolv(attrs, attrs, mark),
  ];
}

/** Errors of a namespace that is created before its endpoints: the gateways of a new one are on no interface yet. */
function routesTooEarly(draft: Draft): readonly Diagnostic[] {
  if (!isUnset(draft["pid"]) || draft["inode"] !== null) return [];
  return draftsIn(draft, "routes").flatMap((route, n) => {
    if ((text(route, "type") ?? "unicast") !== "unicast") return [];
    const detail = `A new namespace has no interface yet that the route to ${text(route, "destination") ?? "it"} could use: its endpoints are made after it. Declare the route in \`routes\` of the endpoint, or as a \`netweft_route\` with the endpoint's \`interface\` as its \`dev\`.`;
    return [diagnose("missing-object", detail, { path: ["routes", n] })];
  });
}

/** The settings of the resource inside the namespace: the known ones, or all observed ones if none are known. */
function settings(host: string, netns: string, actual: Facts, known: Draft | undefined): Value {
  const names = known && Object.keys(nested(known, "sysctls") ?? {});
  const own = settingsOf(actual, { host, netns }).filter(({ name }) => names === undefined || names.includes(name));
  return own.length === 0 ? null : Object.fromEntries(own.map(({ name, value }) => [name, value]));
}

function read(id: string, actual: Facts, context: Context, known?: Draft): Draft | undefined {
  const [host, name] = partsOf(id, 2) ?? [];
  const found = host && name ? namespaceAt(actual, host, name) : undefined;
  if (host === undefined || name === undefined || found === undefined) return undefined;
  const path = found.from ?? mountPath(name, host, context);
  const isKnownPid = typeof known?.["pid"] === "number" && path === `/proc/${known["pid"]}/ns/net`;
  return { ...known, name, host, path, pid: isKnownPid ? known["pid"]! : null, sysctls: settings(host, name, actual, known) };
}

/** The network namespace of a container: created, or adopted from a program that made it. */
export const namespace = resource({
  type: "netweft_namespace",
  version: 0,
  doc: "A network namespace: the network of one container. It is created, or adopted by `pid` or `path` when another program made it; an adopted one is identified by its inode, and left in place on destroy, without the objects that Netweft added.",
  fields,
  complete,
  wants,
  check,
  hosts: ownHost,
  settings: declaredSettings,
  checkNew: (planned) => [...settingsTooEarly(planned), ...routesTooEarly(planned)],
  container,
  compile,
  read,
  examples,
});
