import type { EventView } from "../payload/event-view.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";

/**
 * What it means for a restricting rule that none of the payload's texts is what it looks for: a shell may
 * still run it, and what cannot be read may still be it.
 */
export function whenNotFound(
  view: EventView,
  absent: Truth,
  matches: (command: readonly string[]) => boolean,
): Truth {
  const otherwise = view.unfoldable ? UNCERTAIN : FALSE;
  if (!view.facts.shell) return view.lacksDeclaredText ? absent : otherwise;
  const { found, opaque, commands } = view.shell;
  if (commands.some(matches)) return TRUE;
  if (!found) return absent === FALSE ? otherwise : absent;
  return opaque === undefined ? otherwise : UNCERTAIN;
}

/** Why {@link whenNotFound} is uncertain. */
export function doubtWhenNotFound(view: EventView): string {
  if (view.facts.shell) {
    const { found, opaque } = view.shell;
    if (!found && !view.unfoldable) return "the payload has no shell command";
    if (found && opaque !== undefined)
      return `a text search cannot tell what the command does: ${opaque}`;
  }
  return view.unfoldable
    ? "a text is too long, or has too many combining marks, to be read as a person would see it"
    : "the payload has no text where the policy says it is";
}
