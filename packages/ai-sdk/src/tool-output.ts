import type { RunnableTool } from "./tool-gate.ts";

/** Whether the SDK gets preliminary results of a tool: it has to see so before anything is judged or run. */
export function isStreaming({ execute }: RunnableTool): boolean {
  return Object.prototype.toString.call(execute) === "[object AsyncGeneratorFunction]";
}

/** A stream that begins once `run` has given it. */
export async function* streamed(run: () => Promise<unknown>): AsyncGenerator {
  yield* (await run()) as AsyncGenerator;
}

/**
 * What a tool gives. Of a plain function that gives a stream it is the last value, which is what the SDK takes for
 * its result; the values before are lost, for the SDK was promised one value before it could be known.
 */
export async function outputOf(
  tool: RunnableTool,
  judged: object,
  options: object,
): Promise<unknown> {
  const output = tool.execute(judged, options);
  if (isStreaming(tool) || !isAsyncIterable(output)) return output;
  let last: unknown;
  for await (const value of output) last = value;
  return last;
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
