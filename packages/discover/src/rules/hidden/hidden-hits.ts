import type { Hit } from "../rule.ts";
import { SEVERITIES } from "../../taxonomies/severity.ts";
import { shown } from "../../texts/unseen.ts";
import type { SeenText } from "../../texts/tool-texts.ts";
import type { Concealment } from "./concealment.ts";
import { LOOKS } from "./looks.ts";

/** What texts hide, a hit for each way of each text. */
export function hiddenHits(texts: readonly SeenText[], isCut: boolean): readonly Hit[] {
  const hits = texts.flatMap(({ pointer, text }) =>
    LOOKS.flatMap((look) => worst(look(text))).map(({ severity, what, says = "" }): Hit => ({
      pointer,
      severity,
      message: `the text holds ${what}${says === "" ? "" : `: ${shown(says)}`}`,
      evidence: { text: shown(text), ...(says === "" ? {} : { says: shown(says) }) },
    })),
  );
  if (!isCut) return hits;
  const message =
    "there is more text than anybody reads, and the rest of it was not looked through";
  return [...hits, { pointer: "", severity: "high", message }];
}

/** A few of each kind say enough, if they are the worst. */
function worst(found: readonly Concealment[]): readonly Concealment[] {
  return found
    .toSorted((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity))
    .slice(0, 3);
}
