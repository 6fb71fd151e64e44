import { readFileSync } from "node:fs";
import type { Output } from "../output.ts";
import { parseCall } from "../parse-call.ts";
import { CaseFileError, readCases } from "./case.ts";
import { judge } from "./judge.ts";
import { reportBypass, summarise } from "./report.ts";

const HELP = `usage: pnpm -s eval:bypass FILE [--json] [--misses] [--strict]

Judges attempts to get past a policy, one JSON object a line:
  { id, category, policy, capability, context, payload_json, must: "allow" | "not-allow", why }

  --json    print one JSON object: { total, correct, wrong: [ids] }
  --misses  print what was judged in each wrong case
  --strict  exit 1 if any case is wrong
  --help    print this`;

/** Judges the cases of a file; returns the exit code: 0 when it ran, 2 for a wrong call or file, 1 for a wrong case with `--strict`. */
export async function evaluateBypass(argv: readonly string[], output: Output): Promise<number> {
  const call = parseCall(argv, ["json", "misses", "strict"], HELP, output);
  if (typeof call === "number") return call;
  const { json, misses, strict } = call.flags;
  const [file, ...others] = call.names;
  if (file === undefined || others.length > 0) {
    output.error(`expected one FILE, got ${call.names.length}\n\n${HELP}`);
    return 2;
  }
  let cases;
  try {
    cases = readCases(readText(file), file);
  } catch (error) {
    if (!(error instanceof CaseFileError)) throw error;
    output.error(error.message);
    return 2;
  }
  const verdicts = await Promise.all(cases.map(judge));
  const summary = summarise(verdicts);
  output.print(json ? JSON.stringify(summary, undefined, 2) : reportBypass(verdicts, misses));
  return strict && summary.wrong.length > 0 ? 1 : 0;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CaseFileError(`${file}:1: cannot read the file: ${reason}`, { cause });
  }
}
