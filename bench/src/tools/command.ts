import { CorpusError } from "../eval/read-corpus.ts";
import type { Output } from "../output.ts";
import { parseCall } from "../parse-call.ts";
import { formatTable } from "../table.ts";
import { readTools } from "./read-tools.ts";
import { type JudgedTool, judgeTool } from "./text-findings.ts";

const HELP = `usage: pnpm -s eval:tools CORPUS... [--json] [--misses]

Counts the tools in which a rule of discovery on texts and names finds something of at least medium severity:
  CORPUS.jsonl  one { label: "attack" | "benign", tool, description, aggressive } a line
  CORPUS.json   { SUITE: [{ name, description, parameters }] }, ordinary tools

  --json    print one JSON object: { KIND: { total, found, rules: { RULE: count } } }
  --misses  print every attack in which nothing is found and every ordinary tool in which something is
  --help    print this`;

interface Rate {
  readonly total: number;
  readonly found: number;
  readonly rules: Readonly<Record<string, number>>;
}

/** Judges the tools of corpora; returns the exit code: 0 when it ran, 2 for a wrong call or file. */
export function evaluateTools(argv: readonly string[], output: Output): number {
  const call = parseCall(argv, ["json", "misses"], HELP, output);
  if (typeof call === "number") return call;
  if (call.names.length === 0) {
    output.error(`expected at least one CORPUS\n\n${HELP}`);
    return 2;
  }
  try {
    const judged = call.names.flatMap(readTools).map(judgeTool);
    const rates = ratesOf(judged);
    output.print(call.flags.json ? JSON.stringify(rates, undefined, 2) : tableOf(rates));
    if (call.flags.misses) output.print(missesOf(judged));
    return 0;
  } catch (error) {
    if (!(error instanceof CorpusError)) throw error;
    output.error(error.message);
    return 2;
  }
}

function ratesOf(judged: readonly JudgedTool[]): Readonly<Record<string, Rate>> {
  const groups = new Map<string, JudgedTool[]>();
  for (const one of judged)
    for (const kind of [one.tool.kind, one.tool.isAttack ? "all attacks" : "all ordinary"])
      groups.set(kind, [...(groups.get(kind) ?? []), one]);
  return Object.fromEntries(
    [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([kind, own]) => [kind, rateOf(own)]),
  );
}

function rateOf(own: readonly JudgedTool[]): Rate {
  const rules: Record<string, number> = {};
  for (const rule of own.flatMap((one) => one.rules)) rules[rule] = (rules[rule] ?? 0) + 1;
  return { total: own.length, found: own.filter((one) => one.rules.length > 0).length, rules };
}

function tableOf(rates: Readonly<Record<string, Rate>>): string {
  return formatTable([
    ["", "tools", "found", "by rule"],
    ...Object.entries(rates).map(([kind, { total, found, rules }]) => [
      kind,
      String(total),
      `${found} (${((100 * found) / total).toFixed(1)} %)`,
      Object.entries(rules)
        .map(([rule, count]) => `${rule} ${count}`)
        .join(", "),
    ]),
  ]);
}

function missesOf(judged: readonly JudgedTool[]): string {
  return judged
    .filter(({ tool, rules }) => tool.isAttack === (rules.length === 0))
    .map(({ tool, messages }) =>
      [`${tool.kind}: ${JSON.stringify(tool.name)}`, ...messages].join("\n  "),
    )
    .join("\n");
}
