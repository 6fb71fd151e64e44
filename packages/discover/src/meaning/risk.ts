import type { Severity } from "../taxonomies/severity.ts";
import type { Effect } from "./examined-tool.ts";

/** How much a call could do by its effects alone; what nobody understands counts as what changes something. */
export function riskOf(effects: ReadonlySet<Effect>): Severity {
  if (effects.has("execute")) return "critical";
  if (effects.has("money") || effects.has("delete")) return "high";
  const acts = effects.has("write") || effects.has("message");
  if (acts && (effects.has("network") || effects.has("secret"))) return "high";
  if (acts || effects.has("network") || effects.has("secret")) return "medium";
  return effects.has("read") ? "low" : "medium";
}

/** Whether a call may change something, as far as anybody can tell: what nobody understands may. */
export function mayAct(effects: ReadonlySet<Effect>): boolean {
  return meansToAct(effects) || !effects.has("read");
}

/** Whether the tool says that it changes something. */
export function meansToAct(effects: ReadonlySet<Effect>): boolean {
  return ACTING.some((effect) => effects.has(effect));
}

const ACTING: readonly Effect[] = ["delete", "execute", "message", "money", "write"];
