import type { Parameter } from "../../meaning/examined-tool.ts";
import { meansCode, meansHost, meansPath } from "../../meaning/parameter-meanings.ts";
import { textAt } from "../../meaning/json.ts";
import { latinised } from "../../texts/look-alikes.ts";

/** Words about an argument that may be a place, a statement or a program. */
const REACHING =
  /\b(?:commands?|director(?:y|ies)|endpoints?|folders?|hostnames?|https?|javascript|paths?|python|scripts?|shell|sql|ur[il]s?|webhooks?|websites?)\b/i;
/** How the names of such arguments end, and of those that decide what a tool does, where words run together. */
const CALLED =
  /(?:action|argv?s?|body|cmd(?:line)?|commands?(?:line)?|domain|expr(?:ession)?|file(?:name|path)?s?|flags|headers?|href|jq|js|keyring|method|mode|op|operation|origin|password|paths?|payload|proxy|remote|(?:access|auth)token|api(?:key|token)|script|secret|server|site|sql(?:query|text)?|stdin|template|ur[il]s?|verb)$/;

/** Whether an argument that may be any text is one that a tool could be led anywhere with. */
export function reachesFar(parameter: Parameter): boolean {
  // Other rules look at these.
  if ([meansCode, meansHost, meansPath].some((means) => means(parameter))) return false;
  const { name, description, schemas } = parameter;
  const letters = latinised(name.normalize("NFKC"))
    .toLowerCase()
    .replace(/[^\p{L}]/gu, "");
  return (
    CALLED.test(letters) ||
    REACHING.test(description) ||
    schemas.some((schema) =>
      [textAt(schema, "title"), textAt(schema, "pattern"), textAt(schema, "default")].some(
        (text) => REACHING.test(text) || /^\^?\\?\/|:\\?\//.test(text),
      ),
    )
  );
}
