import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Starts a script in a process of its own, from source. */
export function start(script: URL, ...parameters: string[]): ChildProcessWithoutNullStreams {
  const path = fileURLToPath(script);
  const child = spawn(process.execPath, ["--conditions=@capfence/source", path, ...parameters]);
  child.stderr.pipe(process.stderr);
  return child;
}
