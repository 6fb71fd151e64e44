import { escapeControls } from "../encoding/escape-controls.ts";
import { CapabilityError } from "../errors.ts";

/**
 * A concrete capability, `segment(.segment)*` in lower case, such as `shell.execute.production`.
 * Requests carry these; only policies may use wildcards.
 */
export type Capability = string;

const SEGMENT = "[A-Za-z0-9_-]+";
// ASCII only and tested before lower-casing: "K" (Kelvin sign) lower-cases to an ASCII "k".
const CAPABILITY = new RegExp(`^${SEGMENT}(?:\\.${SEGMENT})*$`);
const MAXIMUM_LENGTH = 256;

/** Checks and lower-cases a concrete capability. Throws `CapabilityError` for a wildcard, an empty segment or any other character. */
export function parseCapability(text: string): Capability {
  requireText("capability", text);
  if (text.length <= MAXIMUM_LENGTH && CAPABILITY.test(text)) return text.toLowerCase();
  throw new CapabilityError(
    `capability "${escapeControls(text.slice(0, MAXIMUM_LENGTH))}" is not valid: use segments of letters, digits, "_" and "-" joined by dots, such as "shell.execute"`,
  );
}

/** Checks and lower-cases an environment, which is one segment of a capability. Throws `CapabilityError`. */
export function parseEnvironment(text: string): string {
  requireText("environment", text);
  if (text.includes("."))
    throw new CapabilityError(
      `environment "${escapeControls(text.slice(0, MAXIMUM_LENGTH))}" must not contain a dot`,
    );
  return parseCapability(text);
}

/** Callers without types may pass anything, and an object could be one text when tested and another when used. */
function requireText(name: string, value: unknown): void {
  if (typeof value !== "string")
    throw new CapabilityError(`${name} must be text, got a value of type ${typeof value}`);
}

/** What an event asks for, as its capability and, where its resource is dotted, the other spelling of it. */
export interface RequiredCapability {
  readonly capability: Capability;
  /** `resource.action.environment`, for deny and approval rules written that way. */
  readonly alias: Capability | undefined;
}

/** The capability of a resource, an action and an environment: `first.action.rest`, or `resource.action.environment`. */
export function capabilityOf(
  resource: string,
  action: string,
  environment: string | undefined,
): RequiredCapability {
  const subject = parseCapability(resource);
  const verb = parseCapability(action);
  const dot = subject.indexOf(".");
  const plain =
    environment === undefined ? `${subject}.${verb}` : `${subject}.${verb}.${environment}`;
  if (dot === -1) return { capability: plain, alias: undefined };
  return { capability: `${subject.slice(0, dot)}.${verb}.${subject.slice(dot + 1)}`, alias: plain };
}

/** A capability given outright, completed with the environment where it has fewer than three segments. */
export function completeCapability(text: string, environment: string | undefined): Capability {
  const capability = parseCapability(text);
  const segments = capability.split(".").length;
  return segments < 3 && environment !== undefined ? `${capability}.${environment}` : capability;
}

/**
 * What {@link completeCapability} completes to `capability`, so that a copy of an event is not completed twice.
 * Only a single segment is ever completed to two.
 */
export function beforeCompletion(capability: string, environment: string | undefined): string {
  const dot = typeof capability === "string" ? capability.indexOf(".") : -1;
  return dot !== -1 && capability.slice(dot + 1) === environment
    ? capability.slice(0, dot)
    : capability;
}
