import { encodedTexts } from "../../texts/encoded-text.ts";
import type { Look } from "./concealment.ts";

/** Words that stand there encoded. */
export const encodedWords: Look = (text) =>
  encodedTexts(text).map((says) => ({
    severity: "high",
    what: "words that are encoded as base64 or hexadecimal digits",
    says,
  }));
