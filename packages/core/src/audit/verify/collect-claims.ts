import { EMPTY_ROOT, sameHash } from "../merkle/hash.ts";
import { checkNote } from "../../encoding/note/note.ts";
import type { VerifierKey } from "../../encoding/note/note-key.ts";
import { readSignedCheckpoint, writerOf } from "../note/signed-checkpoint.ts";
import type { OpenRecord } from "../record.ts";
import type { Claim } from "./claim.ts";
import type { Findings } from "./findings.ts";
import type { TrustedKeys } from "./trusted-keys.ts";

/** A checkpoint that was kept outside the log. */
export interface KeptCheckpoint {
  /** The signed note, as text. */
  readonly note: string;
  /** Where it was kept, in words. */
  readonly source: string;
}

/** What the open records say of earlier writers in the same store. */
export function rosterClaims(opens: readonly OpenRecord[]): readonly Claim[] {
  return opens.flatMap(({ writer: by, roster }) =>
    roster
      .filter(({ segment }) => segment === undefined)
      .map(({ writer, size, head }) => ({ writer, size, head, by, source: `writer ${by}` })),
  );
}

/** What checkpoints from outside say, if they are signed; those that are not, and those that contradict each other, are findings. */
export function keptClaims(
  kept: readonly KeptCheckpoint[],
  trusted: TrustedKeys,
  keyOf: (writer: string) => VerifierKey | undefined,
  findings: Findings,
): readonly Claim[] {
  const claims: Claim[] = [];
  for (const { note: text, source } of kept) {
    const signed = readSignedCheckpoint(text);
    if (signed === undefined) {
      findings.add({ kind: "bad_signature", message: `${source} is not a signed checkpoint` });
      continue;
    }
    const { note, checkpoint } = signed;
    const { origin, size, root } = checkpoint;
    const writer = writerOf(origin);
    const keys = [...trusted.forOrigin(origin), keyOf(writer) ?? []].flat();
    if (keys.some((key) => checkNote(note, key) === "signed")) {
      // Every log extends the empty one.
      if (size > 0) claims.push({ writer, size, root, source });
      else if (!sameHash(root, EMPTY_ROOT))
        findings.add({ kind: "bad_signature", writer, message: `${source} is of no tree` });
    } else
      findings.add({
        kind: "bad_signature",
        writer,
        message: `${source} is not signed by a key that is trusted for "${origin}"`,
      });
  }
  reportForks(claims, findings);
  return claims;
}

function reportForks(claims: readonly Claim[], findings: Findings): void {
  for (const [index, one] of claims.entries()) {
    const other = claims
      .slice(index + 1)
      .find(
        ({ writer, size, root }) =>
          writer === one.writer && size === one.size && !sameRoot(root, one.root),
      );
    if (other !== undefined) findings.add(forkOf(one, other));
  }
}

function sameRoot(one: Claim["root"], other: Claim["root"]): boolean {
  return one !== undefined && other !== undefined && sameHash(one, other);
}

/** The finding that two signed checkpoints cannot both be true. */
export function forkOf(one: Claim, other: Claim): Parameters<Findings["add"]>[0] {
  const { writer, size } = one;
  const message = `${one.source} (over ${size} records) and ${other.source} (over ${other.size}) are of two histories`;
  return { kind: "fork", writer, seq: 1, last: size, message };
}
