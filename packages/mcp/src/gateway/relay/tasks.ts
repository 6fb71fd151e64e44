import type { JsonObject } from "@capfence/core";
import { objectAt, textAt } from "../wire/json-object.ts";

/** How many tasks are remembered; the oldest are forgotten, and then nobody can ask for them any more. */
const MOST = 100_000;

/** Whose the tasks are that upstreams have made: nobody else may ask for them. */
export class Tasks {
  readonly #owners = new Map<string, string>();

  /** Notes the task in an answer, if there is one. */
  note(upstream: string, owner: string, result: JsonObject | undefined): void {
    const id = taskIdIn(result);
    if (id === undefined) return;
    const [oldest] = this.#owners.size < MOST ? [] : this.#owners.keys();
    if (oldest !== undefined) this.#owners.delete(oldest);
    this.#owners.set(keyOf(upstream, id), owner);
  }

  /** Whether a task of an upstream belongs to somebody. */
  isOf(upstream: string, id: string, owner: string): boolean {
    return this.#owners.get(keyOf(upstream, id)) === owner;
  }
}

/** The id of the task that an answer says was made. */
function taskIdIn(result: JsonObject | undefined): string | undefined {
  return textAt(objectAt(result, "task"), "taskId") ?? textAt(result, "taskId");
}

function keyOf(upstream: string, id: string): string {
  return `${upstream} ${id}`;
}
