import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { once } from "node:events";
import { median } from "../median.ts";
import { wrappedBare } from "./paths.ts";
import { type Program, startProgram } from "./program.ts";

/** How long programs take from their start to the answer to their first message, in milliseconds. */
export interface Readiness {
  readonly node: number;
  readonly wrap: number;
}

const ECHO = "process.stdin.once('data', (data) => process.stdout.write(data))";
/** The gateway answers it by itself, before there is a session. */
const FIRST = `${JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" })}\n`;

/** Times the gateway around a server beside Node that only gives back what it gets, in turns. */
export async function measureReadiness(
  folder: string,
  command: readonly string[],
  rounds: number,
): Promise<Readiness> {
  const place = join(folder, "ready");
  mkdirSync(place);
  const programs: readonly Program[] = [
    { parameters: ["-e", ECHO], folder: place },
    wrappedBare(place, command),
  ];
  // The first of each finds no compiled code, and makes the log.
  for (const program of programs) await firstAnswer(program);
  const times = programs.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [index, program] of programs.entries())
      times[index]?.push(await firstAnswer(program));
  const [node = 0, wrap = 0] = times.map(median);
  return { node, wrap };
}

async function firstAnswer(program: Program): Promise<number> {
  const begun = performance.now();
  const { child, said, stop } = startProgram(program);
  child.stdin.write(FIRST);
  const answered = once(child.stdout, "data").then(() => performance.now() - begun);
  const ended = once(child, "exit").then(() => Promise.reject(new Error(said())));
  ended.catch(() => {});
  try {
    return await Promise.race([answered, ended]);
  } finally {
    await stop();
  }
}
