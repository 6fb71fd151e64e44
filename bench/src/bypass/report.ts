import { formatTable } from "../table.ts";
import type { Verdict } from "./judge.ts";

/** What the evaluation found, for programs. */
export interface BypassSummary {
  readonly total: number;
  readonly correct: number;
  /** Ids of the cases that came out wrong. */
  readonly wrong: readonly string[];
}

/** Counts verdicts. */
export function summarise(verdicts: readonly Verdict[]): BypassSummary {
  const wrong = verdicts.filter(({ correct }) => !correct).map(({ bypass }) => bypass.id);
  return { total: verdicts.length, correct: verdicts.length - wrong.length, wrong };
}

/** A table by category and the wrong cases; with `details`, also what was judged in each of them. */
export function reportBypass(verdicts: readonly Verdict[], details: boolean): string {
  const categories = [...new Set(verdicts.map(({ bypass }) => bypass.category))];
  const table = formatTable([
    ["category", "total", "correct", "wrong"],
    ...categories.map((category) =>
      row(
        category,
        verdicts.filter(({ bypass }) => bypass.category === category),
      ),
    ),
    row("all", verdicts),
  ]);
  const wrong = verdicts.filter(({ correct }) => !correct);
  const listed = list("wrong", wrong, (verdict) => describeWrong(verdict, details));
  return listed === "" ? table : `${table}\n\n${listed}`;
}

function row(label: string, verdicts: readonly Verdict[]): readonly string[] {
  const { total, correct, wrong } = summarise(verdicts);
  return [label, String(total), String(correct), String(wrong.length)];
}

function list(
  title: string,
  verdicts: readonly Verdict[],
  describe: (verdict: Verdict) => string,
): string {
  if (verdicts.length === 0) return "";
  return [`${title}: ${verdicts.length}`, ...verdicts.map(describe)].join("\n");
}

function describeWrong({ bypass, allowed, outcome }: Verdict, details: boolean): string {
  const line = `  ${bypass.id}: ${bypass.why}: ${allowed ? "allowed" : "not allowed"} (${outcome})`;
  if (!details) return line;
  return [
    line,
    `    policy      ${JSON.stringify(bypass.policy)}`,
    `    capability  ${JSON.stringify(bypass.capability)}`,
    `    context     ${JSON.stringify(bypass.context)}`,
    `    payload     ${bypass.payloadText}`,
  ].join("\n");
}
