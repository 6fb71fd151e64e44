import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  rmdirSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/** A file system of its own, mounted for a test. */
export interface Mounted {
  readonly folder: string;
  /** The size of a tmpfs from now on. */
  readonly resize: (kilobytes: number) => void;
  /** Makes it read-only as the kernel does on an error, while files on it are open. */
  readonly fail: () => void;
  /** Mounts it again, writable, as after repair. */
  readonly repair: () => void;
  readonly unmount: () => void;
}

/** Why strace cannot be had here; undefined where it can. */
export const NO_STRACE: string | undefined = reasonFor("strace cannot trace here", () =>
  run("strace", "-f", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=fsync", "true"),
);

/** Why no tmpfs can be mounted here. */
export const NO_TMPFS: string | undefined = reasonFor("no tmpfs can be mounted here", () =>
  mountTmpfs(64).unmount(),
);

/** Why no ext4 can be mounted and made to fail here. */
export const NO_EXT4: string | undefined = reasonFor("no ext4 can be mounted here", () => {
  const mounted = mountExt4();
  try {
    mounted.fail();
    mounted.repair();
  } finally {
    mounted.unmount();
  }
});

/** A tmpfs of so many kilobytes. */
export function mountTmpfs(kilobytes: number): Mounted {
  const folder = mkdtempSync(join(tmpdir(), "capfence-tmpfs-"));
  orRemove(folder, () =>
    run("mount", "-t", "tmpfs", "-o", `size=${kilobytes}k,mode=0700`, "tmpfs", folder),
  );
  return {
    folder,
    resize: (most) => run("mount", "-o", `remount,size=${most}k`, folder),
    fail: () => run("mount", "-o", "remount,ro", folder),
    repair: () => run("mount", "-o", "remount,rw", folder),
    unmount: () => unmount(folder),
  };
}

/** An ext4 in a file, which becomes read-only at the first error. */
export function mountExt4(): Mounted {
  const outer = mkdtempSync(join(tmpdir(), "capfence-ext4-"));
  const image = join(outer, "image");
  const folder = join(outer, "mounted");
  mkdirSync(folder);
  writeFileSync(image, "");
  truncateSync(image, 16 * 1024 * 1024);
  orRemove(outer, () => run("mkfs.ext4", "-q", "-F", image));
  const mount = (): void => run("mount", "-o", "loop,errors=remount-ro", image, folder);
  orRemove(outer, mount);
  return {
    folder,
    resize: () => {
      throw new TypeError("only a tmpfs has another size");
    },
    fail: () => {
      const device = basename(
        execFileSync("findmnt", ["-n", "-o", "SOURCE", folder], { encoding: "utf8" }).trim(),
      );
      const trigger = `/sys/fs/ext4/${device}/trigger_fs_error`;
      if (!existsSync(trigger)) throw new RangeError(`there is no ${trigger}`);
      writeFileSync(trigger, "a test of faults");
    },
    repair: () => {
      run("umount", folder);
      const { status } = spawnSync("e2fsck", ["-p", "-f", image]);
      // It says 1 where it has mended something.
      if (status !== 0 && status !== 1) throw new RangeError(`e2fsck ended with ${status}`);
      mount();
    },
    unmount: () => {
      run("umount", "-l", folder);
      rmSync(outer, { recursive: true });
    },
  };
}

/** What is added to the name of a test that cannot run here: the reason. */
export function without(reason: string | undefined): string {
  return reason === undefined ? "" : ` [skipped: ${reason}]`;
}

function orRemove(folder: string, attempt: () => void): void {
  try {
    attempt();
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
}

function unmount(folder: string): void {
  // A test that has failed may have left something open there.
  run("umount", "-l", folder);
  rmdirSync(folder);
}

function run(command: string, ...parameters: readonly string[]): void {
  execFileSync(command, parameters, { stdio: ["ignore", "ignore", "pipe"] });
}

function reasonFor(what: string, attempt: () => void): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    const [first = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return `${what}: ${first}`;
  }
}
