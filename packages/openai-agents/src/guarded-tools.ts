import type { RunContext } from "@openai/agents";
import type { OpenAiGuardOptions } from "./options.ts";

/** A tool of the SDK, as far as all kinds have it in common. */
export interface GuardableTool {
  readonly type: string;
  readonly name: string;
}

/** What is known of a guarded tool. */
export interface GuardedTool {
  readonly options: OpenAiGuardOptions;
  /** Passes on a human's no to a call that the SDK does not even try to run. */
  refuse(context: RunContext, call: object, note: string | undefined): Promise<void>;
}

/** What a guard makes of a tool: the properties that it replaces, and how it passes on a no. */
export interface Guarded extends Pick<GuardedTool, "refuse"> {
  readonly properties: object;
}

const guarded = new WeakMap<object, GuardedTool>();

/** What is known of a tool, if it is guarded, or a copy of a guarded one. */
export function guardOf(tool: GuardableTool): GuardedTool | undefined {
  return guarded.get(executorOf(tool));
}

/** Notes that a tool is guarded. */
export function setGuard(tool: GuardableTool, guard: GuardedTool): void {
  guarded.set(executorOf(tool), guard);
}

/** What runs a tool. The SDK copies tools, and a copy with another executor is another tool. */
function executorOf(tool: GuardableTool): object {
  const { invoke, shell, editor } = tool as GuardableTool & Readonly<Record<string, unknown>>;
  const executor = { function: invoke, shell, apply_patch: editor }[tool.type];
  return typeof executor === "object" || typeof executor === "function" ? (executor ?? tool) : tool;
}

/** A copy of a tool in which some properties are replaced, and which keeps those that only the SDK can see. */
export function copyWith<Tool extends object>(tool: Tool, properties: object): Tool {
  const descriptors = Object.getOwnPropertyDescriptors(tool);
  return Object.create(Object.getPrototypeOf(tool), {
    ...descriptors,
    ...descriptorsOf(properties),
  }) as Tool;
}

/** Replaces properties of a tool. */
export function replaceIn<Tool extends object>(tool: Tool, properties: object): Tool {
  return Object.defineProperties(tool, descriptorsOf(properties));
}

function descriptorsOf(properties: object): PropertyDescriptorMap {
  const entries = Object.entries(properties).map(([key, value]: [string, unknown]) => [
    key,
    { value, enumerable: true, configurable: true, writable: true },
  ]);
  return Object.fromEntries(entries) as PropertyDescriptorMap;
}
