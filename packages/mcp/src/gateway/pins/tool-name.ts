/** Longer than any name that a person tells from another. */
const LONGEST = 256;
/** Names that the gateway gives to what is no tool. */
const RESERVED = /^mcp:/i;
/** Control, bidirectional, invisible and unassigned characters, and every space but the plain one. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;
/** Letters that are written among Latin ones without being taken for them. */
const MIXABLE =
  /[\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Common}\p{Script=Inherited}]/gu;

/** Why nobody may call a tool by such a name; undefined if it is a fit name. */
export function nameFault(name: string): string | undefined {
  if (name === "") return "its name is empty";
  if (name.length > LONGEST) return `its name is longer than ${LONGEST} characters`;
  if (name.search(UNSEEN) !== -1) return "its name holds characters that cannot be seen";
  if (RESERVED.test(foldedName(name)))
    return 'its name begins with "mcp:", which the gateway keeps for itself';
  if (/\p{Script=Latin}/u.test(name) && name.replace(MIXABLE, "") !== "")
    return "its name mixes alphabets whose letters look alike";
  return undefined;
}

/** A name as somebody reads it who looks past case, Unicode forms and what cannot be seen: two tools must not share it. */
export function foldedName(name: string): string {
  // Normalising takes quadratic time in marks, and a long name is unfit anyway.
  if (name.length > LONGEST) return name;
  const seen = name.normalize("NFKC").replace(UNSEEN, "");
  return seen.toUpperCase().toLowerCase().normalize("NFKC");
}
