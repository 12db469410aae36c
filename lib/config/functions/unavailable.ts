/** Terraform's functions that Netweft does not have, with the reason. */
const FILES =
  "it reads files, and a configuration is evaluated without file access. Read the file in the program that writes the configuration.";
const IMPURE =
  "its result differs each time, so no plan could be applied as it was approved. Compute the value in the program that writes the configuration, or pass it as a variable.";
const RARE =
  "Netweft does not support it. Compute the value in the program that writes the configuration, or run this configuration with Terraform.";

export const unavailable: Readonly<Record<string, string>> = {
  ...because(
    FILES,
    "abspath",
    "basename",
    "dirname",
    "file",
    "filebase64",
    "filebase64sha256",
    "filebase64sha512",
    "fileexists",
    "filemd5",
    "fileset",
    "filesha1",
    "filesha256",
    "filesha512",
    "pathexpand",
    "templatefile",
    "templatestring",
  ),
  ...because(IMPURE, "bcrypt", "plantimestamp", "timestamp", "uuid"),
  ...because(
    RARE,
    "base64gzip",
    "csvdecode",
    "ephemeralasnull",
    "formatdate",
    "rsadecrypt",
    "textdecodebase64",
    "textencodebase64",
    "timeadd",
    "timecmp",
    "uuidv5",
    "yamldecode",
    "yamlencode",
  ),
};

function because(reason: string, ...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, reason]));
}
