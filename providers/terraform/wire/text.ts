/** Every character of it is in its composed form already. */
const ASCII = /^[\0-\x7f]*$/;

/** The text in Unicode's composed form (NFC), in which Terraform compares texts. */
export function composed(text: string): string {
  return ASCII.test(text) ? text : text.normalize("NFC");
}
