import { posix } from "node:path";
import {
  ActionEvent,
  AmountKeys,
  type ApprovalRequest,
  CapabilitySystem,
  conditionProblems,
  type Json,
  type JsonObject,
  meaningOfPathKey,
} from "@capfence/core";
import { pointerPart } from "../json-pointer.ts";

/** Conditions that calls like one call meet. */
export interface Envelope {
  readonly conditions: JsonObject;
  /** Arguments of which nothing is known, so that the conditions let any value pass. */
  readonly open: readonly string[];
}

/** A folder that nobody could read in two ways. */
const PLAIN_PATH = /^(?:\/[A-Za-z0-9_][A-Za-z0-9_. -]*)+$/;

/**
 * What calls like a requested one have in common: amounts up to its own, paths in the same folders, and all other
 * arguments as they are, without any that it lacks. Undefined where nobody can list them: there are none, or a name is
 * empty or redacted.
 */
export function proposeEnvelope(request: ApprovalRequest): Envelope | undefined {
  const entries = Object.entries(request.payload);
  if (entries.some(([, value]) => isMarker(value) === "member")) return undefined;
  const open = entries.filter(([, value]) => hasMarker(value)).map(([name]) => pointerPart(name));
  const loose = conditionsOf(entries, true);
  // Where the call itself would not pass, as by a path in another argument, nothing is loosened.
  const conditions =
    open.length > 0 || holds(loose, request) ? loose : conditionsOf(entries, false);
  return conditionProblems(conditions).length === 0 ? { conditions, open } : undefined;
}

function conditionsOf(
  entries: readonly (readonly [name: string, value: Json])[],
  loosen: boolean,
): JsonObject {
  const amounts: number[] = [];
  const folders = new Set<string>();
  const pinned: Record<string, Json> = {};
  for (const [name, value] of entries) {
    const folder = loosen ? folderOf(name, value) : undefined;
    if (hasMarker(value)) continue;
    if (loosen && isAmount(name, value)) amounts.push(value as number);
    else if (folder !== undefined) folders.add(folder);
    else pinned[pointerPart(name)] = { equals: value };
  }
  return {
    ...(amounts.length === 0 ? {} : { amount_lte: Math.max(...amounts) }),
    ...(folders.size === 0 ? {} : { path_within: [...folders] }),
    ...(Object.keys(pinned).length === 0 ? {} : { args: pinned }),
    only_args: entries.map(([name]) => name),
  };
}

function isAmount(name: string, value: Json): boolean {
  return typeof value === "number" && value >= 0 && new AmountKeys().meaningOf(name) === "amount";
}

function folderOf(name: string, value: Json): string | undefined {
  const meaning = meaningOfPathKey(name);
  if ((meaning !== "path" && meaning !== "base") || typeof value !== "string") return undefined;
  if (!PLAIN_PATH.test(value) || posix.normalize(value) !== value) return undefined;
  const folder = meaning === "base" ? value : posix.dirname(value);
  return folder === "/" ? undefined : folder;
}

/** Whether the call meets the conditions, as far as it can be told here. */
function holds(conditions: JsonObject, { actor, capability, payload }: ApprovalRequest): boolean {
  const event = ActionEvent.create({ actor, capability, payload });
  return new CapabilitySystem().loadPolicyText("version: 1").holds(conditions, event);
}

function hasMarker(value: Json): boolean {
  if (typeof value !== "object" || value === null) return false;
  return isMarker(value) !== undefined || Object.values(value).some(hasMarker);
}

/** A caller can send the same shape; what looks redacted is not pinned, and that is said. */
function isMarker(value: Json): "value" | "member" | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { redacted, sha256 } = value as JsonObject;
  if (typeof sha256 !== "string" || Object.keys(value).length !== 2) return undefined;
  return redacted === "value" || redacted === "member" ? redacted : undefined;
}
