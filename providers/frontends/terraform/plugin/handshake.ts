/** go-plugin's handshake between Terraform and a provider, before the first call. */

const COOKIE = "TF_PLUGIN_MAGIC_COOKIE";
const COOKIE_VALUE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
const PROTOCOL = "6";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Terraform's parameters, or a hint for a program that was started by anything else. */
export type Invitation =
  { readonly ok: true; readonly clientCertificate: string | undefined } | { readonly ok: false; readonly hint: string };

const NOT_TERRAFORM = `This is the Netweft provider for Terraform. Terraform starts it; it does nothing when started by hand.
Name it in a configuration and run terraform:

  terraform {
    required_providers {
      netweft = { source = "netweft/netweft" }
    }
  }
`;

/** Reads the parameters from the environment. A client certificate (PEM) requests TLS. */
export function readInvitation(env: Environment): Invitation {
  if (env[COOKIE] !== COOKIE_VALUE) return { ok: false, hint: NOT_TERRAFORM };
  const offered = env["PLUGIN_PROTOCOL_VERSIONS"] ?? "";
  if (!offered.split(",").includes(PROTOCOL)) return { ok: false, hint: tooOld(offered) };
  return { ok: true, clientCertificate: env["PLUGIN_CLIENT_CERT"] || undefined };
}

function tooOld(offered: string): string {
  const versions = offered === "" ? "none" : JSON.stringify(offered);
  return `The Netweft provider speaks version 6 of Terraform's plugin protocol, and this Terraform offers ${versions}. Terraform 1.0 or later speaks it.\n`;
}

/** The line with the address for Terraform. `certificate` is the text of `handshakeText`, empty without TLS. */
export function handshakeLine(socket: string, certificate: string): string {
  return `1|${PROTOCOL}|unix|${socket}|grpc|${certificate}\n`;
}

/** The environment in which Terraform starts a provider, for other clients. */
export function invitation(clientCertificate?: string): Environment {
  const common = { [COOKIE]: COOKIE_VALUE, PLUGIN_PROTOCOL_VERSIONS: "5,6" };
  return clientCertificate === undefined ? common : { ...common, PLUGIN_CLIENT_CERT: clientCertificate };
}

/** The value of `TF_REATTACH_PROVIDERS` for a running provider, under its full address. */
export type Reattach = Readonly<
  Record<
    string,
    {
      readonly Protocol: "grpc";
      readonly ProtocolVersion: 6;
      readonly Pid: number;
      readonly Test: true;
      readonly Addr: { readonly Network: "unix"; readonly String: string };
    }
  >
>;

export function reattachOf(address: string, pid: number, socket: string): Reattach {
  const common = { Protocol: "grpc", ProtocolVersion: 6, Test: true } as const;
  return { [address]: { ...common, Pid: pid, Addr: { Network: "unix", String: socket } } };
}
