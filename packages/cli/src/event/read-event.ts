import {
  ActionEvent,
  type ActionEventInput,
  CapFenceError,
  type FileView,
  type Json,
  type JsonObject,
  recordedFiles,
} from "@capfence/core";
import { suggestion } from "@capfence/core/source";
import { EventProblem } from "./event-problem.ts";

/** Keys of an event by every spelling: the code's, the policy language's and the original's. */
const NAMES = {
  actor: "actor",
  resource: "resource",
  action: "action",
  capability: "capability",
  environment: "environment",
  payload: "payload",
  sessionId: "sessionId",
  session_id: "sessionId",
  session: "sessionId",
  toolName: "toolName",
  tool_name: "toolName",
  toolDigest: "toolDigest",
  tool_digest: "toolDigest",
  toolCallId: "toolCallId",
  tool_call_id: "toolCallId",
  framework: "framework",
  userRole: "userRole",
  user_role: "userRole",
  tenant: "tenant",
  risk: "risk",
  risk_level: "risk",
  callerDepth: "callerDepth",
  caller_depth: "callerDepth",
  taskContext: "taskContext",
  task_context: "taskContext",
  riskCategory: "riskCategory",
  risk_category: "riskCategory",
  trust: "trust",
  tokenIssuer: "tokenIssuer",
  token_issuer: "tokenIssuer",
} as const satisfies Readonly<Record<string, keyof ActionEventInput>> &
  Readonly<Record<keyof ActionEventInput, keyof ActionEventInput>>;

/** Keys that may hold more keys, and what those stand for. */
const NESTED: Readonly<Record<string, Readonly<Record<string, keyof ActionEventInput>>>> = {
  actor: { id: "actor", role: "userRole" },
  action: { capability: "capability", name: "toolName" },
  context: NAMES,
};

/**
 * Makes an event of a JSON object that a person wrote, or of a decision that `capfence logs --json` printed.
 * `capabilityOfTool` answers for an event that names only its tool. Throws {@link EventProblem}.
 */
export function readEvent(
  value: Json,
  capabilityOfTool: (tool: string) => string | undefined,
): ActionEvent {
  if (!isObject(value)) throw new EventProblem([], "expected one object with actor and capability");
  const input = value["kind"] === "decision" ? ofRecord(value) : flatten(value);
  const { toolName } = input;
  if (
    typeof toolName === "string" &&
    !["capability", "resource", "action"].some((key) => key in input)
  )
    input["capability"] = mapped(toolName, capabilityOfTool);
  const { payload } = input;
  if (payload !== undefined && !isObject(payload))
    throw new EventProblem(
      ["payload"],
      `expected an object of the tool's arguments, got ${JSON.stringify(payload).slice(0, 40)}`,
    );
  if (input["actor"] === undefined)
    throw new EventProblem([], "it has no actor; say who asks, such as actor: agent");
  try {
    return ActionEvent.create({ payload: {}, ...input } as unknown as ActionEventInput);
  } catch (cause) {
    if (cause instanceof CapFenceError) throw new EventProblem([], cause.message, { cause });
    throw cause;
  }
}

function flatten(event: JsonObject): Record<string, Json> {
  const input: Record<string, Json> = {};
  const take = (
    names: Readonly<Record<string, string>>,
    key: string,
    value: Json,
    path: readonly string[],
  ): void => {
    const name = Object.hasOwn(names, key) ? names[key] : undefined;
    if (name === undefined)
      throw new EventProblem(
        path,
        `unknown key "${key}"${suggestion(key, Object.keys(names))}; arguments of the tool belong under payload`,
      );
    if (Object.hasOwn(input, name)) throw new EventProblem(path, `the ${name} is given twice`);
    input[name] = value;
  };
  for (const [key, value] of Object.entries(event)) {
    const nested = Object.hasOwn(NESTED, key) ? NESTED[key] : undefined;
    if (nested !== undefined && isObject(value))
      for (const [inner, member] of Object.entries(value))
        take(nested, inner, member, [key, inner]);
    else take(NAMES, key, value, [key]);
  }
  return input;
}

/** The files as a recorded decision saw them; undefined for anything else, and where it asked for none. */
export function readRecordedFiles(value: Json): FileView | undefined {
  const resolved = isObject(value) && value["kind"] === "decision" ? value["resolved"] : undefined;
  if (!isObject(resolved)) return undefined;
  const texts = Object.entries(resolved).filter((entry) => typeof entry[1] === "string");
  return recordedFiles(Object.fromEntries(texts) as Record<string, string>);
}

/** The event of a recorded decision; its capability has its environment already. */
function ofRecord(record: JsonObject): Record<string, Json> {
  const { actor, capability, alias, resource, action, environment, context, payload } = record;
  const asked = alias === undefined ? { capability } : { resource, action };
  const all = { ...(isObject(context) ? context : {}), ...asked, actor, environment, payload };
  const known = Object.entries(all).filter((entry) => entry[1] !== undefined);
  return Object.fromEntries(known) as Record<string, Json>;
}

function mapped(tool: string, capabilityOfTool: (tool: string) => string | undefined): string {
  const capability = capabilityOfTool(tool);
  if (capability !== undefined) return capability;
  throw new EventProblem(
    [],
    `it has no capability, and the policy's tools do not name "${tool}"; add a capability`,
  );
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
