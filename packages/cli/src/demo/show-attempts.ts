import { printable, printableValue } from "../printable.ts";
import { alignColumns } from "../table.ts";
import { type Style, styled } from "../terminal.ts";
import type { Attempt } from "./agent.ts";

/** An attempt, and what was found outside the agent after it. */
export interface Observation {
  readonly attempt: Attempt;
  readonly found: string;
}

/** What became of the agent's calls, one a line. */
export function showAttempts(
  observations: readonly Observation[],
  output: NodeJS.WritableStream,
): string {
  return alignColumns(
    observations.map(({ attempt, found }) => {
      const { call, decision } = attempt;
      const [style, verdict] = verdictOf(attempt);
      const words = Object.values(call.args).join(" ");
      return [
        styled(output, style, verdict),
        call.name,
        printable(words),
        printableValue(decision.reason),
        printable(found),
      ];
    }),
  );
}

function verdictOf({ decision, outcome }: Attempt): readonly [Style, string] {
  if (outcome !== undefined)
    return outcome.outcome === "succeeded" ? ["green", "✓ ran"] : ["red", `! ${outcome.outcome}`];
  if (decision.authorized) return ["red", "! unknown"];
  return decision.effect === "require_approval" ? ["yellow", "● waits"] : ["red", "✗ blocked"];
}
