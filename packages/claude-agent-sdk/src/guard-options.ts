import type { HookCallbackMatcher, HookEvent, Options } from "@anthropic-ai/claude-agent-sdk";
import { ConfigurationError } from "@capfence/core";
import { AgentGuard } from "./agent-guard.ts";
import { hooksOf, type Hooks } from "./agent-hooks.ts";
import type { ClaudeGuardOptions } from "./options.ts";
import { withoutRewrites } from "./without-rewrites.ts";

/** Guarded options, and the options they are guarded with. */
const guarded = new WeakMap<Options, ClaudeGuardOptions>();

/**
 * Options of an agent whose every tool call is judged, recorded and then run or blocked. A block stops the run; to have
 * it thrown, use `guardQuery`. Options that are guarded with the same `guard` are given back as they are.
 *
 * Throws `ConfigurationError` for options that cannot work, `PolicyLoadError` for a policy that does not load.
 */
export function guardOptions(options: Options, guard: ClaudeGuardOptions): Options {
  if (guarded.get(options) === guard) return options;
  return optionsOf(options, guard, new AgentGuard(options, guard));
}

/** `options` with the hooks of an agent's guard. */
export function optionsOf(options: Options, guard: ClaudeGuardOptions, agent: AgentGuard): Options {
  if (guard.onApproval === "pause" && options.permissionPromptToolName !== undefined)
    throw new ConfigurationError(
      `onApproval "pause" does not go with permissionPromptToolName "${options.permissionPromptToolName}", whose yes CapFence cannot see; use canUseTool`,
    );
  const made: Options = {
    ...options,
    ...withoutShellLines(options),
    hooks: merged(hooksOf(agent), options.hooks ?? {}),
    ...(options.canUseTool === undefined
      ? {}
      : { canUseTool: (...asked) => agent.prompt(...asked) }),
  };
  guarded.set(made, guard);
  return made;
}

/** Skills and slash commands can hold lines that Claude Code runs in a shell by itself, past all hooks. */
function withoutShellLines({ settings, managedSettings }: Options): Options {
  const off = { disableSkillShellExecution: true };
  return {
    managedSettings: { ...managedSettings, ...off },
    // Claude Code ignores the former where an administrator manages its settings.
    ...(typeof settings === "string" ? {} : { settings: { ...settings, ...off } }),
  };
}

function merged(own: Hooks, hosts: Hooks): Hooks {
  const all: Hooks = { ...hosts };
  for (const [event, matchers] of Object.entries(own) as [HookEvent, HookCallbackMatcher[]][])
    all[event] = [...matchers, ...(hosts[event] ?? [])];
  for (const event of ["PreToolUse", "PermissionRequest"] as const)
    if (hosts[event] !== undefined)
      all[event] = [
        ...(own[event] ?? []),
        ...hosts[event].map((matcher) => withoutRewrites(matcher)),
      ];
  return all;
}
