import type { Section } from "../decision.ts";

/** The words for what a rule of the older form or a risk level does, and the section each stands for. */
export const ACTIONS: ReadonlyMap<string, Section> = new Map([
  ["deny", "deny"],
  ["block", "deny"],
  ["require_approval", "require_approval"],
  ["warn", "warn"],
  ["allow", "allow"],
]);
