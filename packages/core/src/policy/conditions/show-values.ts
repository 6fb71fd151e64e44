import { escapeControls } from "../../encoding/escape-controls.ts";
import type { Json } from "../../encoding/json.ts";

const SHOWN_VALUES = 5;
const SHOWN_LENGTH = 80;

/** Values as a person reads them in an explanation: the first few, each cut short, nothing invisible in them. */
export function showValues(values: readonly Json[]): string {
  if (values.length === 0) return "none";
  const shown = values.slice(0, SHOWN_VALUES).map(showValue);
  const left = values.length - shown.length;
  return left === 0 ? shown.join(", ") : `${shown.join(", ")} and ${left} more`;
}

function showValue(value: Json): string {
  // What is cut away need not be written first.
  const held = typeof value === "string" ? value.slice(0, SHOWN_LENGTH + 1) : value;
  const text = escapeControls(JSON.stringify(held));
  return text.length <= SHOWN_LENGTH ? text : `${text.slice(0, SHOWN_LENGTH - 1)}…`;
}
