import type { Word } from "unbash";

/** Whether only a `|` stands between the patterns of a branch of `case`: the parser lets `|&` pass. */
export function arePlainlyJoined(patterns: readonly Word[], source: string): boolean {
  return patterns.every((pattern, index) => {
    const next = patterns[index + 1];
    return next === undefined || source.slice(pattern.end, next.pos).trim() === "|";
  });
}
