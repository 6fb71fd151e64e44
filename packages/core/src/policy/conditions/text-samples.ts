import type { CapabilityFacts } from "../payload/event-view.ts";
import type { Samples } from "./condition.ts";

/** Texts of which a short one is likely to have nothing that a rule looks for. */
const NEUTRAL = ["zzz", "qqq", "0", "-", "_", "~", "%"];
/** A word that a shell replaces, so that nobody can tell what will run. */
const OPAQUE_COMMAND = "$UNKNOWN";

/** What a text condition looks for: texts that have it, and whether a text in lower case has it. */
interface Wanted {
  readonly texts: readonly string[];
  readonly has: (text: string) => boolean;
  readonly complete: boolean;
  readonly missing?: readonly string[];
}

/** Samples for a condition that searches the texts of a payload. */
export function textSamples(
  { fields, shell }: CapabilityFacts,
  { texts, has, complete, missing }: Wanted,
): readonly Samples[] {
  const neutral = NEUTRAL.filter((text) => !has(text)).slice(0, 1);
  const values = [...new Set([...texts, ...neutral])];
  const command = shell ? (fields?.command ?? ["/command"]) : [];
  const text = fields?.text ?? (shell ? [] : ["/text"]);
  const shared = { joins: true, ...(missing === undefined ? {} : { missing }) };
  return [
    ...text.map((at) => ({ ...shared, at, values, complete: complete && !shell })),
    // A shell knows more spellings of a command than any list of examples has.
    ...command.map((at) => ({
      ...shared,
      at,
      values: [...values, OPAQUE_COMMAND],
      complete: false,
    })),
  ];
}
