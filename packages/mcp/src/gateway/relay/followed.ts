import type { JsonObject } from "@capfence/core";
import { NO_TELEMETRY, type RequestOutcome } from "../telemetry.ts";
import { objectAt, textAt } from "../wire/json-object.ts";
import type { Answer, Request } from "../wire/message.ts";
import { DECISION } from "./denials.ts";
import type { SessionParts } from "./session-parts.ts";

/** Answers a request while telemetry follows it; the upstream sees the gateway's part of its trace. */
export async function followed(
  { telemetry, transport, era, caller }: SessionParts,
  request: Request,
  toolOf: (request: Request) => string | undefined,
  answer: (request: Request) => Promise<Answer>,
): Promise<Answer> {
  // Every call comes by here: where nobody follows it, nothing is found out about it.
  if (telemetry === NO_TELEMETRY) return answer(request);
  const { id, method, params } = request;
  const tool = toolOf(request);
  const meta = objectAt(params, "_meta");
  const about = telemetry.request({
    era,
    transport,
    id,
    method,
    session: caller.session,
    ...(tool === undefined ? {} : { tool }),
    ...(meta === undefined ? {} : { meta }),
  });
  const traced = about.upstreamMeta();
  const asked = traced === meta ? request : withMeta(request, traced);
  const answered = await about.run(() => answer(asked));
  about.ended(outcomeOf(answered));
  return answered;
}

function withMeta(request: Request, meta: JsonObject | undefined): Request {
  return meta === undefined ? request : { ...request, params: { ...request.params, _meta: meta } };
}

function outcomeOf({ result, error }: Answer): RequestOutcome {
  const about = error === undefined ? objectAt(result, "_meta") : error.data;
  const decision = objectAt(about as JsonObject | undefined, DECISION);
  const waits = textAt(result, "resultType") === "input_required";
  if (waits || textAt(decision, "reason") === "approval_required") return { outcome: "pending" };
  if (decision !== undefined) return { outcome: "denied" };
  if (error !== undefined) return { outcome: "failed", error: error.code };
  return result?.["isError"] === true
    ? { outcome: "failed", error: "tool_error" }
    : { outcome: "succeeded" };
}
