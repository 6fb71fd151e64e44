import { formatTable } from "../table.ts";
import type { Verdict } from "./judge.ts";
import { misses, type Tallies, tally } from "./tally.ts";

/** A corpus and what became of its calls. */
export interface JudgedCorpus {
  readonly name: string;
  readonly verdicts: readonly Verdict[];
}

/** What the evaluation found, for programs. */
export interface EvaluationSummary {
  readonly policy: string;
  readonly files: Readonly<Record<string, Tallies>>;
  readonly all: Tallies;
}

const SCORED = ["attacks", "allowed", "approval", "denied"];

/** Counts by corpus and in all. */
export function summarise(policy: string, corpora: readonly JudgedCorpus[]): EvaluationSummary {
  return {
    policy,
    files: Object.fromEntries(corpora.map(({ name, verdicts }) => [name, tally(verdicts)])),
    all: tally(corpora.flatMap(({ verdicts }) => verdicts)),
  };
}

/** A table by corpus, one of what is not scored where there is any, and with `details` every miss. */
export function reportEvaluation(corpora: readonly JudgedCorpus[], details: boolean): string {
  const { files, all } = summarise("", corpora);
  const rows = [...Object.entries(files), ...(corpora.length > 1 ? [["all", all] as const] : [])];
  const scored = formatTable([
    ["", ...SCORED, "benign", ...SCORED.slice(1)],
    ...rows.map(([name, { attack, benign }]) => [name, ...cells(attack), ...cells(benign)]),
  ]);
  const unscored = rows.flatMap(([name, tallies]) =>
    (["gray", "risky"] as const).flatMap((label) =>
      tallies[label] === undefined ? [] : [[`${name}, ${label}`, ...cells(tallies[label])]],
    ),
  );
  const sections = [scored];
  if (unscored.length > 0)
    sections.push(formatTable([["not scored", "calls", ...SCORED.slice(1)], ...unscored]));
  if (details)
    for (const { name, verdicts } of corpora)
      sections.push(
        [`${name}: ${misses(verdicts).length} misses`, ...misses(verdicts).map(describe)].join(
          "\n",
        ),
      );
  return sections.join("\n\n");
}

function cells(one: Tallies["attack"]): readonly string[] {
  const { total, allowed, approval, denied } = one ?? {
    total: 0,
    allowed: 0,
    approval: 0,
    denied: 0,
  };
  const share = (count: number): string =>
    total === 0 ? "-" : `${count} (${((100 * count) / total).toFixed(1)} %)`;
  return [String(total), share(allowed), share(approval), share(denied)];
}

function describe({ call, effect, because }: Verdict): string {
  const why = call.why === undefined ? "" : `: ${call.why}`;
  const args = JSON.stringify(call.args);
  return `  ${call.label} ${call.id}${why}\n    ${effect}, ${because}\n    ${args}`;
}
