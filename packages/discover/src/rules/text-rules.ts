import { covertPurpose } from "./covert-purpose.ts";
import { hiddenText } from "./hidden-text.ts";
import { poisonedText } from "./poisoned-text.ts";
import type { ToolRule } from "./rule.ts";
import { shadowedName } from "./shadowed-name.ts";

/** The rules on the texts and the names of tools. */
export const TEXT_RULES: readonly ToolRule[] = [
  hiddenText,
  poisonedText,
  covertPurpose,
  shadowedName,
];
