import type { Hit } from "../rule.ts";
import { isAtLeast, SEVERITIES, type Severity } from "../../taxonomies/severity.ts";
import { readingsOf } from "../../texts/readings.ts";
import type { SeenText } from "../../texts/tool-texts.ts";
import { shown } from "../../texts/unseen.ts";
import { DISGUISES } from "./disguise.ts";
import { EXFILTRATIONS } from "./exfiltration.ts";
import { IN_OTHER_LANGUAGES } from "./languages.ts";
import { OVERRIDES } from "./override.ts";
import { SECRECIES } from "./secrecy.ts";
import type { Signal } from "./signal.ts";
import { STEERINGS } from "./steering.ts";

const SIGNALS: readonly Signal[] = [
  ...OVERRIDES,
  ...SECRECIES,
  ...EXFILTRATIONS,
  ...STEERINGS,
  ...DISGUISES,
  ...IN_OTHER_LANGUAGES,
];

/** What is no fault in what is meant for the model: to speak to it, and to say when to call what. */
const OF_INSTRUCTIONS: ReadonlySet<string> = new Set(["address", "order"]);

/** What a definition tells a model to do, a hit for each text. */
export function poisonHits(texts: readonly SeenText[]): readonly Hit[] {
  return hitsOf(texts, SIGNALS);
}

/** What a server's instructions tell a model to do beyond the use of its tools. */
export function instructionHits(texts: readonly SeenText[]): readonly Hit[] {
  return hitsOf(
    texts,
    SIGNALS.filter(({ kind }) => !OF_INSTRUCTIONS.has(kind)),
  );
}

function hitsOf(texts: readonly SeenText[], signals: readonly Signal[]): readonly Hit[] {
  return texts.flatMap((seen) => {
    const heard = heardIn(seen, signals);
    const [worst] = heard;
    if (worst === undefined) return [];
    const severity = together(heard);
    const said = [...new Set(heard.map(({ signal, quote }) => `${signal.what}: ${shown(quote)}`))];
    return {
      pointer: seen.pointer,
      severity,
      message: `the text ${said.slice(0, 3).join("; and it ")}`,
      evidence: { text: shown(seen.text), signals: said },
    };
  });
}

interface Heard {
  readonly signal: Signal;
  readonly quote: string;
}

/** The worst first, and the worst of each kind alone. */
function heardIn(seen: SeenText, signals: readonly Signal[]): readonly Heard[] {
  const readings = readingsOf(seen);
  const heard = signals
    .flatMap((signal) => {
      for (const reading of readings) {
        const quote = signal.find(reading);
        if (quote !== undefined) return [{ signal, quote }];
      }
      return [];
    })
    .toSorted((a, b) => rank(b.signal.severity) - rank(a.signal.severity));
  const kinds = new Map<string, Heard>();
  for (const one of heard) if (!kinds.has(one.signal.kind)) kinds.set(one.signal.kind, one);
  return [...kinds.values()];
}

/** Signals of two kinds leave less room for chance than one. */
function together(heard: readonly Heard[]): Severity {
  const severities = heard.map(({ signal }) => signal.severity);
  const strong = severities.filter((one) => isAtLeast(one, "medium"));
  const [worst = "low"] = severities;
  if (strong.length < 2) return worst;
  return worst === "medium" ? "high" : "critical";
}

function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}
