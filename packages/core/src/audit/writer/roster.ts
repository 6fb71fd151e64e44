import { toHex } from "../../encoding/hex.ts";
import { eachWhenReady, type MaybePromise, whenReady } from "../../maybe-promise.ts";
import type { AuditEntry } from "../entry.ts";
import { leafHash } from "../merkle/hash.ts";
import { isOpenRecord } from "../open-record.ts";
import { recordIn } from "../read-record.ts";
import type { OpenRecord, RosterEntry } from "../record.ts";
import type { AuditStore } from "../store.ts";
import { firstEntry } from "./first-entry.ts";

/** What a new writer says of those before it, and the origins their checkpoints have. */
export interface Roster {
  readonly entries: readonly RosterEntry[];
  readonly covers: readonly { readonly origin: string; readonly size: number }[];
}

/** A sealed log, and the writer that ended it. */
export interface ContinuedLog {
  readonly store: AuditStore;
  /** The last writer, which vouches for those before it, and where its records end. */
  readonly end: RosterEntry;
  /** The name of the sealed file. */
  readonly segment: string;
}

/**
 * The writers in a store that no roster says everything of yet, with how far they have come; and the one that ended
 * the log before, which covers all that was in it.
 */
export function readRoster(store: AuditStore, continues?: ContinuedLog): MaybePromise<Roster> {
  return whenReady(readOwnRoster(store), (own) => {
    if (continues === undefined) return own;
    const { end, segment } = continues;
    return whenReady(readCovers(continues.store), (covers) => ({
      entries: [{ ...end, segment }, ...own.entries],
      covers: [...covers, ...own.covers],
    }));
  });
}

/** How far every writer of a store has come. */
function readCovers(store: AuditStore): MaybePromise<Roster["covers"]> {
  return whenReady(store.openings(), (openings) => {
    const covers = eachWhenReady(openings, (opening) =>
      whenReady(store.head(opening.writer), (head) => {
        const key = openRecordOf(opening)?.key;
        return head === undefined ? [] : coversOf(head.writer, head.seq, key);
      }),
    );
    return whenReady(covers, (read) => read.flat());
  });
}

function readOwnRoster(store: AuditStore): MaybePromise<Roster> {
  return whenReady(store.openings(), (openings) => {
    const opens = openings.map(openRecordOf);
    const rosters = opens.flatMap((open) => open?.roster ?? []);
    const finished = new Set(rosters.filter(({ closed }) => closed).map(({ writer }) => writer));
    // Of a process that was killed nobody hears again; what one roster says of it need not be said by all later ones.
    const known = new Map(rosters.map(({ writer, size }) => [writer, size]));
    const unfinished = openings.flatMap(({ writer }, index) =>
      finished.has(writer) ? [] : { writer, key: opens[index]?.key },
    );
    const entries = eachWhenReady(unfinished, ({ writer }) => rosterEntry(store, writer));
    return whenReady(entries, (read) => {
      const present = read.flatMap((entry, index) =>
        entry === undefined || known.get(entry.writer) === entry.size
          ? []
          : { entry, key: unfinished[index]?.key },
      );
      return {
        entries: present.map(({ entry }) => entry),
        covers: present.flatMap(({ entry, key }) => coversOf(entry.writer, entry.size, key)),
      };
    });
  });
}

/**
 * What anchors may forget of a writer that signs with a key, `<name>+<id>+<key>`. Of one that has a slash in its name,
 * nothing: its origin could be that of another writer.
 */
function coversOf(writer: string, size: number, key: string | undefined): Roster["covers"] {
  if (key === undefined || writer.includes("/")) return [];
  return [{ origin: `${key.split("+")[0]}/${writer}`, size }];
}

function rosterEntry(store: AuditStore, writer: string): MaybePromise<RosterEntry | undefined> {
  return whenReady(store.head(writer), (head) => {
    if (head === undefined) return undefined;
    const entry = { writer, size: head.seq, head: toHex(leafHash(head.text)) };
    return whenReady(isClosed(store, head), (closed) =>
      closed ? { ...entry, closed: true as const } : entry,
    );
  });
}

/** Whether nothing follows: the last record says so, or is the checkpoint over the one that does. */
function isClosed(store: AuditStore, head: AuditEntry): MaybePromise<boolean> {
  const kind = recordIn(head)?.kind;
  if (kind !== "checkpoint") return kind === "close";
  const before = firstEntry(store.entries(head.writer, head.seq - 1));
  return whenReady(before, (entry) => entry !== undefined && recordIn(entry)?.kind === "close");
}

// What stands in damaged entries is for verification to say; a new writer only passes on that they are there.
function openRecordOf(entry: AuditEntry): OpenRecord | undefined {
  const record = recordIn(entry);
  return isOpenRecord(record) ? record : undefined;
}
