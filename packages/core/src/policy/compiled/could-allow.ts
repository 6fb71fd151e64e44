import type { Decision } from "../decision.ts";
import type { EventView } from "../payload/event-view.ts";
import { FALSE, TRUE } from "../truth.ts";
import { possibleTruth } from "./possible-truth.ts";
import type { SectionIndex } from "./section-index.ts";
import type { Sections } from "./sections.ts";

/**
 * Whether some payload might not be denied, in the order in which a decision is made. `risk` is what the event's risk
 * level alone asks for.
 */
export function couldAllow(
  { deny, approval, warn, allow }: Sections,
  risk: Decision | undefined,
  view: EventView,
): boolean {
  const couldHold = (section: SectionIndex): boolean =>
    section.members.some(({ candidate }) => possibleTruth(candidate, view).most === TRUE);
  // A rule that denies does so where it is uncertain, too.
  if (deny.members.some(({ candidate }) => possibleTruth(candidate, view).least !== FALSE))
    return false;
  if (couldHold(approval)) return true;
  if (risk !== undefined && risk.effect !== "allow") return risk.effect === "require_approval";
  return couldHold(allow) || couldHold(warn);
}
