/** Where a file is not as it should be, and why. Caught where the file is opened, and made a diagnostic there. */
export class Damage extends Error {
  constructor(
    readonly line: number,
    readonly reason: string,
    /** The file, where it is not the one being opened. */
    readonly path?: string,
  ) {
    super(reason);
  }
}
