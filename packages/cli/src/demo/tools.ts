import { execFile } from "node:child_process";
import { appendFileSync } from "node:fs";
import { promisify } from "node:util";
import type { ClientTool } from "@langchain/core/tools";
import type { Framework } from "./framework.ts";
import type { Scene } from "./scene.ts";

const execute = promisify(execFile);

/** The demo's two tools, unguarded: they do what they are told. */
export function makeTools({ tool }: Framework, scene: Scene): readonly ClientTool[] {
  const runShell = tool(
    async ({ command }: { command: string }) =>
      (await execute("sh", ["-c", command], { cwd: scene.workspace })).stdout,
    {
      name: "run_shell",
      description: "runs a shell command in the workspace",
      schema: objectOf({ command: "string" }),
    },
  );
  const pay = tool(
    ({ amount, currency, to }: Payment) => {
      appendFileSync(scene.ledger, `${JSON.stringify({ amount, currency, to })}\n`);
      return `paid ${amount} ${currency} to ${to}`;
    },
    {
      name: "pay",
      description: "transfers money",
      schema: objectOf({ amount: "number", currency: "string", to: "string" }),
    },
  );
  return [runShell, pay];
}

/** The arguments of the payment tool. */
interface Payment {
  readonly amount: number;
  readonly currency: string;
  readonly to: string;
}

function objectOf(types: Readonly<Record<string, "string" | "number">>): {
  readonly type: "object";
  readonly properties: Record<string, { type: "string" | "number" }>;
  readonly required: string[];
} {
  const properties = Object.fromEntries(
    Object.entries(types).map(([name, type]) => [name, { type }]),
  );
  return { type: "object", properties, required: Object.keys(types) };
}
