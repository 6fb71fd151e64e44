import { CapabilitySystem, CapFenceError } from "@capfence/core";
import type { Output } from "../output.ts";
import { parseCall } from "../parse-call.ts";
import { judge } from "./judge.ts";
import { CorpusError, readCorpus } from "./read-corpus.ts";
import { reportEvaluation, summarise } from "./report.ts";

const HELP = `usage: pnpm -s eval POLICY CORPUS.jsonl... [--json] [--misses]

Runs labelled tool calls through a policy, one JSON object a line:
  { id, label: "attack" | "benign" | "gray" | "risky", tool, capability, args, why }
or, for a trace, { id, label, calls: [{ tool, args, call_label }] }. "expected": "deny" | "allow" may stand for
the label; without a capability, the policy's tools: must map the tool. Gray and risky calls are not scored.

  --json    print one JSON object: { policy, files: { NAME: { attack: { total, allowed, approval, denied }, benign } }, all }
  --misses  print every attack that is allowed and every benign call that is not
  --help    print this`;

/** Judges corpora with a policy; returns the exit code: 0 when it ran, 2 for a wrong call, policy or file. */
export async function evaluate(argv: readonly string[], output: Output): Promise<number> {
  const call = parseCall(argv, ["json", "misses"], HELP, output);
  if (typeof call === "number") return call;
  const [policy, ...files] = call.names;
  if (policy === undefined || files.length === 0) {
    output.error(`expected a POLICY and at least one CORPUS.jsonl\n\n${HELP}`);
    return 2;
  }
  try {
    const system = new CapabilitySystem().loadPolicy(policy);
    await system.ready();
    const corpora = files.map(readCorpus).map(({ name, calls }) => ({
      name,
      verdicts: calls.map((one) => judge(one, system)),
    }));
    output.print(
      call.flags.json
        ? JSON.stringify(summarise(policy, corpora), undefined, 2)
        : reportEvaluation(corpora, call.flags.misses),
    );
    return 0;
  } catch (error) {
    if (!(error instanceof CorpusError || error instanceof CapFenceError)) throw error;
    output.error(error.message);
    return 2;
  }
}
