import { ConfigurationError } from "@capfence/core";
import { areSameOptions, Enforcement } from "@capfence/core/adapter";
import type { ToolsInput } from "@mastra/core/agent";
import { pauseSchema } from "./call-context.ts";
import { wordingOf } from "./denial.ts";
import { type Execute, guardedExecute } from "./guarded-execute.ts";
import type { MastraCall, MastraGuardOptions, MastraTool } from "./options.ts";
import type { WithInputSchema } from "./tool-schema.ts";

/** A tool as far as the guard looks into it. */
interface InnerTool extends WithInputSchema {
  readonly id?: unknown;
  readonly execute: Execute;
  readonly suspendSchema?: unknown;
  readonly resumeSchema?: unknown;
  readonly toModelOutput?: (output: unknown) => unknown;
}

/** Guarded tools, and the options they are guarded with. */
const guarded = new WeakMap<object, MastraGuardOptions>();

/**
 * A tool that runs only as the policy allows, judged under its `id`; one that is guarded with the same options is given
 * back as it is.
 *
 * Throws `ConfigurationError` for options that cannot work and for tools that Mastra does not run itself,
 * `PolicyLoadError` for a policy that does not load.
 */
export function guardTool<Kind extends MastraTool>(tool: Kind, options: MastraGuardOptions): Kind {
  return guardOne(tool, undefined, options, enforcementOf(options));
}

/** Guards the tools of an agent or a toolset with one guard, as `guardTool`; tools without an `id` go by their key. */
export function guardTools<Kinds extends ToolsInput>(
  tools: Kinds,
  options: MastraGuardOptions,
): Kinds {
  const enforcement = enforcementOf(options);
  return Object.fromEntries(
    Object.entries(tools).map(([key, tool]) => [key, guardOne(tool, key, options, enforcement)]),
  ) as Kinds;
}

function enforcementOf({ approver, ...options }: MastraGuardOptions): Enforcement<MastraCall> {
  if (approver === undefined) return new Enforcement("mastra", options);
  return new Enforcement<MastraCall>("mastra", {
    ...options,
    // A resumed run has the context of whoever started it, even if it is resumed with another: they have not answered.
    approver: ({ requestContext: _requestContext, ...context } = {}, request) =>
      approver(context, request),
  });
}

/** Whether a value is a tool behind a guard. */
export function isGuarded(tool: object): boolean {
  return guarded.has(tool);
}

function guardOne<Kind extends MastraTool>(
  tool: Kind,
  key: string | undefined,
  options: MastraGuardOptions,
  enforcement: Enforcement<MastraCall>,
): Kind {
  if (isGuardedWith(tool, options)) return tool;
  const inner = innerTool(tool, key);
  const { suspendSchema, resumeSchema, toModelOutput } = inner;
  // A tool that suspends by schemas of its own would not understand our answers, nor Mastra our payload.
  const pauses = enforcement.pauses && suspendSchema === undefined && resumeSchema === undefined;
  const execute = guardedExecute({
    tool: inner,
    execute: inner.execute.bind(inner),
    toolName: nameOf(inner, key),
    enforcement,
    pauses,
  });
  // As Mastra wraps tools itself: of the same class, with the same marks.
  const made: Kind = Object.create(Object.getPrototypeOf(tool), {
    ...Object.getOwnPropertyDescriptors(tool),
    ...Object.getOwnPropertyDescriptors({
      execute,
      // By this Mastra knows that a tool may suspend, and runs the calls of a turn one after the other.
      ...(pauses ? { suspendSchema: pauseSchema } : {}),
      ...(toModelOutput === undefined ? {} : { toModelOutput: wordingOf(toModelOutput) }),
    }),
  });
  guarded.set(made, options);
  return made;
}

function innerTool(tool: unknown, key: string | undefined): InnerTool {
  const isObject = typeof tool === "object" && tool !== null;
  if (isObject && "execute" in tool && typeof tool.execute === "function") return tool as InnerTool;
  const id = isObject && "id" in tool ? tool.id : undefined;
  const name = typeof id === "string" ? id : key;
  throw new ConfigurationError(
    `${name === undefined ? `a value of type ${typeof tool}` : `"${name}"`} has no execute; a tool that its provider or the client runs can only be left out`,
  );
}

function nameOf({ id }: InnerTool, key: string | undefined): string {
  const name = typeof id === "string" && id !== "" ? id : key;
  if (name !== undefined) return name;
  throw new ConfigurationError("the tool has no id to be judged under; guard it with guardTools");
}

/** Whether a guard with these options would only judge every call a second time. */
function isGuardedWith(tool: MastraTool | undefined, options: MastraGuardOptions): boolean {
  const known = tool === undefined ? undefined : guarded.get(tool);
  return known !== undefined && areSameOptions(known, options);
}
