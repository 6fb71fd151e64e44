import { type Shell, type ShellTool, shellTool } from "@openai/agents";

/** A shell that notes what it is to run, and says `ok`. */
export function notingShell(ran: unknown[]): ShellTool & { readonly shell: Shell } {
  return shellTool({
    shell: {
      run: async (action) => {
        ran.push(action);
        return { output: [{ stdout: "ok", stderr: "", outcome: { type: "exit", exitCode: 0 } }] };
      },
    },
  });
}
