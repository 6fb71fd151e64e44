import type { Decision } from "@capfence/core";
import { type Style, styled } from "../terminal.ts";

/** What a decision comes to, in one word: its effect, and `warn` for an allowed call that is marked. */
export type Verdict = "allow" | "warn" | "deny" | "require_approval";

/** Every verdict. */
export const VERDICTS: readonly Verdict[] = ["allow", "warn", "deny", "require_approval"];

const STYLES: Readonly<Record<Verdict, Style>> = {
  allow: "green",
  warn: "cyan",
  deny: "red",
  require_approval: "yellow",
};

/** A decision's verdict. */
export function verdictOf({ effect, warn }: Decision): Verdict {
  return effect === "allow" && warn ? "warn" : effect;
}

/** A verdict in its colour. */
export function styledVerdict(verdict: Verdict, output: NodeJS.WritableStream): string {
  return styled(output, STYLES[verdict], verdict);
}
