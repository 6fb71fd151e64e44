import { wordsOf } from "../../texts/words.ts";
import type { Hit } from "../rule.ts";
import { type Severity, worstOf } from "../../taxonomies/severity.ts";
import { latinised, withoutLeet } from "../../texts/look-alikes.ts";
import { readingsOf } from "../../texts/readings.ts";
import type { SeenText } from "../../texts/tool-texts.ts";
import { shown } from "../../texts/unseen.ts";
import { ABUSIVE_ACTS } from "./abusive-acts.ts";
import { type AbusiveName, abusiveName } from "./abusive-names.ts";
import { COVERT_WAYS } from "./covert-ways.ts";
import { undefended } from "./undefended.ts";

const SEVERITY: Readonly<Record<AbusiveName["strength"], Severity>> = {
  strong: "high",
  weak: "medium",
  defended: "info",
};

/** What a name, of a tool or in its title, says that the tool is for. */
export function nameHits({ pointer, text }: SeenText): readonly Hit[] {
  const found = [text, withoutLeet(latinised(text))]
    .map((reading) => abusiveName(wordsOf(reading)))
    .filter((one) => one !== undefined)
    .toSorted((a, b) => ORDER.indexOf(a.strength) - ORDER.indexOf(b.strength));
  const [worst] = found;
  if (worst === undefined)
    return proseHits({ pointer, text: wordsOf(text).join(" "), isName: false });
  const { word, strength } = worst;
  const message =
    strength === "defended"
      ? `its name ${shown(text)} speaks of ${shown(word)}, and of working against it`
      : `its name ${shown(text)} says ${shown(word)}`;
  return [{ pointer, severity: SEVERITY[strength], message, evidence: { word } }];
}

const ORDER = ["strong", "weak", "defended"] as const;

/** What a text admits that the tool is for. */
export function proseHits(seen: SeenText): readonly Hit[] {
  const readings = readingsOf(seen).map(undefended);
  const found = [...COVERT_WAYS, ...ABUSIVE_ACTS].flatMap((purpose) => {
    for (const reading of readings) {
      const quote = purpose.find(reading);
      if (quote !== undefined) return [{ purpose, quote }];
    }
    return [];
  });
  const isArgument = /^\/(?:input|output)Schema\//.test(seen.pointer);
  const severity = worstOf(
    found.map(({ purpose }) => (isArgument ? purpose.ofArguments : undefined) ?? purpose.severity),
  );
  if (severity === undefined) return [];
  const said = [...new Set(found.map(({ purpose, quote }) => `${purpose.what}: ${shown(quote)}`))];
  return [
    {
      pointer: seen.pointer,
      severity,
      message: `the text says that the tool ${said.slice(0, 3).join("; and that it ")}`,
      evidence: { text: shown(seen.text), says: said },
    },
  ];
}
