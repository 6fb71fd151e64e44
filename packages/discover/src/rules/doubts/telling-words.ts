/** Words by which a text says that a call leaves something behind, whatever else it says; sorted. */
const LASTING =
  /\b(?<!\b(?:no|non|not|without|any)[ -])(?:acknowledges?|consumes?|deletions?|destructive(?:ly)?|erasure|irreversibl[ey]|kicks? off|mutat(?:e|es|ing|ions?)|permanently|removals?|side[ -]effects?|state[ -]chang(?:es|ing))\b|\bnot read[ -]only\b/;
/** What runs what it gets; sorted. */
const RUNNING = /\b(?:bash|command line|powershell|shell|subprocess(?:es)?|terminal)\b/;
/** Words of who obeys whom, which a tool that only reads has no reason to speak of; sorted. */
const GOVERNING =
  /\b(?:another tool|approvals?|approved|assistants?|confirmations?|instructions|in its place|operators?|other tools|supersedes?|system (?:message|prompt)|(?:anything|everything|whatever)\b[^.|]{0,40}\b(?:return(?:ed|s)|result|says)|what it returns)\b/;

/** The words of a text, in lower case, that alone are reason enough to ask. */
export function tellingWordsIn(text: string): readonly string[] {
  return [LASTING, RUNNING, GOVERNING].flatMap((words) => words.exec(text)?.[0] ?? []);
}
