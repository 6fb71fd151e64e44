import type { CoveredLog, PublishedCheckpoint } from "../audit/anchor.ts";
import { readSignedCheckpoint } from "../audit/note/signed-checkpoint.ts";
import { toBase64 } from "../encoding/base64.ts";
import { canonicalJson } from "../encoding/canonical-json.ts";
import { isJsonObject, type Json } from "../encoding/json.ts";
import { parseJson } from "../encoding/strict-json.ts";

/** A checkpoint as it was read from a line. */
export interface CheckpointLine {
  readonly origin: string;
  readonly size: number;
  readonly note: string;
  readonly covers: readonly CoveredLog[];
}

/** The most characters a line has; each log it covers takes about a hundred. */
export const LONGEST_LINE: number = 8 * 1024 * 1024;

/** Ends a line that was cut off (the control character CANCEL, which no JSON has); the next one begins after it. */
export const CUT_OFF: string = "\u0018";

/** A checkpoint as one line of JSON, without its end. */
export function writeCheckpointLine({
  origin,
  size,
  root,
  note,
  covers,
}: PublishedCheckpoint): string {
  const line = { kind: "checkpoint", origin, size, root: toBase64(root), note };
  return canonicalJson(
    covers === undefined || covers.length === 0
      ? line
      : { ...line, covers: covers.map((one) => ({ origin: one.origin, size: one.size })) },
  );
}

/** Reads what {@link writeCheckpointLine} writes; undefined for anything else, also where it contradicts its note. */
export function readCheckpointLine(text: string): CheckpointLine | undefined {
  const line = readObject(text);
  const note = line?.["note"];
  const signed = typeof note === "string" ? readSignedCheckpoint(note) : undefined;
  const covers = readCovers(line?.["covers"] ?? []);
  if (typeof note !== "string" || signed === undefined || covers === undefined) return undefined;
  const { origin, size, root } = signed.checkpoint;
  if (line?.["kind"] !== "checkpoint" || line["origin"] !== origin) return undefined;
  if (line["size"] !== size || line["root"] !== toBase64(root)) return undefined;
  return { origin, size, note, covers };
}

function readObject(text: string): Readonly<Record<string, Json>> | undefined {
  try {
    const value = parseJson(text, { depth: 8, size: LONGEST_LINE });
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function readCovers(value: Json): readonly CoveredLog[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const covers = (value as readonly Json[]).flatMap((one) => {
    const { origin, size } = isJsonObject(one) ? one : {};
    return typeof origin === "string" && Number.isSafeInteger(size)
      ? [{ origin, size: size as number }]
      : [];
  });
  return covers.length === value.length ? covers : undefined;
}
