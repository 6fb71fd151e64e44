import type { DecisionRecord } from "@capfence/core";
import { shellFile, shellWord } from "./shell-word.ts";

/** What stands for a policy whose file is not known. */
export const UNKNOWN_POLICY = "POLICY";

/** The command line that judges a decision again; `source` are the words of the command that prints its record. */
export function replayCommand(source: readonly string[], policy: string | undefined): string {
  const words = source.map((word) => shellWord(word) ?? "FILE");
  const file = (policy === undefined ? undefined : shellFile(policy)) ?? UNKNOWN_POLICY;
  return `capfence ${words.join(" ")} | capfence policy explain ${file} -`;
}

/** What to know of a replay whose arguments are not all in the record; nothing where they are. */
export function replayNotes({ redacted }: DecisionRecord): readonly string[] {
  if (redacted === undefined) return [];
  return [
    "what is redacted is judged as the digest that stands for it, so the replay may decide otherwise",
  ];
}
