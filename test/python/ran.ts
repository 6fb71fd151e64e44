import { execFile } from "node:child_process";

/** Where, and with what, a command runs. */
export interface Place {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a command, and gives what it prints. Rejects with all it says where it fails. */
export function ran(command: string, args: readonly string[], place: Place = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, place, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else
        reject(
          new Error(`"${command} ${args.join(" ")}" failed:\n${stdout}${stderr}`, { cause: error }),
        );
    });
  });
}
