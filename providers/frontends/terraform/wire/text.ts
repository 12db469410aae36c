/** ASCII text is always in composed form. */
const ASCII = /^[\0-\x7f]*$/;

/** The text in Unicode's composed form (NFC), in which Terraform compares strings. */
export function composed(text: string): string {
  return ASCII.test(text) ? text : text.normalize("NFC");
}
