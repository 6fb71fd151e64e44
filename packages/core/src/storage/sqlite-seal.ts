import { existsSync, linkSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { isFile, resolvePath } from "#platform";
import { syncFolder } from "../anchors/place.ts";
import type { Anchor } from "../audit/anchor.ts";
import type { AuditStore } from "../audit/store.ts";
import { type AuditOptions, ImmutableAuditTrail } from "../audit/trail.ts";
import { AuditError, ConfigurationError, messageOf } from "../errors.ts";
import { type SealedEnd, sealedEnd } from "./sealed-end.ts";
import { beginningWith, carriedState } from "./sealed-state.ts";
import { SqliteStorage } from "./sqlite.ts";

/** How a log is sealed. */
export interface SealOptions {
  /** The name of the sealed file, on the same disk; by default that of the log with the time, beside it. */
  readonly to?: string;
  /** How the log is written: with the key and all the anchors that its writers have. */
  readonly audit?: Omit<AuditOptions, "continues">;
  /** Milliseconds since the Unix epoch. */
  readonly clock: () => number;
  /** Told what is done next, in words. */
  readonly onStep?: (step: string) => void;
}

/** A log that was sealed. */
export interface SealedSegment extends SealedEnd {
  /** The sealed file. */
  readonly file: string;
  /** How many requests for approval the new log has taken over. */
  readonly approvals: number;
}

/**
 * Ends the log in a file, which gets another name, and begins a new one in its place: the first record there says how
 * the sealed one ended. Requests for approval that are not used up and not expired go on in the new one, and so do grants
 * that are neither expired nor revoked, and what was used of limits within a year.
 *
 * Nobody else may have the file open. Wherever it is stopped, the log is in the file or in the new one, and the same
 * call goes on from there. Throws `AuditError` or `ConfigurationError` where it cannot be done.
 */
export async function sealLog(path: string, options: SealOptions): Promise<SealedSegment> {
  const file = resolvePath(path);
  if (!isFile(file)) throw new ConfigurationError(`there is no audit log at "${file}"`);
  const step = options.onStep ?? (() => undefined);
  if (!SqliteStorage.isSealed(file)) {
    step("end the log");
    await endLog(file, options);
    step("close the file");
  }
  const sealed = SqliteStorage.openSealed(file);
  try {
    const end = await sealedEnd(sealed);
    requireNoSegment(file, end);
    const segment = resolvePath(options.to ?? segmentName(file, end));
    step("name the segment");
    nameSegment(file, segment);
    step("begin the new log");
    const draft = join(dirname(file), `.${basename(file)}.next`);
    const approvals = await beginLog(draft, { sealed, end, segment }, options);
    step("put it in place");
    // Nobody writes to the old file, so what may be left of its journal belongs to nothing.
    if (existsSync(`${file}-wal`))
      throw new AuditError(`"${file}-wal" is still there; run this again`);
    rmSync(`${file}-journal`, { force: true });
    renameSync(draft, file);
    syncFolder(dirname(file));
    step("done");
    return { ...end, file: segment, approvals };
  } finally {
    sealed.close();
  }
}

/** Writes the last records, tells the anchors, and lets nothing follow. */
async function endLog(file: string, options: SealOptions): Promise<void> {
  const storage = SqliteStorage.openAlone(file);
  try {
    await withTrail(storage, options, {}, (trail) => trail.open());
    options.onStep?.("seal the tables");
    storage.seal();
  } finally {
    storage.close();
  }
}

/** Gives the file a second name, which stays when the first goes to the new log. */
function nameSegment(file: string, segment: string): void {
  try {
    linkSync(file, segment);
  } catch (cause) {
    const { code } = cause as { readonly code?: unknown };
    if (code === "EEXIST" && isSameFile(file, segment)) return;
    const reason = code === "EEXIST" ? "there is something of that name" : messageOf(cause);
    throw new ConfigurationError(
      `the log in "${file}" is sealed, but cannot be named "${segment}": ${reason}; run this again with another name on the same disk`,
      { cause },
    );
  }
  syncFolder(dirname(segment));
}

function isSameFile(one: string, other: string): boolean {
  const [left, right] = [one, other].map((path) => statSync(path, { bigint: true }));
  return left?.ino === right?.ino && left?.dev === right?.dev;
}

/** Makes the new log, or goes on making it; gives how many requests it has taken over. */
async function beginLog(
  draft: string,
  { sealed, end, segment }: { sealed: SqliteStorage; end: SealedEnd; segment: string },
  options: SealOptions,
): Promise<number> {
  const storage = SqliteStorage.openAlone(draft);
  const name = basename(segment);
  try {
    await requireOwnDraft(storage, draft, { end, name });
    const { versions, requests } = carriedState(sealed, options.clock());
    // All of them came with the first record: where that is, they are.
    const begun = storage.openings().length > 0;
    const store = begun ? storage : beginningWith(storage, versions);
    const continues = { store: sealed, end, segment: name };
    await withTrail(store, options, { continues }, (trail) => trail.append({ records: [] }));
    return requests;
  } finally {
    storage.close();
  }
}

/** Throws where a file that was left behind is not the beginning of this log. */
async function requireOwnDraft(
  storage: SqliteStorage,
  draft: string,
  { end, name }: { readonly end: SealedEnd; readonly name: string },
): Promise<void> {
  const trail = new ImmutableAuditTrail({ store: storage });
  for await (const record of trail.records()) {
    if (record.kind !== "open") continue;
    const named = record.roster.find(({ segment }) => segment !== undefined);
    if (named?.writer === end.writer && named.segment === name) continue;
    throw new ConfigurationError(
      named?.writer === end.writer
        ? `the new log in "${draft}" was begun with the segment named "${named.segment ?? ""}"; run this again with --to and that name`
        : `"${draft}" is in the way, and is not the log that goes on from this one; move it away and run this again`,
    );
  }
}

/** Opens a trail, does something with it, and closes it; an anchor that would miss its checkpoints must have them. */
async function withTrail(
  store: AuditStore,
  { audit = {}, clock }: SealOptions,
  more: Pick<AuditOptions, "continues">,
  work: (trail: ImmutableAuditTrail) => Promise<unknown>,
): Promise<void> {
  const failures: unknown[] = [];
  const { anchors = [] } = audit;
  const trail = new ImmutableAuditTrail({
    ...audit,
    ...more,
    clock,
    store,
    anchors: anchors.map(lent),
    onAnchorFailure: (error, anchor) => {
      if (anchor.kept !== undefined || anchor.required === true) failures.push(error);
      audit.onAnchorFailure?.(error, anchor);
    },
  });
  try {
    await work(trail);
  } catch (error) {
    // What went wrong first is what is told.
    await trail.close().catch(() => undefined);
    throw error;
  }
  await trail.close();
  if (failures.length > 0)
    throw new AuditError(
      `an anchor does not have the last checkpoint: ${messageOf(failures[0])}; nothing is lost, so mend it and run this again`,
      { cause: failures[0] },
    );
}

/** An anchor that stays open when the trail that it is given to closes. */
function lent(anchor: Anchor): Anchor {
  const { name, required = false } = anchor;
  return {
    name,
    required,
    publish: (checkpoint) => anchor.publish(checkpoint),
    ...(anchor.kept === undefined ? {} : { kept: () => anchor.kept?.() ?? [] }),
  };
}

/** A log that was sealed half-way still has its own name. One that has been given another is finished, and stays. */
function requireNoSegment(file: string, { time }: SealedEnd): void {
  if (!basename(file, extname(file)).endsWith(`-${stampOf(time)}`)) return;
  throw new ConfigurationError(
    `"${file}" is a sealed log that keeps its name; seal the log that goes on from it instead`,
  );
}

/** Beside the log, by when it was ended. */
function segmentName(file: string, { time }: SealedEnd): string {
  const extension = extname(file);
  return join(dirname(file), `${basename(file, extension)}-${stampOf(time)}${extension}`);
}

function stampOf(time: string): string {
  return time.replaceAll(/[-:.]/g, "");
}
