/** ZIP archives whose bytes depend on their content only. */
import { crc32, deflateRawSync } from "node:zlib";

export interface ZipFile {
  readonly name: string;
  readonly bytes: Buffer;
  /** The permissions that the file gets. */
  readonly mode: number;
}

const DEFLATED = 8;
/** 2.0, for deflated files; made on Unix, so that permissions count. */
const NEEDED = 20;
const MADE_BY = (3 << 8) | NEEDED;
/** 1 January 1980, the earliest: years since 1980, months and days. */
const DATE = (1 << 5) | 1;
const REGULAR = 0o100000;

interface Packed extends ZipFile {
  readonly data: Buffer;
  readonly offset: number;
}

/** An archive of these files, in this order. */
export function zipOf(files: readonly ZipFile[]): Buffer {
  const packed: Packed[] = [];
  const bodies: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const one = { ...file, data: deflateRawSync(file.bytes, { level: 9 }), offset };
    const body = Buffer.concat([numbers([0x04034b50, 4], [NEEDED, 2], ...common(one), [0, 2]), Buffer.from(file.name), one.data]);
    packed.push(one);
    bodies.push(body);
    offset += body.length;
  }
  const directory = Buffer.concat(packed.map(entry));
  const [count, size] = [files.length, directory.length];
  const end = numbers([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [size, 4], [offset, 4], [0, 2]);
  return Buffer.concat([...bodies, directory, end]);
}

function entry(file: Packed): Buffer {
  const mode = ((REGULAR | file.mode) << 16) >>> 0;
  const head = numbers(
    [0x02014b50, 4],
    [MADE_BY, 2],
    [NEEDED, 2],
    ...common(file),
    [0, 2],
    [0, 2],
    [0, 2],
    [0, 2],
    [mode, 4],
    [file.offset, 4],
  );
  return Buffer.concat([head, Buffer.from(file.name)]);
}

/** Flags, method, time, date, checksum, sizes, and the length of the name. */
function common({ name, bytes, data }: Packed): readonly Numeral[] {
  const sizes: readonly Numeral[] = [
    [data.length, 4],
    [bytes.length, 4],
  ];
  return [[0, 2], [DEFLATED, 2], [0, 2], [DATE, 2], [crc32(bytes), 4], ...sizes, [Buffer.byteLength(name), 2]];
}

/** A number, and how many bytes it has. */
type Numeral = readonly [value: number, bytes: number];

function numbers(...all: readonly Numeral[]): Buffer {
  return Buffer.concat(
    all.map(([value, bytes]) => {
      const buffer = Buffer.alloc(bytes);
      buffer.writeUIntLE(value, 0, bytes);
      return buffer;
    }),
  );
}
