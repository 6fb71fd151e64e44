/** What shows as nothing, moves what stands around it, or looks like an ordinary space. */
const HIDDEN = /(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u;

/** Reads the same in a message as it is: nothing that would be taken for quotes, markup or a cut. */
const PLAIN = /^[\p{L}\p{N}](?:[\p{L}\p{N} ._@:/+,;()-]*[\p{L}\p{N})])?$/u;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** A text for Slack, and how many characters of the original are in it. */
export interface SlackText {
  readonly text: string;
  readonly shown: number;
}

/**
 * A text for the inside of code in Slack's mrkdwn, of at most so many characters: entities for `&<>`, and JSON escapes
 * for backticks and everything that cannot be seen. Never cut inside of one of these.
 */
export function escapeInCode(json: string, limit: number): SlackText {
  let text = "";
  let shown = 0;
  for (const character of json) {
    const escaped = escapeCharacter(character);
    if (text.length + escaped.length > limit) break;
    text += escaped;
    shown += character.length;
  }
  return { text, shown };
}

/** A value from anywhere as code of about so many characters at most; as JSON, unless it is plain. */
export function code(value: string, limit: number = 300): string {
  const isPlain = PLAIN.test(value) && !HIDDEN.test(value);
  const json = isPlain ? value : JSON.stringify(value);
  const { text, shown } = escapeInCode(json, limit);
  return `\`${text}${shown < json.length ? "…" : ""}\``;
}

function escapeCharacter(character: string): string {
  if (character === "\n") return character;
  const entity = ENTITIES[character];
  if (entity !== undefined) return entity;
  if (character !== "`" && !HIDDEN.test(character)) return character;
  let escaped = "";
  for (let index = 0; index < character.length; index += 1)
    escaped += `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  return escaped;
}
