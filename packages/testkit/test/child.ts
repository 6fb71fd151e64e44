import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Starts a script of this folder in a process of its own, from source. */
export function start(script: string, ...parameters: string[]): ChildProcessWithoutNullStreams {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, ["--conditions=@capfence/source", path, ...parameters]);
  child.stderr.pipe(process.stderr);
  return child;
}
