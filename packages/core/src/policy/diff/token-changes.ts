import { writeVerifierKey } from "../../encoding/note/note-key.ts";
import type { TokenSettings } from "../token-settings.ts";
import type { SettingChange } from "./settings.ts";

/** Where two policies differ in whose capability tokens count, and how. */
export function tokenChanges(
  before: TokenSettings | undefined,
  after: TokenSettings | undefined,
): readonly SettingChange[] {
  const known = new Set(keysOf(before));
  const change = (
    key: string,
    show: (settings: TokenSettings) => string,
    loosens: boolean,
  ): SettingChange => ({
    key: `tokens.${key}`,
    before: before && show(before),
    after: after && show(after),
    loosens,
  });
  const isInBoth = before !== undefined && after !== undefined;
  return [
    // Whole keys: the ids of two could be the same.
    change(
      "issuers",
      (settings) => keysOf(settings).join(", "),
      keysOf(after).some((key) => !known.has(key)),
    ),
    // Tokens that were made for another gate now count here.
    change("audience", ({ audience }) => audience, isInBoth),
    change(
      "required",
      ({ required }) => String(required),
      before?.required === true && after?.required !== true,
    ),
    change("bearer", ({ bearer }) => String(bearer), after?.bearer === true),
    change(
      "longest",
      ({ longestSeconds }) => String(longestSeconds),
      isInBoth && after.longestSeconds > before.longestSeconds,
    ),
  ];
}

function keysOf(settings: TokenSettings | undefined): readonly string[] {
  return settings?.issuers.map(writeVerifierKey).toSorted() ?? [];
}
