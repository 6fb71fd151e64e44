import { tagsRead } from "../../texts/unseen.ts";
import type { Look } from "./concealment.ts";

/** The flags of England, Scotland and Wales are written with tags; with no others, as any could spell something else. */
const FLAGS =
  /\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}/gu;
const TAGS = /[\u{e0000}-\u{e007f}]/gu;

/** Tag characters: ASCII that models read and no screen shows. */
export const tagCharacters: Look = (text) => {
  const tags = text.replace(FLAGS, "").match(TAGS);
  if (tags === null) return [];
  const what = `${tags.length} tag characters, which no screen shows and models read as text`;
  return [{ severity: "critical", what, says: tagsRead(tags.join("")) }];
};
