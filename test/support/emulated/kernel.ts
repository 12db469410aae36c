import { existsSync, readdirSync } from "node:fs";

/** A kernel that can be emulated, and the version in its modules' path. */
export interface Kernel {
  readonly image: string;
  readonly release: string;
}

/** The newest installed kernel of Debian for virtual machines, with modules. */
export function newestKernel(): Kernel | undefined {
  const images = existsSync("/boot") ? readdirSync("/boot") : [];
  const releases = images.flatMap((image) => /^vmlinuz-(.+-cloud-amd64)$/.exec(image)?.[1] ?? []);
  const whole = releases.filter((release) => existsSync(`/lib/modules/${release}/modules.dep`));
  const release = whole.sort((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1);
  return release === undefined ? undefined : { image: `/boot/vmlinuz-${release}`, release };
}

/** Serves a folder of this machine to an emulated one; outside of PATH on Debian. */
export const FILE_SERVER = "/usr/lib/qemu/virtiofsd";
