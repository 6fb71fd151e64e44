import { randomUUID } from "node:crypto";
import {
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";

/** A file that is written under another name until all of them are. */
interface Draft {
  readonly file: string;
  readonly draft: string;
}

/**
 * Writes all of them or none: a file that exists is left as it is, unless that is forced. `before` is done when only
 * their places are to be taken, and may throw.
 */
export function writeFiles(
  files: readonly (readonly [string, string])[],
  force: boolean,
  before: () => void = () => {},
): void {
  const there = force ? undefined : files.find(([file]) => existsSync(file));
  if (there !== undefined) throw exists(there[0]);
  const drafts: Draft[] = [];
  const placed: string[] = [];
  try {
    for (const [file, text] of files) drafts.push(draftOf(file, text, force));
    before();
    for (const draft of drafts) {
      place(draft, force);
      if (!force) placed.push(draft.file);
    }
  } catch (error) {
    for (const file of placed) rmSync(file, { force: true });
    throw error;
  } finally {
    for (const { draft } of drafts) rmSync(draft, { force: true });
  }
}

function draftOf(file: string, text: string, force: boolean): Draft {
  const draft = `${file}.${randomUUID()}`;
  let isBegun = false;
  try {
    const known = lstatSync(file, { throwIfNoEntry: false });
    // Whoever can place a link could have another file replaced, and a device must stay one.
    if (known !== undefined && !known.isFile() && force)
      throw new Error("it is no plain file; name the file itself, not a link to it");
    mkdirSync(dirname(file), { recursive: true });
    isBegun = true;
    writeFileSync(draft, text, { flag: "wx", mode: (known?.mode ?? 0o666) & 0o777 });
    return { file, draft };
  } catch (cause) {
    if (isBegun) rmSync(draft, { force: true });
    throw unwritable(file, cause);
  }
}

/** A copy takes no place that is taken; moving would. */
function place({ file, draft }: Draft, force: boolean): void {
  try {
    if (force) renameSync(draft, file);
    else copyFileSync(draft, file, constants.COPYFILE_EXCL);
  } catch (cause) {
    throw (cause as NodeJS.ErrnoException).code === "EEXIST"
      ? exists(file)
      : unwritable(file, cause);
  }
}

function unwritable(file: string, cause: unknown): CommandFailure {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CommandFailure(EXIT.unusable, `cannot write "${file}": ${reason}`, { cause });
}

function exists(file: string): CommandFailure {
  return new CommandFailure(
    EXIT.finding,
    `"${file}" exists and was left as it is; use another name, or --force to overwrite it`,
  );
}

/** Throws `CommandFailure` where a policy is to be written over a folder. */
export function refuseFolder(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
    throw new CommandFailure(
      EXIT.unusable,
      `"${file}" is a folder; name a file in it, such as ${join(file, "capfence.yaml")}`,
    );
}
