import { denialMessage } from "@capfence/core";
import type { ApplyPatchTool, ShellTool } from "@openai/agents";
import type { Approval } from "./function-tool.ts";
import type { Guarded } from "./guarded-tools.ts";
import type { OpenAiEnforcement } from "./options.ts";
import { keepRefusal, type LocalToolCall, startedCall } from "./started-calls.ts";
import { ToolGuard } from "./tool-guard.ts";

/** A shell that runs only the actions that the policy allows. */
export function guardedShell(tool: ShellTool, enforcement: OpenAiEnforcement): Guarded {
  const guard = guardOfLocal(tool, enforcement);
  const { shell, name } = tool;
  const run = async (action: object): Promise<unknown> => {
    const started = startedCall(action, name);
    return keepRefusal(started, () =>
      guard.run<unknown>(started.context, action, started, {
        invoke: (judged) => shell?.run(judged as never),
        deny: (blocked) => {
          const outcome = { type: "exit", exitCode: 1 };
          return { output: [{ stdout: "", stderr: denialMessage(blocked), outcome }] };
        },
      }),
    );
  };
  return guardedLocal(tool, guard, { shell: { run } });
}

/** An editor that makes only the changes that the policy allows. */
export function guardedEditor(tool: ApplyPatchTool, enforcement: OpenAiEnforcement): Guarded {
  const guard = guardOfLocal(tool, enforcement);
  const { editor, name } = tool;
  const methods = ["createFile", "updateFile", "deleteFile"] as const;
  const guarded = methods.map((method) => [
    method,
    async (operation: object, context?: object): Promise<unknown> => {
      const started = startedCall(operation, name);
      return keepRefusal(started, () =>
        guard.run<unknown>(started.context, operation, started, {
          invoke: (judged) => editor[method](judged as never, context as never),
          isFailure: hasFailed,
          deny: (blocked) => ({ status: "failed", output: denialMessage(blocked) }),
        }),
      );
    },
  ]);
  return guardedLocal(tool, guard, { editor: Object.fromEntries(guarded) as object });
}

/** The guard of a tool that only its provider describes. */
export function guardOfLocal(
  { type, name }: { readonly type: string; readonly name: string },
  enforcement: OpenAiEnforcement,
): ToolGuard {
  return new ToolGuard(enforcement, name, { type, name });
}

/** A tool with a guarded executor; `read` makes of an action what is judged. */
export function guardedLocal(
  tool: { readonly needsApproval: unknown },
  guard: ToolGuard,
  executor: object,
  read: (action: object) => object = (action) => action,
): Guarded {
  const own = tool.needsApproval as Approval | boolean;
  const needsApproval: Approval = (context, action, callId) =>
    guard.needsAnswer(context, read(action), callId, () =>
      typeof own === "function" ? own.call(tool, context, action, callId) : own,
    );
  return {
    properties: guard.pauses ? { ...executor, needsApproval } : executor,
    refuse: async (context, call, note) => {
      const { action, actions, operation, callId } = call as LocalToolCall;
      for (const one of actions ?? [operation ?? action ?? {}])
        await guard.refuse(context, read(one), callId, note);
    },
  };
}

function hasFailed(output: unknown): boolean {
  return (output as { readonly status?: unknown } | undefined)?.status === "failed";
}
