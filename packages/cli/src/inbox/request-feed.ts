import { allRequests, stateAt } from "@capfence/core";
import { printableJson } from "../printable.ts";
import { nextChange } from "./next-change.ts";
import type { WatchPorts } from "./shown-request.ts";

/** Prints every request that waits, and then every new one as it comes, as one line of JSON, until `signal` aborts. */
export async function feedRequests(
  { store, clock, look }: WatchPorts,
  print: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const seen = new Set<string>();
  do {
    const change = nextChange(store, look, signal);
    for (const request of await allRequests(store)) {
      if (seen.has(request.id) || stateAt(request, clock()) !== "pending") continue;
      seen.add(request.id);
      print(printableJson(request));
    }
    await change;
  } while (!signal.aborted);
}
