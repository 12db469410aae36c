import { machineDisk, type Disk } from "../../providers/system/disk/disk";

/** The possible faults of a call; `short` transfers half, `full` transfers half and then fails with ENOSPC. */
const FAULTS = ["ENOSPC", "EDQUOT", "EIO", "short", "full"] as const;
export type Fault = (typeof FAULTS)[number];

const ERRNO = { ENOSPC: -28, EDQUOT: -122, EIO: -5 };

/** Calls that need no disk space. */
const METADATA = /^(stat|fstat|readlink|realpath|readdir|futimes|fchmod|ftruncate|unlink)Sync$/;

/** The faults of this call. */
function faultsOf(name: string): readonly Fault[] {
  if (METADATA.test(name)) return ["EIO"];
  return name === "writeSync" || name === "readSync" ? FAULTS : ["ENOSPC", "EDQUOT", "EIO"];
}

export interface FaultyDisk {
  readonly disk: Disk;
  /** The calls so far, by name. */
  readonly calls: readonly string[];
}

/** This machine's disk, whose call number `at` is faulty; none without it. A file whose close fails is closed anyway, and fsync is skipped. */
export function faultyDisk(at = -1, fault: Fault = "EIO"): FaultyDisk {
  const calls: string[] = [];
  let full = false;
  const call = (name: keyof Disk, args: unknown[]): unknown => {
    const real = name === "fsyncSync" ? () => undefined : (machineDisk[name] as (...args: unknown[]) => unknown);
    const number = calls.push(name) - 1;
    if (full && name === "writeSync") throw systemError("ENOSPC", name);
    if (number !== at) return real(...args);
    if (fault === "short" || fault === "full") {
      full = fault === "full";
      return real(args[0], args[1], args[2], Math.ceil((args[3] as number) / 2), ...args.slice(4));
    }
    if (name === "closeSync") real(...args);
    throw systemError(fault, name);
  };
  const disk = new Proxy(machineDisk, {
    get:
      (_, name) =>
      (...args: unknown[]) =>
        call(name as keyof Disk, args),
  });
  return { disk, calls };
}

function systemError(code: keyof typeof ERRNO, syscall: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: the disk fails, ${syscall}`), { code, errno: ERRNO[code], syscall });
}

/** Runs something once to count its calls, and then once per call and fault. */
export async function withEveryFault(work: (faulty: FaultyDisk, fault: string | undefined) => Promise<void>): Promise<void> {
  const counted = faultyDisk();
  await work(counted, undefined);
  for (const [at, name] of [...counted.calls].entries())
    for (const fault of faultsOf(name)) await work(faultyDisk(at, fault), `${fault} at call ${at}, ${name}`);
}
