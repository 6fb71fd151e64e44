import type { Json, JsonObject } from "../../src/encoding/json.ts";
import { amountsIn } from "./amounts.ts";
import { currencyTruth, type Reading } from "./payload-conditions.ts";
import { textsOf } from "./policy.ts";
import { capabilityOf, type RequestData } from "./request.ts";
import type { Truth } from "./truth.ts";

/** What the host says of each fact that uses can be counted by. */
function factOf(name: string, request: RequestData): string | undefined {
  if (name === "capability") return capabilityOf(request);
  const inputs: Readonly<Record<string, keyof RequestData>> = {
    actor: "actor",
    session: "sessionId",
    tenant: "tenant",
    user_role: "userRole",
    tool_name: "toolName",
    environment: "environment",
    framework: "framework",
  };
  return request[inputs[name] as keyof RequestData] as string | undefined;
}

/** `max_calls` and `max_total` while nothing was used: false, or uncertain where nobody could count the call. */
export function limitTruth(
  key: string,
  limit: JsonObject,
  request: RequestData,
  reading: Reading,
): Truth {
  if (key === "max_total") {
    const amounts = (reading.declared("amount") ?? [reading.payload]).flatMap((value) =>
      amountsIn(value, reading.declared("amount") !== undefined),
    );
    if (inCurrency(limit["currency"], reading, true) === "false") return "false";
    if (amounts.length === 0 && reading.absent === "false") return "false";
    if (amounts.length === 0) return "uncertain";
    if (amounts.some((one) => one === undefined || one.units < 0n)) return "uncertain";
    if (inCurrency(limit["currency"], reading, false) !== "true") return "uncertain";
  }
  const by = limit["by"] === undefined ? ["actor"] : textsOf(limit["by"]);
  return by.some((name) => factOf(name, request) === undefined) ? "uncertain" : "false";
}

function inCurrency(wanted: Json | undefined, reading: Reading, restricts: boolean): Truth {
  if (wanted === undefined) return "true";
  return currencyTruth(textsOf(wanted), { ...reading, restricts, absent: "uncertain" });
}
