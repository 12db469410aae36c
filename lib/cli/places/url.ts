/** A URL without its user's password and without its query, which may be one, too. */
export function withoutSecrets(address: string): string {
  const url = new URL(address);
  url.password = "";
  url.search = "";
  url.hash = "";
  return url.href;
}
