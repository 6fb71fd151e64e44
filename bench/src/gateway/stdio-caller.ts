import { createInterface } from "node:readline";
import { type Caller, openSession } from "./caller.ts";
import { type Program, startProgram } from "./program.ts";

/** A client of a program that it starts, over its standard input and output. */
export async function openStdioCaller(program: Program): Promise<Caller> {
  const { child, stop } = startProgram(program);
  const waiting = new Map<number, (answer: string) => void>();
  createInterface(child.stdout).on("line", (line) => {
    const { id } = JSON.parse(line) as { readonly id: number };
    waiting.get(id)?.(line);
    waiting.delete(id);
  });
  const send = (message: { readonly id?: number }): Promise<string> => {
    const { id } = message;
    child.stdin.write(`${JSON.stringify(message)}\n`);
    if (id === undefined) return Promise.resolve("");
    return new Promise((resolve) => void waiting.set(id, resolve));
  };
  return { call: await openSession(send), close: stop };
}
