import type { IncomingMessage, ServerResponse } from "node:http";
import { writeJson } from "./http-call.ts";
import { HttpFailure } from "./http-failure.ts";

/**
 * What a gateway needs, and whether it is ready; a text is what else an operator should know of it. Anybody may read
 * them.
 */
export type Health = Readonly<Record<string, boolean | string>>;

/** Answers whoever watches over the process: whether it lives, or whether it can work. */
export async function answerHealth(
  path: "/healthz" | "/readyz",
  request: IncomingMessage,
  response: ServerResponse,
  health: () => Promise<Health>,
): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD")
    throw new HttpFailure(405, "only GET is allowed", { headers: { Allow: "GET, HEAD" } });
  if (path === "/healthz") return writeJson({ response }, 200, '{"alive":true}');
  const parts = await health().catch(() => undefined);
  const entries = Object.entries(parts ?? {});
  const waiting = entries.filter(([, part]) => part === false).map(([name]) => name);
  const notes = Object.fromEntries(entries.filter(([, part]) => typeof part === "string"));
  const ready = parts !== undefined && waiting.length === 0;
  writeJson({ response }, ready ? 200 : 503, JSON.stringify({ ready, waiting, ...notes }));
}
