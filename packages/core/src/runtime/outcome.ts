import type { ExecutionVerdict } from "./verdict.ts";
import type { Outcome } from "./records.ts";

/** Records what became of the tool a verdict let run; its output waits as long. */
export type RecordOutcome = (verdict: ExecutionVerdict, outcome: Outcome) => void | Promise<void>;

/** Runs an authorised tool and records its outcome; a tool that streams is recorded when its stream ends. */
export async function runRecorded<Output>(
  verdict: ExecutionVerdict,
  invoke: () => Output | Promise<Output>,
  isFailure: ((output: Output) => boolean) | undefined,
  record: RecordOutcome,
): Promise<Output> {
  let output: Output;
  try {
    output = await invoke();
  } catch (error) {
    await record(verdict, { outcome: "failed", error });
    throw error;
  }
  if (isAsyncGenerator(output)) return recordedStream(output, verdict, record) as Output;
  await record(verdict, classify(output, isFailure));
  return output;
}

/** The tool has run; a classifier that fails must not leave that unrecorded. */
function classify<Output>(
  output: Output,
  isFailure: ((output: Output) => boolean) | undefined,
): Outcome {
  try {
    return { outcome: isFailure?.(output) === true ? "failed" : "succeeded" };
  } catch (error) {
    return { outcome: "unknown", error };
  }
}

async function* recordedStream(
  stream: AsyncGenerator,
  verdict: ExecutionVerdict,
  record: RecordOutcome,
): AsyncGenerator {
  let outcome: Outcome = { outcome: "unknown" };
  try {
    const result: unknown = yield* stream;
    outcome = { outcome: "succeeded" };
    return result;
  } catch (error) {
    outcome = { outcome: "failed", error };
    throw error;
  } finally {
    // Also reached when the reader stops early; then nobody saw the tool end.
    await record(verdict, outcome);
  }
}

function isAsyncGenerator(value: unknown): value is AsyncGenerator {
  if (typeof value !== "object" || value === null) return false;
  const stream = value as Partial<AsyncGenerator>;
  return (
    typeof stream[Symbol.asyncIterator] === "function" &&
    typeof stream.next === "function" &&
    typeof stream.return === "function"
  );
}
