import { freezeJsonObject, type JsonObject } from "../encoding/json.ts";
import { ConfigurationError } from "../errors.ts";
import {
  beforeCompletion,
  capabilityOf,
  completeCapability,
  parseEnvironment,
} from "./capability.ts";
import { type ActionContext, CONTEXT_FACTS, readContext, readFact } from "./context.ts";

/** What `ActionEvent.create` takes: who, what, and either `resource` and `action` or a `capability`. */
export interface ActionEventInput extends ActionContext {
  /** Who asks: the agent, as its host knows it. */
  readonly actor: string;
  readonly resource?: string;
  readonly action?: string;
  /** The capability outright, in place of `resource` and `action`. */
  readonly capability?: string;
  /** Where the action would take effect; conditions on it are uncertain when it is missing. */
  readonly environment?: string;
  /** The tool's arguments. */
  readonly payload?: object;
}

const KNOWN_KEYS: ReadonlySet<string> = new Set(
  ["actor", "resource", "action", "capability", "environment", "payload"].concat(CONTEXT_FACTS),
);

/**
 * One action an agent proposes (an authorization request): policy judges it, the audit trail records it,
 * and the tool receives its payload. Deep-frozen.
 */
export class ActionEvent {
  readonly actor: string;
  readonly resource: string;
  readonly action: string;
  readonly environment: string | undefined;
  readonly capability: string;
  /** The `resource.action.environment` spelling of a dotted resource; only deny and approval rules look at it. */
  readonly alias: string | undefined;
  readonly payload: JsonObject;
  readonly context: ActionContext;
  readonly #created = true;

  private constructor(input: ActionEventInput) {
    this.actor = readFact("actor", input.actor);
    this.environment =
      input.environment === undefined ? undefined : parseEnvironment(input.environment);
    const required = requiredCapability(input, this.environment);
    this.resource = required.resource;
    this.action = required.action;
    this.capability = required.capability;
    this.alias = required.alias;
    this.payload = freezeJsonObject(argumentsOf(input));
    this.context = readContext({ ...input });
    Object.freeze(this);
  }

  /**
   * Makes an event from what the host knows and what the agent asked. Keys that `ActionEventInput` does not
   * name are the tool's arguments, unless `payload` is given.
   *
   * Throws `CapabilityError` for a capability out of grammar, `JsonError` for arguments that are not plain
   * JSON, `ConfigurationError` for anything else that is missing or malformed.
   */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- lets arguments stand beside the known keys
  static create<Input extends ActionEventInput>(input: Input): ActionEvent {
    if (typeof input !== "object" || input === null)
      throw new ConfigurationError(`an event is made from an object, got ${String(input)}`);
    return new ActionEvent(input);
  }

  /** `value` itself if it was made by `create`, else a checked copy: a spread or hand-made event is not trusted. */
  static from(value: ActionEvent): ActionEvent {
    if (typeof value !== "object" || value === null)
      throw new ConfigurationError(`expected an event, got ${String(value)}`);
    if (#created in value) return value;
    const { actor, resource, action, capability, alias, environment, context, payload } =
      value as ActionEvent;
    const asked =
      alias === undefined
        ? { capability: beforeCompletion(capability, environment) }
        : { resource, action };
    return new ActionEvent({
      ...context,
      ...asked,
      actor,
      payload,
      ...(environment === undefined ? {} : { environment }),
    });
  }
}

function requiredCapability(
  input: ActionEventInput,
  environment: string | undefined,
): Pick<ActionEvent, "resource" | "action" | "capability" | "alias"> {
  if (input.capability !== undefined) {
    const capability = completeCapability(input.capability, environment);
    const [resource = capability, action = resource] = capability.split(".");
    return { resource, action, capability, alias: undefined };
  }
  const { resource, action } = input;
  if (typeof resource !== "string" || typeof action !== "string")
    throw new ConfigurationError("an event needs a resource and an action, or a capability");
  return { resource, action, ...capabilityOf(resource, action, environment) };
}

function argumentsOf(input: ActionEventInput): unknown {
  const extra = Object.entries(input).filter(([key]) => !KNOWN_KEYS.has(key));
  if (input.payload === undefined) return Object.fromEntries(extra);
  if (extra.length === 0) return input.payload;
  throw new ConfigurationError(
    `unknown key "${extra[0]?.[0]}" beside payload; put arguments inside payload, or check the spelling`,
  );
}
