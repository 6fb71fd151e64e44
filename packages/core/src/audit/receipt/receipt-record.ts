import { canonicalJson } from "../../encoding/canonical-json.ts";
import { isJsonObject, type JsonObject } from "../../encoding/json.ts";
import { parseJson } from "../../encoding/strict-json.ts";
import {
  type DecisionRecord,
  type OutcomeRecord,
  RECORD_LIMITS,
  RECORD_VERSION,
} from "../record.ts";

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const EFFECTS: readonly unknown[] = ["allow", "deny", "require_approval"];
const OUTCOMES: readonly unknown[] = ["succeeded", "failed", "unknown"];
const WRITER = /^[0-9a-f]{16}$/;

/** The decision that these bytes are the record of; undefined where they are anything else. */
export function readDecision(bytes: Uint8Array): DecisionRecord | undefined {
  const record = readCanonical(bytes, "decision");
  const isDecision =
    record !== undefined &&
    ["id", "actor", "capability", "resource", "action", "reason", "policyDigest"].every(
      (field) => typeof record[field] === "string",
    ) &&
    isJsonObject(record["payload"]) &&
    isJsonObject(record["context"]) &&
    (record["rule"] === undefined || isJsonObject(record["rule"])) &&
    EFFECTS.includes(record["effect"]) &&
    typeof record["authorized"] === "boolean";
  return isDecision ? (record as unknown as DecisionRecord) : undefined;
}

/** The outcome that these bytes are the record of; undefined where they are anything else. */
export function readOutcome(bytes: Uint8Array): OutcomeRecord | undefined {
  const record = readCanonical(bytes, "outcome");
  const isOutcome =
    typeof record?.["decision"] === "string" && OUTCOMES.includes(record["outcome"]);
  return isOutcome ? (record as unknown as OutcomeRecord) : undefined;
}

/** A record whose bytes say one thing to every reader. */
function readCanonical(bytes: Uint8Array, kind: string): JsonObject | undefined {
  try {
    const text = UTF8.decode(bytes);
    const value = parseJson(text, RECORD_LIMITS);
    if (!isJsonObject(value) || canonicalJson(value) !== text) return undefined;
    const { v, writer, seq, time } = value;
    const isRecord =
      v === RECORD_VERSION &&
      value["kind"] === kind &&
      typeof writer === "string" &&
      WRITER.test(writer) &&
      Number.isSafeInteger(seq) &&
      typeof time === "string";
    return isRecord ? value : undefined;
  } catch {
    return undefined;
  }
}
