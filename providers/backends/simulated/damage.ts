/** The position and the kind of damage in a file. Caught where the file is opened, and turned into a diagnostic there. */
export class Damage extends Error {
  constructor(
    readonly line: number,
    readonly reason: string,
    /** The damaged file, if it is not the one being opened. */
    readonly path?: string,
  ) {
    super(reason);
  }
}
